/**
 * Logarithm of the probability that at least `k` of `n` independent trials succeed, k above their mean.
 * Summed from the first term, which comes from the logarithms of the factorials (Stirling's series), until terms no longer count.
 * @param p chance of each, 0..1
 * @returns natural logarithm, at most 0; 0 for k up to the mean, where no one asks
 */
export function logBinomialTail(k: number, n: number, p: number): number {
  if (k <= n * p || k <= 0 || p >= 1) return 0;
  if (k > n || p <= 0) return Number.NEGATIVE_INFINITY;
  const first = logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
  let term = 1;
  let sum = 1;
  for (let i = k; i < n && term > sum * 1e-12; i++) {
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
    sum += term;
  }
  return Math.min(0, first + Math.log(sum));
}

/**
 * How much better a rate of its own explains `k` of `n` than the rate `p` does, as a logarithm: the statistic of a scan for clusters.
 * Source: Kulldorff 1997, "A spatial scan statistic". 0 where the own rate is not above `p`.
 */
export function logLikelihoodRatio(k: number, n: number, p: number): number {
  if (n === 0 || k <= n * p) return 0;
  const rest = n - k;
  return k * Math.log(k / (n * p)) + (rest === 0 ? 0 : rest * Math.log(rest / (n * (1 - p))));
}

/** Logarithm of n!. Source: Stirling's series, exact to 1e-10 from 32 on; summed below. */
export function logFactorial(n: number): number {
  if (n < SMALL.length) return SMALL[n] as number;
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x ** 3);
}
const SMALL: number[] = [0];
for (let i = 1; i < 32; i++) SMALL.push((SMALL[i - 1] as number) + Math.log(i));
