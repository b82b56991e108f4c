import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from '../../src/observability/connection.js';

/** What a made-up backend answers: a body (JSON unless it is a text), a status, or no answer at all. */
export type Answer = { body: unknown; status?: number } | { failure: ConstructorParameters<typeof ConnectionError>[0] };

/** A backend of answers made up by a test. */
export class AnsweringConnection implements Connection {
  readonly url = 'http://backend.example';
  readonly sent: BackendRequest[] = [];

  constructor(readonly answer: (path: string, params: Readonly<Record<string, string>>) => Answer) {}

  async send(request: BackendRequest): Promise<BackendReply> {
    this.sent.push(request);
    const answer = this.answer(request.path, Object.fromEntries(request.params));
    if ('failure' in answer) throw new ConnectionError(answer.failure, `no answer: ${answer.failure}`);
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return { status: answer.status ?? 200, contentType: 'application/json', body, clockOffset: null };
  }
}

/** An answer of Prometheus. */
export const success = (data: unknown, beside: Record<string, unknown> = {}): Answer => ({ body: { status: 'success', data, ...beside } });

/** Series of a matrix. */
export const matrix = (result: unknown[], beside: Record<string, unknown> = {}): Answer =>
  success({ resultType: 'matrix', result }, beside);
