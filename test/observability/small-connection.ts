import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from '../../src/observability/connection.js';

/** A connection for tests: no retries, a short timeout, a small limit on the body. */
export class SmallConnection implements Connection {
  constructor(
    readonly url: string,
    readonly timeout = 2000,
    readonly maxBytes = 64 * 1024 * 1024,
    readonly headers: Record<string, string> = {},
  ) {}

  async send({ method, path, params, headers }: BackendRequest): Promise<BackendReply> {
    const form = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value])).toString();
    try {
      const answer = await fetch(`${this.url}${path}${method === 'GET' && form !== '' ? `?${form}` : ''}`, {
        method,
        headers: { ...this.headers, ...headers, ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
        ...(method === 'POST' ? { body: form } : {}),
        redirect: 'manual',
        signal: AbortSignal.timeout(this.timeout),
      });
      if (answer.status >= 300 && answer.status < 400) throw new ConnectionError('redirect', `the address redirects (${answer.status})`);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.body ?? []) {
        size += chunk.length;
        if (size > this.maxBytes) throw new ConnectionError('too-large', `the answer is larger than ${this.maxBytes} bytes`);
        chunks.push(chunk);
      }
      return {
        status: answer.status,
        contentType: (answer.headers.get('content-type') ?? '').toLowerCase(),
        body: Buffer.concat(chunks).toString(),
        clockOffset: null,
      };
    } catch (error) {
      if (error instanceof ConnectionError) throw error;
      if (error instanceof Error && error.name === 'TimeoutError')
        throw new ConnectionError('timeout', `no answer within ${this.timeout} ms`);
      throw new ConnectionError('broken', 'the connection broke off');
    }
  }
}
