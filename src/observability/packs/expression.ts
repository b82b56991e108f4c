/** Labels that hold the same thing in different vocabularies; the first that a series has is taken. */
export type LabelNames = string | readonly string[];

/** Condition on a label; a label that a series does not have is empty, as in PromQL. Patterns match the whole value. */
export type Matcher = readonly [label: LabelNames, op: '=' | '!=' | '=~' | '!~', value: string];

/** What is done with the series of one metric within a group. */
export interface Leaf {
  kind: 'leaf';
  metric: string;
  where: readonly Matcher[];
  /** `rate` is per second since the sample before; `changes` is 1 where the value is another than before, else 0. */
  take: 'gauge' | 'rate' | 'changes';
  across: 'sum' | 'avg' | 'max' | 'min' | 'count';
  /** Whether absence means 0: things that have the metric but no series that meets the conditions. */
  optional: boolean;
  /** Whether a series that appears while its target is scraped began at 0: counters that exist from their first event on. */
  born: boolean;
  /** Labels of which the metric must have one at all for the leaf to mean anything. */
  needs: LabelNames | null;
}

/** Quantile of a histogram with buckets. */
export interface BucketQuantile {
  kind: 'quantile';
  /** Share, 0 to 1. */
  q: number;
  /** Name without `_bucket`. */
  metric: string;
  where: readonly Matcher[];
}

/** A figure from raw series. `ratio` is unknown where the lower part is not above 0. */
export type Expression =
  | Leaf
  | BucketQuantile
  | { kind: 'ratio' | 'plus' | 'minus'; a: Expression; b: Expression }
  | { kind: 'scale'; by: number; of: Expression }
  | { kind: 'one-minus'; of: Expression };

type How = Partial<Pick<Leaf, 'across' | 'optional' | 'born' | 'needs'>>;

const leaf = (take: Leaf['take'], metric: string, where: readonly Matcher[], how: How): Leaf => ({
  kind: 'leaf',
  metric,
  where,
  take,
  across: how.across ?? 'sum',
  optional: how.optional ?? false,
  born: how.born ?? false,
  needs: how.needs ?? null,
});

/** Value as it stands; the sum over the group unless told otherwise. */
export const gauge = (metric: string, where: readonly Matcher[] = [], how: How = {}): Expression => leaf('gauge', metric, where, how);

/** Increase of a counter per second; the sum over the group unless told otherwise. */
export const rate = (metric: string, where: readonly Matcher[] = [], how: How = {}): Expression => leaf('rate', metric, where, how);

/** 1 where the value is another than at the sample before, else 0. */
export const changes = (metric: string, where: readonly Matcher[] = []): Expression => leaf('changes', metric, where, { across: 'max' });

/** a / b; unknown where b is not above 0. */
export const ratio = (a: Expression, b: Expression): Expression => ({ kind: 'ratio', a, b });

/** a + b. */
export const plus = (a: Expression, b: Expression): Expression => ({ kind: 'plus', a, b });

/** a − b. */
export const minus = (a: Expression, b: Expression): Expression => ({ kind: 'minus', a, b });

/** 1 − a. */
export const oneMinus = (of: Expression): Expression => ({ kind: 'one-minus', of });

/** a × a constant, to bring it to its unit. */
export const scaled = (by: number, of: Expression): Expression => (by === 1 ? of : { kind: 'scale', by, of });

/** Mean of a histogram or summary over the time between two samples: increase of the sum by increase of the count. */
export const meanOf = (stem: string, where: readonly Matcher[] = [], how: How = {}): Expression =>
  ratio(rate(`${stem}_sum`, where, how), rate(`${stem}_count`, where, how));

/** Quantile of a histogram with buckets. */
export const quantile = (q: number, metric: string, where: readonly Matcher[] = []): Expression => ({ kind: 'quantile', q, metric, where });

/** Leaves of an expression; a quantile is one. */
export function leavesOf(expression: Expression): (Leaf | BucketQuantile)[] {
  switch (expression.kind) {
    case 'leaf':
    case 'quantile':
      return [expression];
    case 'scale':
    case 'one-minus':
      return leavesOf(expression.of);
    default:
      return [...leavesOf(expression.a), ...leavesOf(expression.b)];
  }
}

/** Name of the metric that a leaf reads, as it is scraped. */
export const metricOf = (leaf: Leaf | BucketQuantile): string => (leaf.kind === 'quantile' ? `${leaf.metric}_bucket` : leaf.metric);
