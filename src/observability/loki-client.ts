import type { Window } from '../model/window.js';
import type { Asker, Outcome } from './asker.js';
import type { BackendRequest } from './connection.js';
import { type LokiLine, type LokiSeries, readLines, readSeries } from './loki-answers.js';
import { countQuery, type LokiFilter, logQuery, nanoseconds } from './loki-query.js';

/** Base of Loki's API. */
export const LOKI_API = '/loki/api/v1';
/** Lines in one answer; Loki's usual limit (`max_entries_limit_per_query`). */
const MAX_ENTRIES = 5000;
/** Addresses longer than this go as a form: proxies cut at 2 to 8 kB. */
const LONG_QUERY = 1500;
const ENTRIES_ERROR = /max entries limit per query exceeded.{0,80}\(\d+ > (\d{1,9})\)/;
/** Without the header, what a line carries beside its text is mixed into the labels of its stream, and each trace id makes a stream of its own. */
const HEADERS = { 'X-Loki-Response-Encoding-Flags': 'categorize-labels' };

/** Questions that Loki is asked, and what it has said about its limits. */
export class LokiClient {
  #limit = MAX_ENTRIES;

  /** @param service label that names the service; null where none does */
  constructor(
    readonly asker: Asker,
    readonly service: string | null,
  ) {}

  /** Lines in one answer. Falls when Loki names a smaller limit. */
  get limit(): number {
    return this.#limit;
  }

  /** Series of counts per step. @param window ends of the first and the last step, both counted, ms */
  count(title: string, filter: LokiFilter, by: readonly string[], width: number, window: Window): Promise<Outcome<LokiSeries[]>> {
    const query = countQuery(filter, by, width);
    return this.asker.ask({
      title,
      query,
      window,
      request: this.#request(query, nanoseconds(window.start), nanoseconds(window.end), [['step', `${width / 1000}s`]]),
      read: readSeries,
    });
  }

  /**
   * Lines in order of time.
   * @param from first moment, ns
   * @param to first moment that is no longer wanted, ns
   * @param most lines, at most {@link limit}
   */
  async lines(title: string, filter: LokiFilter, from: bigint, to: bigint, most: number): Promise<Outcome<LokiLine[]>> {
    const limit = Math.min(most, this.#limit);
    const query = logQuery(filter);
    const outcome = await this.asker.ask({
      title,
      query,
      window: { start: Number(from) / 1e6, end: Number(to) / 1e6 },
      request: this.#request(query, from, to, [
        ['limit', String(limit)],
        ['direction', 'forward'],
      ]),
      read: (reply) =>
        readLines(reply, this.service)?.sort((a, b) => a.ns.length - b.ns.length || (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0)) ?? null,
    });
    const allowed = outcome.status === 'failed' ? Number(ENTRIES_ERROR.exec(outcome.message)?.[1] ?? 0) : 0;
    if (allowed === 0 || allowed >= limit) return outcome;
    this.#limit = Math.min(this.#limit, allowed);
    return this.lines(title, filter, from, to, allowed);
  }

  #request(query: string, start: bigint, end: bigint, more: readonly (readonly [string, string])[]): BackendRequest {
    return {
      method: query.length > LONG_QUERY ? 'POST' : 'GET',
      path: `${LOKI_API}/query_range`,
      params: [['query', query], ['start', String(start)], ['end', String(end)], ...more],
      headers: HEADERS,
    };
  }
}

/** Whether a failure says that less should be asked at once: a timeout, or a limit on bytes, time or size. */
export function asksForLess(outcome: { message: string; httpStatus: number | null }): boolean {
  const { message, httpStatus } = outcome;
  if (/^not asked/.test(message)) return false;
  return (
    httpStatus === 504 ||
    httpStatus === 502 ||
    /timed? ?out|deadline exceeded|context canceled|too many bytes|decrease the duration|query time range exceeds|too large|larger than|time range/i.test(
      message,
    )
  );
}
