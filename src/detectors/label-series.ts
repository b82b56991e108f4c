import type { Facts, Population, Step } from '../model/facts.js';
import { denseQuantiles } from '../stats/dense-quantiles.js';
import { Histogram, PAGE, type ValueBounds } from '../stats/histogram.js';
import { bucketOf } from '../stats/log-linear.js';

/** Labels judged one by one: the most frequent. The rest is judged together (pooled-series.ts). */
const MAX_LABELS = 60;
/** Fewest requests of a label that is judged. */
const MIN_REQUESTS = 300;
/** Requests that a window should have, on average, for its percentiles to be steady. */
const PER_WINDOW = 20;
/** Fewest in a window that has percentiles of its own. */
export const MIN_IN_WINDOW = 5;
/** Widths of windows, s. */
const WIDTHS = [5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
/** Windows at most: a run of an hour is looked at in steps of 10 s. */
const MAX_WINDOWS = 400;
/** Labels whose counts are held at once: they are needed for the percentiles only. */
const AT_ONCE = 4;

/** Latency of one label's successes over time, in windows of one width. */
export interface LabelSeries {
  label: string;
  /** Requests, failed ones too. */
  n: number;
  /** Width of a window, ms. */
  width: number;
  /** Start of the first window, ms epoch. */
  start: number;
  /** Requests started per window. */
  count: Float64Array;
  /** Percentiles per window, ms; what a window with too few requests lacks is taken from the one before. */
  p25: Float64Array;
  p50: Float64Array;
  p95: Float64Array;
  bounds: ValueBounds;
  /** Latencies of the successes that started between two moments, to whole steps. */
  between(from: number, to: number): Histogram;
}

/** Series of the most frequent labels. */
export function seriesOf(facts: Facts): LabelSeries[] {
  const all = [...facts.labels]
    .filter(({ ok, failed }) => ok.n > 0 && ok.n + failed.n >= MIN_REQUESTS)
    .sort((a, b) => b.ok.n + b.failed.n - a.ok.n - a.failed.n)
    .slice(0, MAX_LABELS)
    .map((population) => emptySeries(facts, population))
    .filter((series) => series !== null);
  for (let i = 0; i < all.length; i += AT_ONCE) fillSeries(facts, all.slice(i, i + AT_ONCE));
  return all;
}

/** Counts per window and bucket of one label, side by side: thousands of histograms of their own would take ten times the room. */
interface Dense {
  /** First bucket, and number of buckets of a window. */
  first: number;
  buckets: number;
  counts: Uint32Array;
  ok: Float64Array;
}

/** Counts and percentiles of some labels, in one pass. */
function fillSeries(facts: Facts, some: readonly LabelSeries[]): void {
  const filled = new Map(
    some.map((series): [string, { series: LabelSeries; dense: Dense }] => {
      const first = bucketOf(series.bounds.min) - 1;
      const buckets = bucketOf(series.bounds.max) + 2 - first;
      const windows = series.count.length;
      const dense = { first, buckets, counts: new Uint32Array(windows * buckets), ok: new Float64Array(windows) };
      return [series.label, { series, dense }];
    }),
  );
  facts.labelPages((label, start, failed, page, values, from) => {
    const own = filled.get(label);
    if (own === undefined) return;
    const { series } = own;
    const { first, buckets, counts, ok } = own.dense;
    const i = Math.min(series.count.length - 1, Math.max(0, Math.floor((start - series.start) / series.width)));
    let n = 0;
    for (let k = 0; k < PAGE; k++) {
      const value = values[from + k] as number;
      if (value === 0) continue;
      n += value;
      const bucket = page * PAGE + k - 1 - first;
      if (!failed && bucket >= 0 && bucket < buckets) counts[i * buckets + bucket] = (counts[i * buckets + bucket] as number) + value;
    }
    series.count[i] = (series.count[i] as number) + n;
    if (!failed) ok[i] = (ok[i] as number) + n;
  });
  for (const { series, dense: own } of filled.values()) fillPercentiles(series, own);
}

/** Successes of a label that started between two moments, to whole steps. */
export function rangeHistogram(facts: Facts, label: string, from: number, to: number): Histogram {
  const all = new Histogram();
  facts.labelPages((own, start, failed, page, counts, at) => {
    if (own === label && !failed && start >= from && start < to) all.addPage(page, counts, at);
  });
  return all;
}

/** Windows of a label, without counts; null where even the widest have too few requests. */
function emptySeries(facts: Facts, { label, ok, failed }: Population): LabelSeries | null {
  const n = ok.n + failed.n;
  const windows = windowsFor(facts, n);
  if (windows === null) return null;
  return {
    ...windows,
    label: label as string,
    n,
    bounds: { min: ok.min, max: ok.max, resolution: facts.resolution },
    between: (from, to) => rangeHistogram(facts, label as string, from, to),
  };
}

/** Windows for so many requests, without counts; null where even the widest have too few. */
export function windowsFor(facts: Facts, n: number): Omit<LabelSeries, 'label' | 'n' | 'bounds' | 'between'> | null {
  const first = (facts.steps[0] as Step).start;
  const span = facts.window.end - first;
  const width = WIDTHS.map((seconds) => seconds * 1000).find(
    (ms) => ms % facts.labelStepWidth === 0 && (n * ms) / span >= PER_WINDOW && span / ms <= MAX_WINDOWS,
  );
  if (width === undefined) return null;
  const start = Math.floor(first / width) * width;
  const windows = Math.max(1, Math.ceil((facts.window.end - start) / width));
  return {
    width,
    start,
    count: new Float64Array(windows),
    p25: new Float64Array(windows),
    p50: new Float64Array(windows),
    p95: new Float64Array(windows),
  };
}

/** Percentiles of each window from its counts. */
export function fillPercentiles(series: LabelSeries, { first, buckets, counts, ok }: Dense): void {
  const { bounds, p25, p50, p95 } = series;
  const shares = [0.25, 0.5, 0.95];
  const last = [bounds.min, bounds.min, bounds.min];
  const read = (i: number): void => denseQuantiles(counts, i * buckets, buckets, first, ok[i] as number, shares, bounds, last);
  // Windows before the first one with enough requests have its figures.
  const from = ok.findIndex((n) => n >= MIN_IN_WINDOW);
  if (from >= 0) read(from);
  ok.forEach((n, i) => {
    if (n >= MIN_IN_WINDOW) read(i);
    [p25, p50, p95].forEach((target, q) => {
      target[i] = last[q] as number;
    });
  });
}
