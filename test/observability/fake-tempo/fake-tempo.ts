import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricsAnswer } from './metrics-answer.js';
import { searchAnswer } from './search-answer.js';
import type { StoredTrace } from './span-store.js';
import { tagsAnswer, tagValuesAnswer } from './tag-answers.js';
import { resourceSpansJson } from './trace-answer.js';
import { parseTraceQl } from './traceql-parser.js';
import { TraceQlError } from './traceql-tokens.js';

/** How a version differs, and what goes wrong. */
export interface FakeTempoOptions {
  /** Whether `with (…)` is known. */
  hints?: boolean;
  /** Whether `/api/v2/traces` is there. */
  v2?: boolean;
  /** Answers in the fake's place where it returns true. */
  fault?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const MAX_RANGE = 168 * 3600;

/** A Tempo on loopback that evaluates what it is asked, over traces given. */
export class FakeTempo {
  readonly #server: Server;
  /** Paths with queries, in order. */
  readonly asked: string[] = [];

  private constructor(
    readonly traces: ReadonlyMap<string, StoredTrace>,
    readonly options: FakeTempoOptions,
  ) {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      if (options.fault?.(request, response)) return;
      const { status, type, body } = this.answer(request.url ?? '/');
      response.writeHead(status, type === '' ? {} : { 'content-type': type });
      response.end(body);
    });
  }

  static async start(traces: ReadonlyMap<string, StoredTrace>, options: FakeTempoOptions = {}): Promise<FakeTempo> {
    const fake = new FakeTempo(traces, options);
    await new Promise<void>((done) => fake.#server.listen(0, '127.0.0.1', done));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** What a request is answered with. @param url path and query */
  answer(url: string): { status: number; type: string; body: string } {
    const { pathname, searchParams } = new URL(url, 'http://fake');
    try {
      const json = this.#route(decodeURIComponent(pathname), searchParams);
      if (json === null) return { status: 404, type: '', body: '' };
      return { status: 200, type: 'application/json', body: JSON.stringify(json).replace(/</g, '\\u003c').replace(/>/g, '\\u003e') };
    } catch (error) {
      if (error instanceof NotFound) return { status: 404, type: 'text/plain; charset=utf-8', body: '404 page not found\n' };
      if (error instanceof TraceQlError) return { status: 400, type: 'text/plain; charset=utf-8', body: error.message };
      throw error;
    }
  }

  #route(path: string, params: URLSearchParams): object | null {
    const { traces, options } = this;
    const byId = /^\/api\/(v2\/)?traces\/([^/]+)$/.exec(path);
    if (byId !== null) return this.#trace(byId[1] !== undefined, byId[2] as string);
    const seconds = (name: string): bigint | null => (params.has(name) ? BigInt(params.get(name) as string) * 1_000_000_000n : null);
    const [start, end] = [seconds('start'), seconds('end')];
    const query = (text: string): ReturnType<typeof parseTraceQl> => parseTraceQl(text, options.hints !== false);
    if (path === '/api/search') {
      if (start !== null && end !== null && end - start > BigInt(MAX_RANGE) * 1_000_000_000n)
        throw new TraceQlError(
          `range specified by start and end exceeds 168h0m0s. received start=${params.get('start')} end=${params.get('end')}`,
        );
      const [limit, spss] = [Number(params.get('limit') ?? 20), Number(params.get('spss') ?? 3)];
      return searchAnswer(traces.values(), query(params.get('q') || '{}'), { start, end, limit, spss });
    }
    const inRange = [...traces.values()].filter(
      (trace) => (end === null || trace.start <= end) && (start === null || trace.start >= start),
    );
    if (path === '/api/v2/search/tags') return tagsAnswer(inRange, params.get('scope') ?? '');
    const values = /^\/api\/v2\/search\/tag\/(.+)\/values$/.exec(path);
    if (values !== null) return tagValuesAnswer(inRange, values[1] as string, params.has('q') ? query(params.get('q') as string) : null);
    if (path === '/api/metrics/query_range') {
      const step = BigInt(Math.round(Number.parseFloat(params.get('step') ?? '10') * 1e9));
      return metricsAnswer(traces.values(), query(params.get('q') ?? ''), { start: start ?? 0n, end: end ?? 0n, step });
    }
    if (path === '/api/status/buildinfo')
      return { version: '', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: 'go1.26.11' };
    throw new NotFound();
  }

  #trace(second: boolean, id: string): object | null {
    if (second && this.options.v2 === false) throw new NotFound();
    const wrong = [...id].findIndex((digit) => !/[0-9a-f]/i.test(digit));
    if (wrong >= 0)
      throw new TraceQlError(`trace IDs can only contain hex characters: invalid character '${id[wrong]}' at position ${wrong + 1}`);
    if (id.length > 32) throw new TraceQlError("trace IDs can't be larger than 128 bits");
    const trace = this.traces.get(id.toLowerCase().padStart(32, '0'));
    if (second)
      return trace === undefined ? { trace: {}, metrics: {} } : { trace: { resourceSpans: resourceSpansJson(trace) }, metrics: {} };
    return trace === undefined ? null : { batches: resourceSpansJson(trace) };
  }
}

class NotFound extends Error {}
