import type { Histogram } from '../stats/histogram.js';
import { percentiles } from '../stats/quantile.js';
import { hingeFit, stepFit } from '../stats/trend.js';
import type { LabelSeries } from './label-series.js';
import type { LevelChange } from './level-changes.js';

/** Floors: p50 must rise by 10 % and 10 ms, p95 by 20 % and 20 ms (docs/methods/thresholds.md). */
export const P50_FLOOR = { share: 0.1, ms: 10 };
export const P95_FLOOR = { share: 0.2, ms: 20 };

/** Shapes that a rise can have. */
export type RiseKind = 'latency-shift' | 'latency-trend' | 'tail' | 'bimodal';

/** A rise of one series, with its shape. */
export type ShapedRise = LevelChange & {
  series: LabelSeries;
  labels: readonly string[];
  kind: RiseKind;
  start: number;
  percentile: 'p50' | 'p95';
  moved: number;
  strength: number;
  beforeFrom: number;
};

/** Where the lower quartile moves by less than this share of what the upper quantiles do (logarithms), only a part of the requests is slower. */
const PART = 0.35;
/** A part of at least this share is a second mode, less is a tail. */
const MODE = 0.1;
const QUANTILES = [0.1, 0.25, 0.75, 0.9, 0.95, 0.98];

/** What shape a rise has: a level or slope of all requests, or a part of them that moves. */
export function shaped(series: LabelSeries, rise: LevelChange, percentile: 'p50' | 'p95'): ShapedRise {
  const timeOf = (window: number): number => series.start + window * series.width;
  const before = series.between(timeOf(rise.previous), timeOf(rise.first));
  const during = series.between(timeOf(rise.first), timeOf(rise.last));
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
    series,
    labels: [series.label],
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
  const skip = rise.begin;
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
