/** Rises of a series over its whole length. */

/**
 * Mann-Kendall test: whether later values tend to be larger.
 * Source: Mann 1945, "Nonparametric tests against trend"; normal approximation with continuity correction.
 * @returns z: positive for a rise, negative for a fall; |z| > 3.29 is p < 0.001
 */
export function mannKendall(values: readonly number[]): number {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign((values[j] as number) - (values[i] as number));
  const variance = (n * (n - 1) * (2 * n + 5)) / 18;
  return variance === 0 || s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
}

/** Theil-Sen slope: median of the slopes between all pairs, per index. Source: Sen 1968. */
export function theilSen(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) slopes.push(((values[j] as number) - (values[i] as number)) / (j - i));
  }
  slopes.sort((a, b) => a - b);
  return slopes.length === 0 ? 0 : (slopes[slopes.length >> 1] as number);
}

/** A shape fitted to a series: where it begins and what is left unexplained. */
export interface Fit {
  /** Index from which the series is different. */
  at: number;
  /** Sum of squares of what the fit leaves. */
  rest: number;
}

/** Best single step: one level before, one from `at` on. @param edge fewest points on each side */
export function stepFit(values: readonly number[], edge: number): Fit {
  const { sums, squares } = running(values);
  const n = values.length;
  let best: Fit = { at: 0, rest: Number.POSITIVE_INFINITY };
  for (let at = edge; at <= n - edge; at++) {
    const rest = restOf(sums, squares, 0, at) + restOf(sums, squares, at, n);
    if (rest < best.rest) best = { at, rest };
  }
  return best;
}

/** Best hinge: level before `at`, a straight line from there on. @param edge fewest points on each side */
export function hingeFit(values: readonly number[], edge: number): Fit & { slope: number; level: number } {
  const n = values.length;
  let best = { at: 0, rest: Number.POSITIVE_INFINITY, slope: 0, level: 0 };
  for (let at = 0; at <= n - edge; at++) {
    // Least squares of y = level + slope × max(0, i − at).
    let su = 0;
    let suu = 0;
    let sy = 0;
    let suy = 0;
    for (let i = 0; i < n; i++) {
      const u = Math.max(0, i - at);
      const y = values[i] as number;
      su += u;
      suu += u * u;
      sy += y;
      suy += u * y;
    }
    const slope = (suy - (su * sy) / n) / (suu - (su * su) / n || 1);
    const level = (sy - slope * su) / n;
    let rest = 0;
    for (let i = 0; i < n; i++) rest += ((values[i] as number) - level - slope * Math.max(0, i - at)) ** 2;
    if (rest < best.rest) best = { at, rest, slope, level };
  }
  return best;
}

function running(values: readonly number[]): { sums: Float64Array; squares: Float64Array } {
  const sums = new Float64Array(values.length + 1);
  const squares = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    sums[i + 1] = (sums[i] as number) + value;
    squares[i + 1] = (squares[i] as number) + value * value;
  });
  return { sums, squares };
}

function restOf(sums: Float64Array, squares: Float64Array, from: number, to: number): number {
  const sum = (sums[to] as number) - (sums[from] as number);
  return (squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from);
}
