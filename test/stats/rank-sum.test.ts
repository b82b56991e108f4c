import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/stats/histogram.js';
import { bucketOf } from '../../src/stats/log-linear.js';
import { rankSumZ } from '../../src/stats/rank-sum.js';

const of = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(bucketOf(value), 1);
  return histogram;
};

/** By counting all pairs: U, and its variance with ties by their groups. */
function byPairs(first: readonly number[], second: readonly number[]): number {
  let u = 0;
  for (const a of first) for (const b of second) u += b > a ? 1 : b === a ? 0.5 : 0;
  const all = [...first, ...second];
  const n = all.length;
  const groups = new Map<number, number>();
  for (const value of all) groups.set(value, (groups.get(value) ?? 0) + 1);
  const ties = [...groups.values()].reduce((sum, t) => sum + t * t * t - t, 0);
  const variance = ((first.length * second.length) / 12) * (n + 1 - ties / (n * (n - 1)));
  return variance > 0 ? (u - (first.length * second.length) / 2) / Math.sqrt(variance) : 0;
}

describe('rank sum', () => {
  it('is that of the textbook example', () => {
    // U = 25 of 25 pairs: (25 - 12.5) / sqrt(25 * 11 / 12).
    expect(rankSumZ(of([1, 2, 3, 4, 5]), of([10, 20, 30, 40, 50]))).toBeCloseTo(2.6112, 4);
    expect(rankSumZ(of([10, 20, 30, 40, 50]), of([1, 2, 3, 4, 5]))).toBeCloseTo(-2.6112, 4);
  });

  it('is none between equals, and where a side is empty', () => {
    expect(rankSumZ(of([7, 7, 7]), of([7, 7]))).toBe(0);
    expect(rankSumZ(of([]), of([7, 7]))).toBe(0);
    expect(rankSumZ(of([1, 2, 3]), of([1, 2, 3]))).toBe(0);
  });

  it('is what counting all pairs gives', () => {
    // Whole numbers to 100 have buckets of their own.
    const sample = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(rankSumZ(of(a), of(b))).toBeCloseTo(byPairs(a, b), 9);
      }),
    );
  });
});
