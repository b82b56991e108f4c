import type { Trace } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { type Asker, jsonOf, type Outcome } from './asker.js';
import type { BackendReply } from './connection.js';
import { tracesOf } from './trace-spans.js';

/** Time around the test that a trace may lie in, s: without bounds all blocks are searched, and at their edge a trace is cut. */
const PADDING_S = 300;

const NEWER = '/api/v2/traces';
const OLDER = '/api/traces';

/** Traces that could not be asked for, one after the other from the first on, after which no more are tried. */
const HOPELESS = 8;

/** Fetches traces by their ids: by Tempo's API of today (v2), else by the one before. */
export class TraceById {
  /** Which API this Tempo has; the newer one until it is known not to be there. */
  #path: typeof NEWER | typeof OLDER = NEWER;
  readonly #known = new Map<string, Promise<Outcome<Trace>>>();
  #failed = 0;
  #answered = 0;

  /** @param window the test, ms */
  constructor(
    readonly asker: Asker,
    readonly window: Window,
  ) {}

  /** Whether nothing but failures came of it. */
  get isHopeless(): boolean {
    return this.#answered === 0 && this.#failed >= HOPELESS;
  }

  /** One trace; the same is asked for once. @param id 32 hex digits */
  fetch(id: string): Promise<Outcome<Trace>> {
    let outcome = this.#known.get(id);
    if (outcome === undefined) {
      outcome = this.#counted(id);
      this.#known.set(id, outcome);
    }
    return outcome;
  }

  async #counted(id: string): Promise<Outcome<Trace>> {
    const outcome = await this.#fetch(id);
    if (outcome.status === 'failed') this.#failed++;
    else this.#answered++;
    return outcome;
  }

  async #fetch(id: string): Promise<Outcome<Trace>> {
    if (this.#path === NEWER) {
      const { outcome, isThere } = await this.#ask(NEWER, id);
      if (isThere) return outcome;
    }
    // Tempo before 2.7 has no v2, and some say 404 of a trace that is not there: the older address, which all have, tells which.
    const { outcome } = await this.#ask(OLDER, id);
    if (outcome.status !== 'failed') this.#path = OLDER;
    return outcome;
  }

  async #ask(path: typeof NEWER | typeof OLDER, id: string): Promise<{ outcome: Outcome<Trace>; isThere: boolean }> {
    const { asker, window } = this;
    let isRead = false;
    const outcome = await asker.ask({
      title: 'Trace of a request',
      query: id,
      window: null,
      request: {
        method: 'GET',
        path: `${path}/${id}`,
        params: [
          ['start', String(Math.floor(window.start / 1000) - PADDING_S)],
          ['end', String(Math.ceil(window.end / 1000) + PADDING_S)],
        ],
        headers: { accept: 'application/json' },
      },
      absent404: path === NEWER ? 'any' : 'without-text',
      read: (reply) => {
        isRead = true;
        return read(reply, id);
      },
    });
    return { outcome, isThere: isRead || outcome.status !== 'no-data' };
  }
}

/** @throws Error where it holds other spans only: that must not be taken for a trace that is not there */
function read(reply: BackendReply, id: string): Trace | null {
  const document = jsonOf(reply) as { status?: unknown } | null;
  const found = tracesOf(document).find((trace) => trace.id === id);
  if (found) return document?.status === 'PARTIAL' ? { ...found, incomplete: true } : found;
  if (/"(?:traceId|spanId)"/.test(reply.body)) throw new Error('none of its spans is of the trace that was asked for');
  return null;
}
