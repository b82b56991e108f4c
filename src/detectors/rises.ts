import type { Facts } from '../model/facts.js';
import type { Histogram } from '../stats/histogram.js';
import { percentiles } from '../stats/quantile.js';
import { hingeFit, stepFit } from '../stats/trend.js';
import { type LevelChange, risesOf, SETTLE } from './level-changes.js';
import { type LabelSeries, rangeHistogram, signalsOf } from './signals.js';

/** Floors: p50 must rise by 10 % and 10 ms, p95 by 20 % and 20 ms (docs/methods/thresholds.md). */
const P50_FLOOR = { share: 0.1, ms: 10 };
const P95_FLOOR = { share: 0.2, ms: 20 };
/** Rises this close to each other are one event, ms. */
const TOGETHER = 60_000;
/** A rise of p95 that touches one of p50 of the same label by this much is part of it, ms. */
const SAME = 15_000;

/** Shapes that a rise can have. */
export type RiseKind = 'latency-shift' | 'latency-trend' | 'tail' | 'bimodal';

/** Rises of some labels at one time. */
export interface Rise {
  kind: RiseKind;
  from: number;
  to: number;
  /** Start of the level that it is compared with, ms epoch. */
  beforeFrom: number;
  labels: string[] | 'all';
  /** The clearest of its labels: level before and during, ms, of the percentile that rose. */
  before: number;
  during: number;
  percentile: 'p50' | 'p95';
  /** Share of requests that moved, where only a part of them did. */
  moved: number;
  strength: number;
}

const made = new WeakMap<Facts, Rise[]>();

/** Rises of p50 and p95 of all labels; those of one time are one. */
export function risesOfRun(facts: Facts): Rise[] {
  const known = made.get(facts);
  if (known) return known;
  const rises = findRises(facts);
  made.set(facts, rises);
  return rises;
}

type Own = LevelChange & { kind: RiseKind; start: number; percentile: 'p50' | 'p95'; moved: number; strength: number; beforeFrom: number };

function findRises(facts: Facts): Rise[] {
  const signals = signalsOf(facts);
  const all: Own[] = [];
  for (const series of signals.labels) {
    const own = risesOf(signals, series, 'p50', P50_FLOOR);
    const tails = risesOf(signals, series, 'p95', P95_FLOOR).filter((rise) => !own.some((one) => touches(one, rise, SAME)));
    for (const rise of own) all.push(shaped(facts, series, rise, 'p50'));
    for (const rise of tails) all.push(shaped(facts, series, rise, 'p95'));
  }
  const taken = new Set<Own>();
  const rises: Rise[] = [];
  for (const rise of all) {
    if (taken.has(rise)) continue;
    const group = all.filter((one) => !taken.has(one) && touches(one, rise, 0) && Math.abs(one.from - rise.from) <= TOGETHER);
    for (const one of group) taken.add(one);
    rises.push(together(group, signals.labels.length));
  }
  return rises.sort((a, b) => a.from - b.from);
}

/** Gradual before others: where one label shows a slope, the rest are its steps. */
const ORDER: readonly RiseKind[] = ['latency-trend', 'bimodal', 'latency-shift', 'tail'];

function together(group: readonly Own[], judged: number): Rise {
  const count = (kind: RiseKind): number => group.filter((rise) => rise.kind === kind).length;
  const kind = ORDER.reduce((best, one) => (count(one) > count(best) ? one : best));
  const own = group.filter((rise) => rise.kind === kind);
  const clearest = own.reduce((a, b) => (b.during / b.before > a.during / a.before ? b : a));
  const starts = own.map((rise) => rise.start).sort((a, b) => a - b);
  const labels = [...new Set(group.map((rise) => rise.label))];
  return {
    kind,
    from: starts[starts.length >> 1] as number,
    to: Math.max(...group.map((rise) => rise.to)),
    beforeFrom: clearest.beforeFrom,
    labels: judged === 1 || labels.length >= Math.max(2, judged / 2) ? 'all' : labels,
    before: clearest.before,
    during: clearest.during,
    percentile: clearest.percentile,
    moved: clearest.moved,
    strength: Math.max(...group.map((rise) => rise.strength)),
  };
}

/** Where the lower quartile moves by less than this share of what the upper quantiles do (logarithms), only a part of the requests is slower. */
const PART = 0.35;
/** A part of at least this share is a second mode, less is a tail. */
const MODE = 0.1;
const QUANTILES = [0.1, 0.25, 0.75, 0.9, 0.95, 0.98];

function shaped(facts: Facts, series: LabelSeries, rise: LevelChange, percentile: 'p50' | 'p95'): Own {
  const timeOf = (window: number): number => series.start + window * series.width;
  const before = rangeHistogram(facts, series.label, timeOf(rise.previous), timeOf(rise.first));
  const during = rangeHistogram(facts, series.label, timeOf(rise.first), timeOf(rise.last));
  const [a, b] = [before, during].map((one) => percentiles(one, QUANTILES, series.bounds) as number[]) as [number[], number[]];
  const logs = QUANTILES.map((_, i) => Math.log(Math.max(0.5, b[i] as number) / Math.max(0.5, a[i] as number)));
  const low = ((logs[0] as number) + (logs[1] as number)) / 2;
  const high = Math.max(...logs.slice(2));
  const share = movedShare(before, during);
  const isPart = low < PART * high;
  const floor = percentile === 'p50' ? P50_FLOOR : P95_FLOOR;
  const kind = isPart ? (share >= MODE ? 'bimodal' : 'tail') : 'latency-shift';
  const slope = kind === 'latency-shift' ? slopeFrom(series, rise) : null;
  return {
    ...rise,
    kind: slope === null ? kind : 'latency-trend',
    start: slope ?? rise.from,
    percentile,
    moved: isPart ? share : 1,
    strength: Math.min((rise.during / rise.before - 1) / floor.share, (rise.during - rise.before) / floor.ms),
    beforeFrom: series.start + rise.previous * series.width,
  };
}

/** What a hinge must leave of the squares that a step leaves, to be the better shape. */
const BETTER = 0.85;
/** Points that a shape is fitted to, at most. */
const POINTS = 150;

/** Start of the slope, where a lasting rise is one and no step; else null. */
function slopeFrom(series: LabelSeries, rise: LevelChange): number | null {
  if (!rise.lasting) return null;
  const skip = Math.ceil(SETTLE / series.width);
  const values = [...series.p50.subarray(skip, rise.last)].map((ms) => Math.log(Math.max(0.5, ms)));
  const group = Math.ceil(values.length / POINTS);
  const thin: number[] = [];
  for (let i = 0; i + group <= values.length; i += group)
    thin.push(values.slice(i, i + group).reduce((sum, value) => sum + value, 0) / group);
  const hinge = hingeFit(thin, 6);
  if (hinge.slope <= 0 || hinge.rest > BETTER * stepFit(thin, 3).rest) return null;
  return series.start + (skip + hinge.at * group) * series.width;
}

/** Largest distance between the distribution functions: the share of requests that became slower (Kolmogorov-Smirnov's statistic). */
function movedShare(before: Histogram, during: Histogram): number {
  const shares = new Map<number, [number, number]>();
  before.forEach((bucket, n) => {
    shares.set(bucket, [n / before.total, 0]);
  });
  during.forEach((bucket, n) => {
    const own = shares.get(bucket) ?? [0, 0];
    own[1] = n / during.total;
    shares.set(bucket, own);
  });
  let [below, belowNow, most] = [0, 0, 0];
  for (const [, [a, b]] of [...shares].sort(([p], [q]) => p - q)) {
    below += a;
    belowNow += b;
    most = Math.max(most, below - belowNow);
  }
  return most;
}

function touches(a: { from: number; to: number }, b: { from: number; to: number }, slack: number): boolean {
  return a.from < b.to + slack && b.from < a.to + slack;
}
