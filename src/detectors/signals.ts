import type { Facts, Step } from '../model/facts.js';
import { median } from '../stats/robust.js';
import { type LabelSeries, seriesOf } from './label-series.js';
import { hasLevels } from './level-changes.js';
import { pooledSeries, unfollowed } from './pooled-series.js';

export type { LabelSeries } from './label-series.js';

/** What detectors look at, made of the facts once. */
export interface Signals {
  facts: Facts;
  /** Length of the run, ms. */
  span: number;
  /** Start of the first step, ms epoch. */
  start: number;
  labels: LabelSeries[];
  /** Those of them that have windows enough for levels to be told apart. */
  followed: LabelSeries[];
  /** All other endpoints together; null where there are none, or too few requests of them. */
  rare: LabelSeries | null;
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
  const followed = labels.filter((series) => hasLevels(facts, series));
  const rare = pooledSeries(facts, unfollowed(facts, followed));
  return {
    facts,
    span: facts.window.end - facts.window.start,
    start,
    labels,
    followed,
    rare: rare !== null && hasLevels(facts, rare) ? rare : null,
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
