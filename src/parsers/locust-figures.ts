import type { AggregateLatency, AggregateRow } from '../model/aggregates.js';
import { NO_LATENCY } from '../model/aggregates.js';
import type { LoadTool } from '../model/load-tool.js';

/** Numbers of Locust's tables, and the figures made of them. */

/** Percentiles as Locust defines them. */
export const LOCUST_PERCENTILES =
  "Locust's own: the value of rank floor(p n) + 1 among times rounded to 1 ms below 100 ms, 10 ms below 1 s, 100 ms below 10 s and 1 s above " +
  '(or as the test script sets it), so the percentile 100 can differ from the maximum.';

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number at least 0; null for `N/A`, nothing, and what is no such number. */
export function numberOf(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** A whole number of up to 15 digits; null otherwise. */
export function wholeOf(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

type PercentileName = 'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p999';
const SHARES: Readonly<Record<string, PercentileName>> = { 50: 'p50', 75: 'p75', 90: 'p90', 95: 'p95', 99: 'p99', 99.9: 'p999' };

/** Columns with percentiles, by position; the last value in order is the highest percentile. */
export interface PercentileColumns {
  /** Column of each percentile that reports show. */
  named: readonly (readonly [PercentileName, number])[];
  /** All of them, by rising share. */
  rising: readonly number[];
  /** Column of the percentile 100; -1 = none. */
  highest: number;
}

/** Columns such as `95%`, `99.9%` and (in 0.13 and 0.14) `99.999`. */
export function percentileColumns(names: readonly string[]): PercentileColumns {
  const found = names
    .map((name, column) => ({ share: /^(\d+(?:\.\d+)?)%?$/.exec(name)?.[1], column }))
    .filter((one): one is { share: string; column: number } => one.share !== undefined)
    .sort((a, b) => Number(a.share) - Number(b.share));
  return {
    named: found.flatMap(({ share, column }) => {
      const name = Object.hasOwn(SHARES, share) ? SHARES[share] : undefined;
      return name === undefined ? [] : [[name, column] as const];
    }),
    rising: found.map(({ column }) => column),
    highest: found.find(({ share }) => Number(share) === 100)?.column ?? -1,
  };
}

/** The percentiles of a row. */
export function percentilesOf({ named }: PercentileColumns, text: (column: number) => string): Partial<AggregateLatency> {
  return Object.fromEntries(named.map(([name, column]) => [name, numberOf(text(column))]));
}

/**
 * Whether percentiles cannot be those of all requests: then the highest would be the largest time, up to the rounding of 5 % at most
 * (and of times in whole ms).
 */
export function isOfLastSeconds(highest: number | null, max: number | null): boolean {
  return highest !== null && max !== null && highest < 0.9 * max - 1;
}

/** A row of which only some is known. */
export function rowOf(known: Partial<AggregateRow> & { label: string | null; count: number }): AggregateRow {
  const row: AggregateRow = {
    errors: null,
    throughput: null,
    latency: NO_LATENCY,
    latencyOk: null,
    bytesIn: null,
    bytesOut: null,
    connect: null,
    ttfb: null,
    ...known,
  };
  // Without a request, Locust writes 0 for every time.
  return row.count === 0 ? { ...row, latency: NO_LATENCY, throughput: null } : row;
}

/** What rows of a table say of all their requests together, where the table's own totals are lost; null without any row. */
export function sumOfRows(rows: readonly AggregateRow[]): AggregateRow | null {
  if (rows.length === 0) return null;
  const used = rows.filter((row) => row.count > 0);
  const all = (pick: (row: AggregateRow) => number | null): number[] | null => {
    const values = used.map(pick);
    return values.includes(null) ? null : (values as number[]);
  };
  const sum = (values: readonly number[] | null): number | null => values?.reduce((a, b) => a + b, 0) ?? null;
  const count = used.reduce((total, row) => total + row.count, 0);
  const times = sum(all((row) => (row.latency.mean === null ? null : row.latency.mean * row.count)));
  const least = all((row) => row.latency.min);
  const most = all((row) => row.latency.max);
  return rowOf({
    label: null,
    count,
    errors: sum(all((row) => row.errors)),
    bytesIn: sum(all((row) => row.bytesIn)),
    latency: {
      ...NO_LATENCY,
      min: least?.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) ?? null,
      mean: times === null ? null : times / count,
      max: most?.reduce((a, b) => Math.max(a, b), 0) ?? null,
    },
  });
}

/** Bytes of all responses: Locust writes their mean, since 1.2 (statistics: 1.0) to the last digit. A mean cut to whole bytes gives no sum. */
export function bytesOf(meanSize: string, count: number): number | null {
  const mean = numberOf(meanSize);
  return mean === null || !meanSize.includes('.') ? null : Math.round(mean * count);
}

/** What Locust's files tell of Locust. */
export function locustTool(known: Partial<LoadTool> = {}): LoadTool {
  return {
    name: 'Locust',
    version: null,
    users: null,
    iterations: null,
    droppedIterations: null,
    checks: null,
    thresholds: null,
    scenarios: null,
    metrics: [],
    ...known,
  };
}

/** A whole number of up to 15 digits of JSON; null otherwise. */
export function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e15 ? value : null;
}

/**
 * A percentile as Locust calculates it: the largest time that no more than floor(p n) of n times lie below.
 * @param times times and how many have them, by rising time
 */
export function locustPercentile(times: readonly (readonly [number, number])[], p: number): number | null {
  const n = times.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const rank = Math.min(n, Math.floor(n * p) + 1);
  let seen = 0;
  for (const [time, count] of times) {
    seen += count;
    if (seen >= rank) return time;
  }
  return null;
}
