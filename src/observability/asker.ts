import type { AskedQuery } from '../model/source.js';
import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from './connection.js';
import { GivingUp } from './giving-up.js';
import { errorText, shownText } from './reply-text.js';

export { jsonOf } from './reply-text.js';

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
   * Which 404 means that there is no such thing: one without a text, as Tempo says of a trace, or any, where another address is asked then. By default none
   * does: it is a wrong address.
   */
  absent404?: 'without-text' | 'any';
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

/** Asks one backend, keeps a record of each question, and stops asking a dead one: its timeout is paid once. */
export class Asker {
  readonly asked: AskedQuery[] = [];
  #sent = 0;
  #bytes = 0;
  readonly #givingUp = new GivingUp();
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
    return this.#givingUp.reason;
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
    const refusal = this.#notAsked();
    if (refusal !== null) return { status: 'failed', message: `not asked: ${refusal}`, httpStatus: null, bytes: 0 };
    this.#sent++;
    let reply: BackendReply;
    try {
      reply = await this.connection.send(question.request);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      const message = shownText(error.message);
      this.#givingUp.unanswered(error.failure, message);
      return { status: 'failed', message, httpStatus: null, bytes: 0 };
    }
    this.#clockOffset ??= reply.clockOffset;
    this.#bytes += reply.body.length;
    return { ...this.#read(question, reply), httpStatus: reply.status, bytes: reply.body.length };
  }

  /** Why a question is not asked any more; null where it is. */
  #notAsked(): string | null {
    if (this.dead !== null) return this.dead;
    if (this.#sent >= this.budget.requests) return `the budget of ${this.budget.requests} questions is spent`;
    return this.#bytes >= this.budget.bytes ? `the budget of ${this.budget.bytes} bytes is spent` : null;
  }

  #read<T>({ read, absent404 }: Question<T>, reply: BackendReply): Outcome<T> {
    const { status } = reply;
    const failed = (message: string): Outcome<T> => ({ status: 'failed', message: shownText(message), httpStatus: status });
    if (status === 404 && (absent404 === 'any' || (absent404 === 'without-text' && reply.body.trim() === ''))) {
      this.#givingUp.answered();
      return { status: 'no-data' };
    }
    if (status < 200 || status > 299) {
      const text = shownText(errorText(reply));
      this.#givingUp.refused(status, text);
      return failed(`${status}: ${text}`);
    }
    try {
      const value = read(reply);
      this.#givingUp.answered();
      return value === null ? { status: 'no-data' } : { status: 'answered', value };
    } catch (error) {
      // What is missing in an answer is told in our words; what a program stumbles over in it says nothing to people.
      const stumbled = error instanceof TypeError || error instanceof RangeError;
      const why = error instanceof Error && !stumbled ? error.message : 'its parts are not what this question is answered with';
      const message = `the answer cannot be read: ${why}`;
      this.#givingUp.unusable(shownText(message));
      return failed(message);
    }
  }
}

type Asked<T> = ({ status: 'answered'; value: T } | { status: 'no-data' } | { status: 'failed'; message: string }) & {
  httpStatus: number | null;
  bytes: number;
};
