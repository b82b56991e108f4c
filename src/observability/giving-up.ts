import type { ConnectionFailure } from './connection.js';

/** Failures after which nothing more will come: the backend is not there, or does not let us in. */
const HOPELESS: ReadonlySet<ConnectionFailure> = new Set(['timeout', 'unreachable', 'tls', 'redirect', 'aborted']);
/** Failures that are about the question, not about the backend. */
const OF_THE_QUESTION: ReadonlySet<ConnectionFailure> = new Set(['too-large', 'not-recorded']);
/** Questions one after the other that a backend may fail before it is left alone. More are in flight at once than this, hardly ever. */
const STRIKES = 6;

/** Decides when a backend is asked no more, so that a dead one costs its timeout once and an overloaded one is left alone. */
export class GivingUp {
  /** Why it is asked no more; null while it goes on. */
  reason: string | null = null;
  #strikes = 0;

  /** It answered, be it that the question was wrong. */
  answered(): void {
    this.#strikes = 0;
  }

  /** No answer came. @param message without control characters */
  unanswered(failure: ConnectionFailure, message: string): void {
    if (HOPELESS.has(failure)) this.reason ??= message;
    else if (!OF_THE_QUESTION.has(failure)) this.#strike(message);
  }

  /** An answer came that is none of this backend's, or says that it cannot answer now. */
  unusable(message: string): void {
    this.#strike(message);
  }

  /** An answer with an error status came. @param text what it says */
  refused(status: number, text: string): void {
    if (status === 401) this.reason ??= `it wants other credentials (401: ${text})`;
    else if (status === 403) this.reason ??= `it does not let these credentials in (403: ${text})`;
    else if (status === 429 || status >= 500) this.#strike(`${status}: ${text}`);
    else this.answered();
  }

  #strike(message: string): void {
    this.#strikes++;
    if (this.#strikes >= STRIKES) this.reason ??= `${this.#strikes} questions one after the other failed, the last with: ${message}`;
  }
}
