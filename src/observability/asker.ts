import type { AskedQuery } from '../model/source.js';
import { type BackendReply, type BackendRequest, type Connection, ConnectionError, type ConnectionFailure } from './connection.js';

/** How a question ended. */
export type Outcome<T> =
  | { status: 'answered'; value: T }
  /** Asked, and there is nothing: never the same as healthy. */
  | { status: 'no-data' }
  | { status: 'failed'; message: string; httpStatus: number | null };

/** What to ask. */
export interface Question<T> {
  title: string;
  /** What the query is called in the report. */
  query: string;
  window: { start: number; end: number } | null;
  request: BackendRequest;
  /**
   * Reads the body of an answer.
   * @returns null where it holds nothing
   * @throws Error with a short message where it is none of this backend's
   */
  read(reply: BackendReply): T | null;
}

/** Limits of what one backend may cost. */
export interface Budget {
  /** Requests. */
  requests: number;
  /** Bytes of all answers. */
  bytes: number;
}

/** Questions enough for a large system; whoever needs more narrows the scope. */
export const DEFAULT_BUDGET: Budget = { requests: 400, bytes: 256 * 1024 * 1024 };

const MAX_MESSAGE = 300;
/** Failures after which nothing more will come: the backend is not there, or does not let us in. */
const HOPELESS: ReadonlySet<ConnectionFailure> = new Set(['timeout', 'unreachable', 'tls', 'redirect', 'aborted']);
const NO_ENTRY: ReadonlySet<number> = new Set([401, 403]);

/** Asks one backend, keeps a record of each question, and stops asking a dead one: its timeout is paid once. */
export class Asker {
  readonly asked: AskedQuery[] = [];
  #bytes = 0;
  #dead: string | null = null;
  #clockOffset: number | null = null;

  /**
   * @param connection the way to the backend
   * @param budget limits
   */
  constructor(
    readonly connection: Connection,
    readonly budget: Budget = DEFAULT_BUDGET,
  ) {}

  /** How far the backend's clock is ahead of this machine's, ms (to a second, as HTTP dates are); null where unknown. */
  get clockOffset(): number | null {
    return this.#clockOffset;
  }

  /** Why nothing more is asked; null while it goes on. */
  get dead(): string | null {
    return this.#dead;
  }

  /** Asks; never throws. */
  async ask<T>(question: Question<T>): Promise<Outcome<T>> {
    const outcome = await this.#ask(question);
    const { title, query, window } = question;
    const { httpStatus, bytes, ...kept } = outcome;
    this.asked.push({
      title,
      query,
      window,
      status: kept.status,
      httpStatus,
      bytes,
      message: kept.status === 'failed' ? kept.message : '',
    });
    return kept.status === 'failed' ? { ...kept, httpStatus } : kept;
  }

  async #ask<T>(question: Question<T>): Promise<Asked<T>> {
    const failed = (message: string, httpStatus: number | null = null, bytes = 0): Asked<T> => ({
      status: 'failed',
      message: visible(message),
      httpStatus,
      bytes,
    });
    if (this.#dead !== null) return failed(`not asked: ${this.#dead}`);
    if (this.asked.length >= this.budget.requests) return failed(`not asked: the budget of ${this.budget.requests} questions is spent`);
    if (this.#bytes >= this.budget.bytes) return failed(`not asked: the budget of ${this.budget.bytes} bytes is spent`);
    let reply: BackendReply;
    try {
      reply = await this.connection.send(question.request);
      this.#clockOffset ??= reply.clockOffset;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      if (HOPELESS.has(error.failure)) this.#dead = visible(error.message);
      return failed(error.message);
    }
    const bytes = reply.body.length;
    this.#bytes += bytes;
    if (NO_ENTRY.has(reply.status)) this.#dead = `the backend answered ${reply.status}`;
    if (reply.status === 404 && reply.body.trim() === '') return { status: 'no-data', httpStatus: 404, bytes };
    if (reply.status < 200 || reply.status > 299) return failed(`${reply.status}: ${errorText(reply)}`, reply.status, bytes);
    try {
      const value = question.read(reply);
      return value === null
        ? { status: 'no-data', httpStatus: reply.status, bytes }
        : { status: 'answered', value, httpStatus: reply.status, bytes };
    } catch (error) {
      return failed(`the answer cannot be read: ${error instanceof Error ? error.message : 'unknown'}`, reply.status, bytes);
    }
  }
}

type Asked<T> = ({ status: 'answered'; value: T } | { status: 'no-data' } | { status: 'failed'; message: string }) & {
  httpStatus: number | null;
  bytes: number;
};

/** JSON of an answer. @throws Error where it is none, or not what the address should give */
export function jsonOf(reply: BackendReply): unknown {
  const text = reply.body.trimStart();
  if (text.startsWith('<'))
    throw new Error('a web page came back, so this address is not the backend (a login page or proxy may stand before it)');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(text === '' ? 'it is empty' : 'it is no JSON, or it is cut short');
  }
}

/** Prometheus says errors as JSON, Loki and Tempo as plain text. */
function errorText(reply: BackendReply): string {
  const text = reply.body.trimStart();
  if (text.startsWith('<')) return 'a web page came back, so this address is not the backend';
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error;
  } catch {
    // Plain text, as it is.
  }
  return text === '' ? 'no reason given' : text;
}

function visible(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return clean.length > MAX_MESSAGE ? `${clean.slice(0, MAX_MESSAGE)}…` : clean;
}
