import { logFactorial } from './binomial-tail.js';

/** Probabilities this close to the observed one count as equal: they differ by rounding only. */
const EQUAL = 1e-7;

/**
 * Fisher's exact test of a table of four counts, two-sided: the probability, margins given, of a table no likelier than this one.
 * Source: Fisher 1935, "The logic of inductive inference"; the two-sided rule is that of R's `fisher.test`.
 * @param a of the first group, with the property
 * @param b of the first group, without
 * @param c of the second group, with
 * @param d of the second group, without
 * @returns p, 0..1
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const first = a + b;
  const second = c + d;
  const having = a + c;
  const all = first + second;
  const low = Math.max(0, having - second);
  const high = Math.min(having, first);
  const constant = logFactorial(first) + logFactorial(second) + logFactorial(having) + logFactorial(all - having) - logFactorial(all);
  const logOf = (x: number): number =>
    constant - logFactorial(x) - logFactorial(first - x) - logFactorial(having - x) - logFactorial(second - having + x);
  const observed = logOf(a);
  let p = 0;
  for (let x = low; x <= high; x++) {
    const log = logOf(x);
    if (log <= observed + EQUAL) p += Math.exp(log);
  }
  return Math.min(1, p);
}
