import { type BucketQuantile, type Expression, type LabelNames, type Leaf, leavesOf, type Matcher, metricOf } from '../packs/expression.js';
import type { IndexedSeries, SeriesIndex } from './series-index.js';

/** Condition as it is written. */
export type WrittenMatcher = readonly [label: string, op: string, value: string];

/** What a query must say beside the expression. */
export interface QueryContext {
  index: SeriesIndex;
  /** A series that a leaf reads: it has names as they are spelt. */
  example(leaf: Leaf | BucketQuantile): IndexedSeries | undefined;
  /** Conditions that select the thing and its kept labels. */
  identity: readonly WrittenMatcher[];
  /** Conditions of the user's scope, as given, without braces; empty if none. */
  scope: string;
  /** Time between samples, ms; null where unknown. */
  interval: number | null;
}

const LEGACY = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Shortest window of a rate that holds two samples even if one is late, as PromQL writes it. @param interval ms */
export function rateWindow(interval: number | null): string {
  const ms = Math.max(1000, 4 * (interval ?? 15_000));
  return `${Math.ceil(ms / 1000)}s`;
}

/** Characters that must not reach a terminal or a page as they are: control characters, and those that turn the direction of text. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
/** Longest value of a label that is shown. */
const MAX_SHOWN = 200;

/** Text in PromQL quotes; what cannot be seen is escaped, which PromQL reads as the same text. */
export function quoted(text: string): string {
  const escaped = text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
  return `"${escaped.replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

/** Value of a label as it is shown: one line, cut. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(UNSEEN, '\u{fffd}').trim();
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}

/** Selector of one metric. @param metric name as scraped */
export function selector(metric: string, matchers: readonly WrittenMatcher[], scope: string): string {
  const parts = matchers.map(([label, op, value]) => `${LEGACY.test(label) ? label : quoted(label)}${op}${quoted(value)}`);
  if (scope !== '') parts.push(scope);
  if (!LEGACY.test(metric)) return `{${[`__name__=${quoted(metric)}`, ...parts].join(',')}}`;
  return parts.length === 0 ? metric : `${metric}{${parts.join(',')}}`;
}

/** PromQL that shows an expression of a group again. */
export function promqlOf(expression: Expression, context: QueryContext): string {
  switch (expression.kind) {
    case 'leaf':
      return leafQuery(expression, context);
    case 'quantile':
      return `histogram_quantile(${expression.q}, sum by (le) (${ratedBy('rate', expression, context)}))`;
    case 'scale':
      return `${expression.by} * ${inner(expression.of, context)}`;
    case 'one-minus':
      return `1 - ${inner(expression.of, context)}`;
    default: {
      const sign = { ratio: '/', plus: '+', minus: '-' }[expression.kind];
      return `${inner(expression.a, context)} ${sign} ${inner(expression.b, context)}`;
    }
  }
}

function inner(expression: Expression, context: QueryContext): string {
  const text = promqlOf(expression, context);
  const plain = expression.kind === 'quantile' || (expression.kind === 'leaf' && !expression.optional);
  return plain ? text : `(${text})`;
}

function leafQuery(leaf: Leaf, context: QueryContext): string {
  const what = leaf.take === 'gauge' ? ratedBy(null, leaf, context) : ratedBy(leaf.take === 'rate' ? 'rate' : 'changes', leaf, context);
  return `${leaf.across}(${what})${leaf.optional ? ' or vector(0)' : ''}`;
}

function ratedBy(call: string | null, leaf: Leaf | BucketQuantile, context: QueryContext): string {
  const metric = metricOf(leaf);
  const example = context.example(leaf) ?? context.index.byMetric.get(metric)?.[0];
  const { native } = example?.raw ?? {};
  const name = native?.name ?? example?.raw.labels['__name__'] ?? metric;
  const seen = context.index.labelsOf(metric);
  const where = leaf.where.map(([labels, op, value]): WrittenMatcher => [written(firstSeen(labels, seen), example), op, value]);
  const all = [...where, ...context.identity.map(([label, op, value]): WrittenMatcher => [written(label, example), op, value])];
  const chosen = selector(name, all, context.scope);
  const over = call === null ? chosen : `${call}(${chosen}[${rateWindow(context.interval)}])`;
  return native === undefined ? over : `histogram_${native.part}(${over})`;
}

/** Label as the series spell it. */
function written(label: string, example: IndexedSeries | undefined): string {
  if (example === undefined || label in example.raw.labels) return label;
  return Object.keys(example.raw.labels).find((name) => name.replace(/[^a-zA-Z0-9_:]/g, '_') === label) ?? label;
}

/** First of a list of labels that a metric has; the first of all if it has none. */
export function firstSeen(labels: LabelNames, seen: ReadonlySet<string>): string {
  if (typeof labels === 'string') return labels;
  return labels.find((label) => seen.has(label)) ?? (labels[0] as string);
}

const patterns = new Map<string, RegExp>();

/** Whether a series meets conditions. */
export function meets(one: IndexedSeries, where: readonly Matcher[], index: SeriesIndex): boolean {
  return where.every(([labels, op, value]) => {
    const actual = one.labels[firstSeen(labels, index.labelsOf(one.metric))] ?? '';
    if (op === '=') return actual === value;
    if (op === '!=') return actual !== value;
    let pattern = patterns.get(value);
    if (pattern === undefined) {
      pattern = new RegExp(`^(?:${value})$`);
      patterns.set(value, pattern);
    }
    return pattern.test(actual) === (op === '=~');
  });
}

/** Whether the metrics of an expression have the labels that it needs to mean anything. */
export function meaningful(expression: Expression, index: SeriesIndex): boolean {
  return leavesOf(expression).every((leaf) => {
    if (leaf.kind === 'quantile' || leaf.needs === null) return true;
    const seen = index.labelsOf(leaf.metric);
    return typeof leaf.needs === 'string' ? seen.has(leaf.needs) : leaf.needs.some((label) => seen.has(label));
  });
}
