import { type AggregateLatency, type AggregateStep, NO_LATENCY } from '../model/aggregates.js';

/** Rows of a history, which count since the start of the run, as steps of time. */

/**
 * Widths of steps, s. Ten at least: stamps are cut to whole seconds and rows drift against them, so the counts of shorter steps would be
 * off by as much as they hold; and ten is the window of Locust's own percentiles.
 */
const WIDTHS: readonly number[] = [10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400, 864_000, 8_640_000, 864_000_000];
/** Steps kept. */
const MAX_STEPS = 3600;

/** What a row counts since the start of the run. */
export interface HistoryRow {
  /** Stamp, s since the epoch. */
  second: number;
  count: number;
  errors: number | null;
  users: number | null;
  /** Sum of all times so far, ms; null where the mean is cut to whole ms, so that the sum is not known. */
  times: number | null;
  /** Percentiles of about the last ten seconds, if that is what they are; null in rows that need none. */
  percentiles: Partial<AggregateLatency> | null;
}

interface Cell {
  count: number;
  errors: number | null;
  users: number | null;
  times: number | null;
  percentiles: Partial<AggregateLatency> | null;
}

/** Adds rows up to steps. */
export class HistorySteps {
  /** Times that counts fell. */
  resets = 0;
  /** Requests that the first row counts already. */
  before = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  #width = 0;
  #cells = new Map<number, Cell>();
  #previous: HistoryRow | null = null;

  /** Whether the percentiles of a row at this second are those of a step. */
  isLastOfStep(second: number): boolean {
    return this.#width === 0 && second % 10 === 9;
  }

  add(row: HistoryRow): void {
    const previous = this.#previous;
    this.#previous = row;
    this.first = Math.min(this.first, row.second);
    this.last = Math.max(this.last, row.second);
    let since = previous;
    if (previous === null) {
      this.before = row.count;
      since = row;
    } else if (row.count < previous.count || (row.errors ?? 0) < (previous.errors ?? 0)) {
      this.resets++;
      since = null;
    }
    const count = row.count - (since?.count ?? 0);
    const errors = row.errors === null || since?.errors === null ? null : row.errors - (since?.errors ?? 0);
    const times = row.times === null || since?.times === null ? null : row.times - (since?.times ?? 0);
    const key = Math.floor(row.second / (WIDTHS[this.#width] as number));
    const cell = this.#cells.get(key);
    if (cell === undefined) {
      this.#cells.set(key, { count, errors, users: row.users, times, percentiles: row.percentiles });
      if (this.#cells.size > MAX_STEPS) this.#widen();
    } else {
      cell.count += count;
      cell.errors = sum(cell.errors, errors);
      cell.times = sum(cell.times, times);
      cell.users = largest(cell.users, row.users);
      cell.percentiles = row.percentiles ?? cell.percentiles;
    }
  }

  #widen(): void {
    while (this.#cells.size > MAX_STEPS && this.#width < WIDTHS.length - 1) {
      const ratio = (WIDTHS[this.#width + 1] as number) / (WIDTHS[this.#width] as number);
      const wider = new Map<number, Cell>();
      for (const [key, cell] of this.#cells) {
        const into = Math.floor(key / ratio);
        const known = wider.get(into);
        if (known === undefined) wider.set(into, { ...cell, percentiles: null });
        else {
          known.count += cell.count;
          known.errors = sum(known.errors, cell.errors);
          known.times = sum(known.times, cell.times);
          known.users = largest(known.users, cell.users);
        }
      }
      this.#cells = wider;
      this.#width++;
    }
  }

  /**
   * The steps that have a row, in time order.
   * @param windows whether percentiles of the last ten seconds are what the rows have
   * @returns null without any row; `gaps` are steps between first and last that have none
   */
  steps(windows: boolean): { step: number; steps: AggregateStep[]; gaps: number } | null {
    if (this.#cells.size === 0) return null;
    const width = WIDTHS[this.#width] as number;
    const keys = [...this.#cells.keys()].sort((a, b) => a - b);
    const steps = keys.map((key): AggregateStep => {
      const { count, errors, users, times, percentiles } = this.#cells.get(key) as Cell;
      // Differences of sums of 16 digits: what lies behind the sixth place of a mean is noise.
      const mean = times === null || count === 0 ? null : Math.round((times / count) * 1e6) / 1e6;
      const known = windows && percentiles !== null && count > 0 ? percentiles : {};
      return { start: key * width * 1000, count, errors, users, latency: { ...NO_LATENCY, ...known, mean } };
    });
    return { step: width * 1000, steps, gaps: (keys[keys.length - 1] as number) - (keys[0] as number) + 1 - keys.length };
  }
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function largest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
