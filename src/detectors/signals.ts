import type { Facts, Population, Step } from '../model/facts.js';
import { denseQuantiles } from '../stats/dense-quantiles.js';
import { Histogram, PAGE, type ValueBounds } from '../stats/histogram.js';
import { bucketOf } from '../stats/log-linear.js';
import { median } from '../stats/robust.js';

/** Labels judged one by one: the most frequent. The rest is judged in the figures of all. */
const MAX_LABELS = 60;
/** Fewest requests of a label that is judged. */
const MIN_REQUESTS = 300;
/** Requests that a window should have, on average, for its percentiles to be steady. */
const PER_WINDOW = 20;
/** Fewest in a window that has percentiles of its own. */
const MIN_IN_WINDOW = 5;
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
}

/** What detectors look at, made of the facts once. */
export interface Signals {
  facts: Facts;
  /** Length of the run, ms. */
  span: number;
  /** Start of the first step, ms epoch. */
  start: number;
  labels: LabelSeries[];
  /** Requests started per second between two moments, ms epoch. */
  load(from: number, to: number): number;
  /** What is asked of the system between two moments: users where the test sets these (closed), else starts per second. */
  asked(from: number, to: number): number;
  /** Whether users are set by the test, and not merely the requests in flight. */
  closed: boolean;
}

const made = new WeakMap<Facts, Signals>();

/** The signals of a run; computed for the first detector that asks. */
export function signalsOf(facts: Facts): Signals {
  const known = made.get(facts);
  if (known) return known;
  const signals = makeSignals(facts);
  made.set(facts, signals);
  return signals;
}

function makeSignals(facts: Facts): Signals {
  const { steps, stepWidth } = facts;
  const start = (steps[0] as Step).start;
  const counts = running(steps.map((step) => step.ok.n + step.failed.n));
  const userSums = running(steps.map((step) => step.users?.mean ?? 0));
  const userSteps = running(steps.map((step) => (step.users ? 1 : 0)));
  const over = (sums: Float64Array, from: number, to: number): number => {
    const place = (at: number): number => {
      const x = Math.min(steps.length, Math.max(0, (at - start) / stepWidth));
      const whole = Math.floor(x);
      const below = sums[whole] as number;
      return whole === steps.length ? below : below + (x - whole) * ((sums[whole + 1] as number) - below);
    };
    return place(to) - place(from);
  };
  const labels = seriesOf(facts);
  const load = (from: number, to: number): number => over(counts, from, to) / ((to - from) / 1000);
  const closed = usersAreSet(facts);
  return {
    facts,
    span: facts.window.end - facts.window.start,
    start,
    labels,
    load,
    closed,
    asked: (from, to) => {
      const n = over(userSteps, from, to);
      return closed && n > 0 ? over(userSums, from, to) / n : load(from, to);
    },
  };
}

/** Parts of the run in which users are compared, and the share of them in which users that are set may turn from up to down or back. */
const PARTS = 200;
const MOST_TURNS = 0.1;

/** Whether users go up and down as a plan does, a few times, and not like requests in flight. */
function usersAreSet(facts: Facts): boolean {
  if (!facts.known.users) return false;
  const width = Math.ceil(facts.steps.length / PARTS);
  let turns = 0;
  let direction = 0;
  let before = Number.NaN;
  let parts = 0;
  for (let from = 0; from < facts.steps.length; from += width, parts++) {
    const most = facts.steps.slice(from, from + width).reduce((max, { users }) => Math.max(max, users?.max ?? 0), 0);
    const next = Math.sign(most - before);
    if (next !== 0 && direction !== 0 && next === -direction) turns++;
    if (next === 1 || next === -1) direction = next;
    before = most;
  }
  return turns <= MOST_TURNS * parts;
}

function seriesOf(facts: Facts): LabelSeries[] {
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
  series: LabelSeries;
  /** First bucket, and number of buckets of a window. */
  first: number;
  buckets: number;
  counts: Uint32Array;
  ok: Float64Array;
}

/** Counts and percentiles of some labels, in one pass. */
function fillSeries(facts: Facts, some: readonly LabelSeries[]): void {
  const dense = new Map(
    some.map((series): [string, Dense] => {
      const first = bucketOf(series.bounds.min) - 1;
      const buckets = bucketOf(series.bounds.max) + 2 - first;
      const windows = series.count.length;
      return [series.label, { series, first, buckets, counts: new Uint32Array(windows * buckets), ok: new Float64Array(windows) }];
    }),
  );
  facts.labelPages((label, start, failed, page, values, from) => {
    const own = dense.get(label);
    if (own === undefined) return;
    const { series, first, buckets, counts, ok } = own;
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
  for (const one of dense.values()) fillPercentiles(one);
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
function emptySeries(facts: Facts, population: Population): LabelSeries | null {
  const n = population.ok.n + population.failed.n;
  const first = (facts.steps[0] as Step).start;
  const span = facts.window.end - first;
  const width = WIDTHS.map((seconds) => seconds * 1000).find(
    (ms) => ms % facts.labelStepWidth === 0 && (n * ms) / span >= PER_WINDOW && span / ms <= MAX_WINDOWS,
  );
  if (width === undefined) return null;
  const start = Math.floor(first / width) * width;
  const windows = Math.max(1, Math.ceil((facts.window.end - start) / width));
  return {
    label: population.label as string,
    n,
    width,
    start,
    count: new Float64Array(windows),
    p25: new Float64Array(windows),
    p50: new Float64Array(windows),
    p95: new Float64Array(windows),
    bounds: { min: population.ok.min, max: population.ok.max, resolution: facts.resolution },
  };
}

function fillPercentiles({ series, first, buckets, counts, ok }: Dense): void {
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

/** How much slower a moment is than the run's own middle: the labels' log medians, weighted by how often they are asked for. */
export interface Slowdown {
  /** Width of a window, ms. */
  width: number;
  /** Start of the first window, ms epoch. */
  start: number;
  /** Natural logarithm of the ratio to the median over the run, per window; NaN without requests. */
  values: Float64Array;
  /** Median latency over the run, ms: what a ratio is worth. */
  base: number;
}

/** Mix-adjusted slowdown in windows of the widest label series: the traffic's mix may change without anything being slower. */
export function slowdownOf({ labels }: Signals): Slowdown | null {
  if (labels.length === 0) return null;
  const most = (labels[0] as LabelSeries).n;
  // Rare labels have wide windows and say little; they would make all windows wide.
  const own = labels.filter(({ n }) => n >= most / 10);
  const width = Math.max(...own.map((series) => series.width));
  const total = own.reduce((sum, { n }) => sum + n, 0);
  const start = Math.floor((own[0] as LabelSeries).start / width) * width;
  const end = Math.max(...own.map((series) => series.start + series.p50.length * series.width));
  const windows = Math.ceil((end - start) / width);
  const values = new Float64Array(windows);
  const weights = new Float64Array(windows);
  let base = 0;
  for (const series of own) {
    const centre = median(series.p50);
    base += (centre * series.n) / total;
    series.p50.forEach((p50, i) => {
      const at = Math.floor((series.start + i * series.width - start) / width);
      const weight = series.n * (series.width / width);
      values[at] = (values[at] as number) + weight * Math.log(Math.max(0.5, p50) / Math.max(0.5, centre));
      weights[at] = (weights[at] as number) + weight;
    });
  }
  for (let i = 0; i < windows; i++) values[i] = (values[i] as number) / (weights[i] as number);
  return { width, start, values, base };
}

function running(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    sums[i + 1] = (sums[i] as number) + value;
  });
  return sums;
}
