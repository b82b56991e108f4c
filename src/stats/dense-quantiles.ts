import type { ValueBounds } from './histogram.js';
import { representative } from './log-linear.js';
import { nearestRank } from './quantile.js';

/**
 * Nearest-rank percentiles of counts per bucket that lie side by side: as those of a {@link Histogram}, for those who hold thousands of
 * short ones and cannot give each its own pages.
 * @param counts counts, of the bucket `first` at index `from`
 * @param length buckets
 * @param total sum of the counts, >= 1
 * @param shares in ascending order
 * @param out where the percentiles go, ms
 */
export function denseQuantiles(
  counts: ArrayLike<number>,
  from: number,
  length: number,
  first: number,
  total: number,
  shares: readonly number[],
  bounds: ValueBounds,
  out: number[],
): void {
  let seen = 0;
  let at = 0;
  for (let i = 0; i < length && at < shares.length; i++) {
    seen += counts[from + i] as number;
    while (at < shares.length && seen >= nearestRank(total, shares[at] as number)) {
      const value = representative(first + i, bounds.resolution);
      out[at++] = Math.min(Math.max(value, bounds.min), bounds.max);
    }
  }
}
