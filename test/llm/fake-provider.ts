import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the fake server got. */
export interface Got {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** How it answers: status, headers, and pieces with pauses between them (ms); `cut` breaks the connection off, `never` sends nothing more. */
export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  pieces?: readonly string[];
  pause?: number;
  end?: 'whole' | 'cut' | 'never';
}

/** A server on this machine that answers by a script, and keeps what it was asked. */
export class FakeProvider {
  readonly got: Got[] = [];
  readonly #server: Server;
  readonly #open = new Set<ServerResponse>();

  private constructor(script: (got: Got, number: number) => Scripted) {
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (piece) => {
        text += piece;
      });
      request.on('end', () => {
        const got: Got = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          body: text === '' ? {} : JSON.parse(text),
        };
        this.got.push(got);
        void this.#answer(script(got, this.got.length), response);
      });
    });
  }

  static async start(script: (got: Got, number: number) => Scripted): Promise<FakeProvider> {
    const fake = new FakeProvider(script);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const response of this.#open) response.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer({ status = 200, headers = {}, pieces = [], pause = 0, end = 'whole' }: Scripted, response: ServerResponse): Promise<void> {
    this.#open.add(response);
    response.writeHead(status, headers);
    response.flushHeaders();
    for (const piece of pieces) {
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      response.write(piece);
    }
    if (end === 'whole') response.end();
    // What was written must have left before the connection breaks.
    if (end === 'cut') setTimeout(() => response.destroy(), 30);
  }
}

/** The words of an answer cut into pieces of so many characters. */
export const inPieces = (text: string, size = text.length > 20_000 ? 4000 : 40): string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];

/** A body of each provider that carries a text, as its server streams it. */
export const STREAMS = {
  ollama: (text: string, { reason = 'stop', input = 1500, thinking = '' } = {}): string[] => [
    ...(thinking === '' ? [] : [`${JSON.stringify({ model: 'm', message: { role: 'assistant', content: '', thinking }, done: false })}\n`]),
    ...inPieces(text).map((content) => `${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false })}\n`),
    `${JSON.stringify({ model: 'm', message: { role: 'assistant', content: '' }, done: true, done_reason: reason, prompt_eval_count: input, eval_count: 200 })}\n`,
  ],
  openai: (text: string, { reason = 'stop', input = 1500, thinking = '' } = {}): string[] => [
    `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] })}\n\n`,
    ...(thinking === '' ? [] : [`data: ${JSON.stringify({ choices: [{ index: 0, delta: { reasoning_content: thinking } }] })}\n\n`]),
    ...inPieces(text).map(
      (content) => `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
    ),
    `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: reason }] })}\n\n`,
    `data: ${JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: input, completion_tokens: 200, total_tokens: input + 200 } })}\n\n`,
    'data: [DONE]\n\n',
  ],
  anthropic: (text: string, { reason = 'stop', input = 1500, thinking = '' } = {}): string[] => {
    const event = (type: string, more: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
    return [
      event('message_start', { message: { id: 'm', role: 'assistant', content: [], usage: { input_tokens: input, output_tokens: 1 } } }),
      event('ping', {}),
      ...(thinking === '' ? [] : [event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking } })]),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...inPieces(text).map((piece) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: piece } })),
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: { stop: 'end_turn', length: 'max_tokens' }[reason] ?? reason },
        usage: { output_tokens: 200 },
      }),
      event('message_stop', {}),
    ];
  },
} as const;

/** Name of a provider. */
export type ProviderName = keyof typeof STREAMS;
