import { type Connection, ConnectionError } from '../observability/connection.js';

/** A connection that asks nobody. Like any failure it is shown in the report, and `--strict` counts it. */
export function refusingConnection(url: string, message: string): Connection {
  return {
    url,
    send: async () => {
      throw new ConnectionError('unreachable', message);
    },
  };
}
