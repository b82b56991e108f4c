import { request } from 'node:http';
import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from '../../src/observability/connection.js';

/** A plain way to a backend on loopback, without any of what the real one has. */
export class HttpConnection implements Connection {
  /** Requests that were sent, in order. */
  readonly sent: BackendRequest[] = [];

  constructor(readonly url: string) {}

  send(asked: BackendRequest): Promise<BackendReply> {
    this.sent.push(asked);
    const form = new URLSearchParams(asked.params.map(([name, value]): [string, string] => [name, value])).toString();
    const address = this.url + asked.path + (asked.method === 'GET' && form !== '' ? `?${form}` : '');
    const headers = { ...asked.headers, ...(asked.method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) };
    return new Promise((done, failed) => {
      const outgoing = request(address, { method: asked.method, headers, timeout: 30_000 }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            contentType: answer.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
            clockOffset: null,
          }),
        );
      });
      outgoing.on('error', (error) => failed(new ConnectionError('unreachable', error.message)));
      outgoing.end(asked.method === 'POST' ? form : undefined);
    });
  }
}
