import type { Histogram, ValueBounds } from './histogram.js';

/**
 * Rank of the nearest-rank percentile: the smallest k with k >= p n. The factor takes off what p n is too large by rounding (0.95 × 20 must be 19).
 * @param n number of values, >= 1
 * @param p share, 0..1
 */
export function nearestRank(n: number, p: number): number {
  return Math.max(1, Math.ceil(p * n * (1 - 1e-12)));
}

/**
 * Nearest-rank percentile from a histogram: a value that occurred (to the bucket), never an interpolation.
 * @returns ms; null without values
 */
export function percentile(histogram: Histogram, p: number, bounds: ValueBounds): number | null {
  if (histogram.total === 0) return null;
  return histogram.valueAtRank(nearestRank(histogram.total, p), bounds);
}

/**
 * Several nearest-rank percentiles in one pass.
 * @param shares in ascending order
 * @returns ms each; null without values
 */
export function percentiles(histogram: Histogram, shares: readonly number[], bounds: ValueBounds): (number | null)[] {
  if (histogram.total === 0) return shares.map(() => null);
  return histogram.valuesAtRanks(
    shares.map((p) => nearestRank(histogram.total, p)),
    bounds,
  );
}

/**
 * Percentile as JMeter's Aggregate Report prints it: the value of rank round(p n).
 * Source: apache/jmeter, jorphan StatCalculator.getPercentPoint (Math.round, then the first value whose running count reaches it).
 */
export function jmeterAggregatePercentile(histogram: Histogram, p: number, bounds: ValueBounds): number | null {
  if (histogram.total === 0) return null;
  return histogram.valueAtRank(Math.max(1, Math.floor(p * histogram.total + 0.5)), bounds);
}

/**
 * Percentile as JMeter's HTML dashboard prints it: linear interpolation at position p (n + 1), "LEGACY" in Commons Math.
 * Source: apache/jmeter, report/processor/DescriptiveStatisticsFactory (estimation type LEGACY by default); Commons Math 3 Percentile.
 */
export function jmeterDashboardPercentile(histogram: Histogram, p: number, bounds: ValueBounds): number | null {
  const n = histogram.total;
  if (n === 0) return null;
  const position = p * (n + 1);
  if (position < 1) return histogram.valueAtRank(1, bounds);
  if (position >= n) return histogram.valueAtRank(n, bounds);
  const rank = Math.floor(position);
  const below = histogram.valueAtRank(rank, bounds);
  const above = histogram.valueAtRank(rank + 1, bounds);
  return below + (position - rank) * (above - below);
}
