/**
 * Adjusts p values of many tests so that at most the share q of those with an adjusted value of up to q is expected to be false.
 * Source: Benjamini and Hochberg 1995, "Controlling the false discovery rate" (independent or positively dependent tests).
 * @param p values, 0..1
 * @returns adjusted values, in the order of `p`
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[b] as number) - (p[a] as number));
  const adjusted: number[] = new Array(p.length);
  let least = 1;
  for (const [above, i] of order.entries()) {
    least = Math.min(least, ((p[i] as number) * p.length) / (p.length - above));
    adjusted[i] = least;
  }
  return adjusted;
}
