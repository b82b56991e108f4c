import type { Kpis, LatencyStats, PartStats, PercentileName } from '../model/analysis.js';
import type { KnownParts, PartTotals, Population, Totals } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { percentile, percentiles } from '../stats/quantile.js';
import { allHistogram } from './all-histogram.js';
import { mergeTotals } from './merge-totals.js';
import { noTotals } from './read-totals.js';

/** Percentiles reported, by name. */
export const PERCENTILES: readonly (readonly [PercentileName, number])[] = [
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
];

const SHARES = PERCENTILES.map(([, share]) => share);

/** Fewer requests than this beyond a percentile make it a matter of chance (docs/methods/percentiles.md). */
const MIN_BEYOND = 10;
/** Apdex specification 1.1, section 4: smaller samples must be marked. */
const APDEX_MIN = 100;

/** Distributions of the parts, where they are kept (whole run only). */
export interface PartHistograms {
  ttfb: Histogram;
  connect: Histogram;
}

/**
 * Figures of one population.
 * @param spanMs length of the window or phase, for throughput
 * @param resolution see Facts
 */
export function kpisOf(population: Population, spanMs: number, known: KnownParts, resolution: number | null, parts?: PartHistograms): Kpis {
  const all = mergeTotals(population.ok, population.failed);
  const histogram = allHistogram(population);
  return {
    label: population.label,
    count: all.n,
    errors: known.success ? population.failed.n : null,
    errorRate: all.n === 0 || !known.success ? null : population.failed.n / all.n,
    throughput: spanMs > 0 ? all.n / (spanMs / 1000) : null,
    apdex: known.success ? apdexOf(all) : null,
    apdexSmallSample: all.n < APDEX_MIN,
    latency: latencyStats(all, histogram, resolution),
    latencyOk: known.success
      ? latencyStats(population.ok, population.okHistogram, resolution)
      : latencyStats(noTotals(), new Histogram(), resolution),
    bytesIn: known.bytesIn ? all.bytesIn : null,
    bytesOut: known.bytesOut ? all.bytesOut : null,
    connect: known.connect ? partStats(all.connect, parts?.connect, resolution) : null,
    ttfb: known.ttfb ? partStats(all.ttfb, parts?.ttfb, resolution) : null,
    errorClasses: population.errorClasses,
  };
}

/** Apdex of some requests: (satisfied + tolerating / 2) / all; null without requests. */
export function apdexOf(all: Totals): number | null {
  return all.n === 0 ? null : (all.satisfied + all.tolerating / 2) / all.n;
}

/** Distribution figures of some requests. */
export function latencyStats(totals: Totals, histogram: Histogram, resolution: number | null): LatencyStats {
  if (totals.n === 0) {
    return {
      n: 0,
      min: null,
      mean: null,
      max: null,
      sd: null,
      p50: null,
      p75: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      smallSample: [],
    };
  }
  const bounds = { min: totals.min, max: totals.max, resolution };
  const [p50 = null, p75 = null, p90 = null, p95 = null, p99 = null, p999 = null] = percentiles(histogram, SHARES, bounds);
  return {
    n: totals.n,
    min: totals.min,
    mean: totals.sum / totals.n,
    max: totals.max,
    sd: Math.sqrt(totals.moments.m2 / totals.n),
    p50,
    p75,
    p90,
    p95,
    p99,
    p999,
    smallSample: PERCENTILES.filter(([, share]) => totals.n * (1 - share) < MIN_BEYOND - 1e-9).map(([name]) => name),
  };
}

function partStats(totals: PartTotals, histogram: Histogram | undefined, resolution: number | null): PartStats {
  const bounds = { min: 0, max: totals.max, resolution };
  const p = (share: number): number | null => (histogram ? percentile(histogram, share, bounds) : null);
  return {
    n: totals.n,
    mean: totals.n === 0 ? null : totals.sum / totals.n,
    max: totals.n === 0 ? null : totals.max,
    p50: p(0.5),
    p95: p(0.95),
    p99: p(0.99),
  };
}
