import { autocorrelation, noiseOf } from './robust.js';

/** Factor of the penalty; with it, autocorrelated noise of healthy runs stays in one piece (measured: docs/methods/change-points.md). */
const PENALTY = 30;

/**
 * Where the level of a series changes: least sum of squares of pieces with constant levels and a penalty for each piece, found exactly by
 * PELT (Killick, Fearnhead, Eckley 2012, "Optimal detection of changepoints with a linear computational cost"). The penalty grows with the
 * autocorrelation of the noise, which else looks like changes of level.
 * @param values one per window, in time order; best logarithms
 * @param shortest fewest windows of a piece
 * @param factor moves the penalty; 1 = as documented
 * @returns first index of every piece but the first, ascending
 */
export function changePoints(values: readonly number[], shortest: number, factor = 1): number[] {
  const n = values.length;
  if (n < 2 * shortest) return [];
  const rho = autocorrelation(values);
  const penalty = (factor * PENALTY * Math.log(n) * (1 + rho)) / (1 - rho);
  const sums = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  values.forEach((value, i) => {
    sums[i + 1] = (sums[i] as number) + value;
    squares[i + 1] = (squares[i] as number) + value * value;
  });
  const spread = (squares[n] as number) / n - ((sums[n] as number) / n) ** 2;
  // A series without noise (rounded to the ms) would make any step certain.
  const variance = Math.max(noiseOf(values) ** 2, 1e-6 * Math.max(1e-6, spread));
  const cost = (from: number, to: number): number => {
    const sum = (sums[to] as number) - (sums[from] as number);
    return ((squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from)) / variance;
  };
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(n + 1);
  best[0] = -penalty;
  let candidates = [0];
  for (let to = shortest; to <= n; to++) {
    for (const from of candidates) {
      if (to - from < shortest) continue;
      const total = (best[from] as number) + cost(from, to) + penalty;
      if (total < (best[to] as number)) {
        best[to] = total;
        before[to] = from;
      }
    }
    candidates = candidates.filter((from) => to - from < shortest || (best[from] as number) + cost(from, to) <= (best[to] as number));
    candidates.push(to - shortest + 1);
  }
  const cuts: number[] = [];
  for (let at = before[n] as number; at > 0; at = before[at] as number) cuts.unshift(at);
  return cuts;
}
