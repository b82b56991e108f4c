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
 * Rank of a percentile in JMeter's Aggregate Report: round(p n), half up.
 * Source: apache/jmeter, jorphan StatCalculator.getPercentPoint (Math.round, then the first value whose running count reaches it).
 */
export function aggregateReportRank(n: number, p: number): number {
  return Math.max(1, Math.floor(p * n + 0.5));
}

/**
 * Place of a percentile in JMeter's HTML dashboard: position p (n + 1), between two ranks.
 * Source: apache/jmeter, report/processor/DescriptiveStatisticsFactory (estimation type LEGACY by default); Commons Math 3 Percentile.
 * @returns the ranks around it, and how far it lies from the lower to the upper one, 0..1
 */
export function dashboardPosition(n: number, p: number): { below: number; above: number; weight: number } {
  const position = p * (n + 1);
  if (position < 1) return { below: 1, above: 1, weight: 0 };
  if (position >= n) return { below: n, above: n, weight: 0 };
  const below = Math.floor(position);
  return { below, above: below + 1, weight: position - below };
}
