import type { Window } from '../model/window.js';
import type { Asker, Outcome } from './asker.js';
import { jsonOf } from './asker.js';
import { idOf, listOf, nanosOf, objectOf } from './otlp-values.js';

/** A trace that a search found. */
export interface FoundTrace {
  /** Id, 32 hex digits: Tempo leaves out leading zeros. */
  id: string;
  /** Start, ms since the epoch. */
  start: number;
  /** Duration, ms. */
  duration: number;
}

/** Answer of a search. */
export interface Found {
  traces: FoundTrace[];
  /** Whether there may be more: the limit was reached, or jobs were left out. Which ones were given is then chance. */
  partial: boolean;
}

/** Traces that one search asks for. */
export const SEARCH_LIMIT = 100;
/** Longest window that Tempo searches, ms (`max_duration`, 168 h). */
const LONGEST = 168 * 3_600_000;

/** Searches by TraceQL, newest first where the version can. */
export class TraceSearch {
  #newestFirst = true;

  /** @param filter condition of the user's, without braces; empty for none */
  constructor(
    readonly asker: Asker,
    readonly filter: string,
  ) {}

  /**
   * Traces with a span that a condition holds for.
   * @param condition TraceQL, without braces
   */
  async find(condition: string, window: Window, title: string): Promise<Outcome<Found>> {
    const plain = this.filter === '' ? `{ ${condition} }` : `{ ${condition} && (${this.filter}) }`;
    if (this.#newestFirst) {
      const outcome = await this.#ask(`${plain} with (most_recent=true)`, window, title);
      if (outcome.status !== 'failed' || outcome.httpStatus !== 400) return outcome;
      // It may be the hint, which older versions do not know, or the condition: without the hint it shows.
      const second = await this.#ask(plain, window, title);
      if (second.status !== 'failed') this.#newestFirst = false;
      return second;
    }
    return this.#ask(plain, window, title);
  }

  #ask(query: string, window: Window, title: string): Promise<Outcome<Found>> {
    const start = Math.floor(window.start / 1000);
    const end = Math.max(start + 1, Math.ceil(Math.min(window.end, window.start + LONGEST - 1000) / 1000));
    const params: [string, string][] = [
      ['q', query],
      ['start', String(start)],
      ['end', String(end)],
      ['limit', String(SEARCH_LIMIT)],
      ['spss', '1'],
    ];
    return this.asker.ask({
      title,
      query,
      window: { start: start * 1000, end: end * 1000 },
      request: { method: 'GET', path: '/api/search', params },
      read: (reply) => found(jsonOf(reply)),
    });
  }
}

function found(json: unknown): Found | null {
  const top = objectOf(json);
  // An empty list may be left out; then the figures of the search say what it is.
  if (!Array.isArray(top['traces']) && !('metrics' in top)) throw new Error('it holds no search result');
  const traces: FoundTrace[] = [];
  for (const one of listOf(top['traces'])) {
    const { traceID, startTimeUnixNano, durationMs } = objectOf(one);
    const id = idOf(traceID, 32);
    const start = nanosOf(startTimeUnixNano);
    if (id !== null && start !== null) traces.push({ id, start: Number(start) / 1e6, duration: Number(durationMs) || 0 });
  }
  if (listOf(top['traces']).length > 0 && traces.length === 0) throw new Error('its traces have no ids');
  if (traces.length === 0) return null;
  const { completedJobs, totalJobs } = objectOf(top['metrics']);
  const partial = traces.length >= SEARCH_LIMIT || Number(completedJobs ?? 0) < Number(totalJobs ?? 0);
  return { traces, partial };
}
