import type { BucketQuantile, Expression, Leaf } from '../packs/expression.js';
import type { Grid } from './grid.js';
import { leafValues } from './leaf-values.js';
import type { IndexedSeries } from './series-index.js';

/** Series of a group that a leaf reads. */
export type Members = (leaf: Leaf | BucketQuantile) => readonly IndexedSeries[];

/**
 * Values of an expression over a group of series.
 * @param expression what to compute
 * @param members series of each leaf
 * @param grid moments
 * @returns a value for each moment; NaN where it is unknown
 */
export function evaluate(expression: Expression, members: Members, grid: Grid): Float64Array {
  switch (expression.kind) {
    case 'leaf':
      return leafValues(expression, members(expression), grid);
    case 'quantile':
      return bucketQuantile(expression, members(expression), grid);
    case 'scale':
      return evaluate(expression.of, members, grid).map((value) => value * expression.by);
    case 'one-minus':
      return evaluate(expression.of, members, grid).map((value) => 1 - value);
    default: {
      const a = evaluate(expression.a, members, grid);
      const b = evaluate(expression.b, members, grid);
      if (expression.kind === 'plus') return a.map((value, i) => value + (b[i] as number));
      if (expression.kind === 'minus') return a.map((value, i) => value - (b[i] as number));
      // A limit of −1 or 0 is none.
      return a.map((value, i) => ((b[i] as number) > 0 ? value / (b[i] as number) : Number.NaN));
    }
  }
}

/** As `histogram_quantile`: linear within a bucket; the upper bound of the last finite one where the value is above it. */
function bucketQuantile(expression: BucketQuantile, series: readonly IndexedSeries[], grid: Grid): Float64Array {
  const byBound = new Map<number, IndexedSeries[]>();
  for (const one of series) {
    const text = one.labels['le'] ?? '';
    const bound = text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text);
    const list = byBound.get(bound);
    if (list === undefined) byBound.set(bound, [one]);
    else list.push(one);
  }
  const bounds = [...byBound.keys()].sort((a, b) => a - b);
  const rates = bounds.map((bound) =>
    leafValues({ take: 'rate', across: 'sum', born: false, optional: true }, byBound.get(bound) ?? [], grid),
  );
  const total = rates[rates.length - 1];
  const result = new Float64Array(grid.times.length).fill(Number.NaN);
  if (total === undefined || bounds[bounds.length - 1] !== Number.POSITIVE_INFINITY) return result;
  for (let g = 0; g < result.length; g++) {
    const all = total[g] as number;
    if (!(all > 0)) continue;
    const wanted = expression.q * all;
    const at = rates.findIndex((rate) => (rate[g] as number) >= wanted);
    if (at < 0) continue;
    const upper = bounds[at] as number;
    const lower = at === 0 ? Math.min(0, upper) : (bounds[at - 1] as number);
    if (upper === Number.POSITIVE_INFINITY) {
      result[g] = lower;
      continue;
    }
    const below = at === 0 ? 0 : ((rates[at - 1] as Float64Array)[g] as number);
    const inside = ((rates[at] as Float64Array)[g] as number) - below;
    result[g] = inside > 0 ? lower + ((upper - lower) * (wanted - below)) / inside : upper;
  }
  return result;
}
