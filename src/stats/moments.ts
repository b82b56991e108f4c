/** Count, mean and sum of squared deviations of some values: enough for mean and sd, and mergeable without losing digits. */
export interface Moments {
  n: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  m2: number;
}

/**
 * Moments from sums of deviations from any fixed value near the data (shifted sums keep the digits that plain sums of squares lose).
 * @param n number of values
 * @param shift the fixed value
 * @param s1 sum of (x − shift)
 * @param s2 sum of (x − shift)²
 */
export function momentsFromShifted(n: number, shift: number, s1: number, s2: number): Moments {
  if (n === 0) return { n: 0, mean: 0, m2: 0 };
  return { n, mean: shift + s1 / n, m2: Math.max(0, s2 - (s1 * s1) / n) };
}

/** Moments of two sets together. Pairwise update of Chan, Golub and LeVeque (1979). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const d = b.mean - a.mean;
  return { n, mean: a.mean + (d * b.n) / n, m2: a.m2 + b.m2 + (d * d * a.n * b.n) / n };
}
