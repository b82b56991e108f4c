import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/stats/histogram.js';
import { bucketOf } from '../../src/stats/log-linear.js';
import { aggregateReportRank, dashboardPosition, nearestRank, percentile, percentiles } from '../../src/stats/quantile.js';

function of(values: readonly number[]): { histogram: Histogram; bounds: { min: number; max: number; resolution: number | null } } {
  const histogram = new Histogram();
  for (const value of values) histogram.add(bucketOf(value), 1);
  return { histogram, bounds: { min: Math.min(...values), max: Math.max(...values), resolution: 1 } };
}

describe('percentiles', () => {
  it('takes the smallest rank k with k >= p n, whatever p n rounds to', () => {
    expect(nearestRank(20, 0.95)).toBe(19);
    expect(nearestRank(1000, 0.999)).toBe(999);
    expect(nearestRank(10, 0.5)).toBe(5);
    expect(nearestRank(11, 0.5)).toBe(6);
    expect(nearestRank(1, 0.999)).toBe(1);
    expect(nearestRank(200, 0.995)).toBe(199);
  });

  it('gives values that occurred', () => {
    const { histogram, bounds } = of([10, 20, 30, 40]);
    expect(percentile(histogram, 0.5, bounds)).toBe(20);
    expect(percentile(histogram, 0.75, bounds)).toBe(30);
    expect(percentile(histogram, 0.76, bounds)).toBe(40);
    expect(percentile(new Histogram(), 0.5, bounds)).toBeNull();
  });

  it('never leaves the exact smallest and largest value', () => {
    const { histogram, bounds } = of([1001, 1001, 1001]);
    expect(percentile(histogram, 0.5, bounds)).toBe(1001);
  });

  it('has the ranks of JMeter’s reports', () => {
    // Commons Math 3, Percentile (LEGACY), n = 10: position 0.95 × 11 = 10.45 lies beyond n; 0.9 × 11 = 9.9; 0.05 × 11 = 0.55 before 1.
    expect(dashboardPosition(10, 0.95)).toEqual({ below: 10, above: 10, weight: 0 });
    expect(dashboardPosition(10, 0.9)).toMatchObject({ below: 9, above: 10 });
    expect(dashboardPosition(10, 0.9).weight).toBeCloseTo(0.9, 10);
    expect(dashboardPosition(10, 0.05)).toEqual({ below: 1, above: 1, weight: 0 });
    // StatCalculator: round(0.95 × 10) = 10, round(0.9 × 10) = 9, round(0.25 × 10) = 3 (half up).
    expect([0.95, 0.9, 0.25, 0.01].map((p) => aggregateReportRank(10, p))).toEqual([10, 9, 3, 1]);
  });

  it('finds several at once as it does one by one', () => {
    const { histogram, bounds } = of(Array.from({ length: 999 }, (_, i) => (i * 37) % 5000));
    const shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];
    expect(percentiles(histogram, shares, bounds)).toEqual(shares.map((p) => percentile(histogram, p, bounds)));
    expect(percentiles(new Histogram(), shares, bounds)).toEqual(shares.map(() => null));
  });

  it('is as good as new once cleared', () => {
    const { histogram } = of([5, 70, 3000]);
    histogram.clear();
    expect(histogram.total).toBe(0);
    histogram.add(bucketOf(40), 2);
    expect(percentile(histogram, 0.9, { min: 40, max: 40, resolution: 1 })).toBe(40);
    histogram.merge(of([1, 9000]).histogram);
    expect(percentile(histogram, 1, { min: 0, max: 1e9, resolution: null })).toBeCloseTo(9000, -2);
  });
});

describe('histogram', () => {
  it('counts above a threshold, with bounds that hold', () => {
    const values = [100, 300, 301, 302, 500, 501, 900];
    const { histogram, bounds } = of(values);
    for (const threshold of [99, 100, 300, 301, 499, 500, 501, 899, 900]) {
      const exact = values.filter((value) => value > threshold).length;
      const { count, low, high } = histogram.countAbove(threshold, bounds);
      expect(low).toBeLessThanOrEqual(exact);
      expect(high).toBeGreaterThanOrEqual(exact);
      expect(count).toBeGreaterThanOrEqual(low);
      expect(count).toBeLessThanOrEqual(high);
    }
    expect(histogram.countAbove(200, bounds)).toEqual({ count: 6, low: 6, high: 6 });
  });

  it('finds the median absolute deviation', () => {
    const { histogram, bounds } = of([1, 1, 2, 2, 4, 6, 9]);
    expect(histogram.medianDeviation(2, bounds)).toBe(1);
    expect(new Histogram().medianDeviation(2, bounds)).toBeNull();
  });

  it('merges exactly', () => {
    const a = of([1, 5, 900]).histogram;
    const b = of([1, 7, 0]).histogram;
    const all = of([1, 5, 900, 1, 7, 0]).histogram;
    a.merge(b);
    const seen: [number, number][] = [];
    const wanted: [number, number][] = [];
    a.forEach((bucket, n) => seen.push([bucket, n]));
    all.forEach((bucket, n) => wanted.push([bucket, n]));
    expect(seen).toEqual(wanted);
    expect(a.total).toBe(6);
  });
});
