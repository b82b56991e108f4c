import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from '../../src/observability/connection.js';

/** The way to a fake backend over real HTTP: a timeout, a limit of size, no redirects. */
export function connectionTo(url: string, timeout = 10_000, limit = 64 * 1024 * 1024): Connection {
  return {
    url,
    async send({ method, path, params, headers = {} }: BackendRequest): Promise<BackendReply> {
      const query = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value]));
      const address = `${url}${path}${method === 'GET' && params.length > 0 ? `?${query}` : ''}`;
      let response: Response;
      let body: string;
      try {
        response = await fetch(address, {
          ...{ method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) },
          ...(method === 'POST' ? { body: query } : {}),
        });
        body = await response.text();
      } catch (error) {
        const failure =
          (error as Error).name === 'TimeoutError' ? 'timeout' : (error as Error).message === 'fetch failed' ? 'unreachable' : 'broken';
        throw new ConnectionError(failure, failure === 'timeout' ? `no answer within ${timeout} ms` : `the connection failed: ${failure}`);
      }
      if (response.status >= 300 && response.status < 400)
        throw new ConnectionError('redirect', `it answered ${response.status}, a redirect`);
      if (body.length > limit) throw new ConnectionError('too-large', `the answer is larger than ${limit} bytes`);
      const date = Date.parse(response.headers.get('date') ?? '');
      return {
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        body,
        date: Number.isNaN(date) ? null : date,
      };
    },
  };
}
