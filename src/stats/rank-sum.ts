import type { Histogram } from './histogram.js';

/**
 * How far the values of one sample lie above those of another, by ranks: Mann and Whitney's U as a z score, with the correction for ties (Mann & Whitney 1947;
 * Lehmann 1975, "Nonparametrics", 1.4). Values of one bucket are ties.
 * @returns standard deviations; above 0 where `second` is larger; 0 where both are the same or one is empty
 */
export function rankSumZ(first: Histogram, second: Histogram): number {
  const counts = new Map<number, [number, number]>();
  const add = (histogram: Histogram, side: 0 | 1): void =>
    histogram.forEach((bucket, n) => {
      const own = counts.get(bucket) ?? [0, 0];
      own[side] += n;
      counts.set(bucket, own);
    });
  add(first, 0);
  add(second, 1);
  const [n, m] = [first.total, second.total];
  let below = 0;
  let u = 0;
  let ties = 0;
  for (const [, [a, b]] of [...counts].sort(([p], [q]) => p - q)) {
    u += b * (below + a / 2);
    below += a;
    ties += (a + b) ** 3 - (a + b);
  }
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  return variance > 0 ? (u - (n * m) / 2) / Math.sqrt(variance) : 0;
}
