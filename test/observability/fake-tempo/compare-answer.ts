import { type MetricsRange, momentsOf, placeOf, type Series } from './metrics-range.js';
import { anyValue } from './search-answer.js';
import type { StoredSpan } from './span-store.js';
import { plainOf, type Value, valuesOf } from './traceql-fields.js';
import type { Stage } from './traceql-parser.js';
import { spansOf } from './traceql-spansets.js';

const INTRINSICS = [
  'instrumentation:name',
  'instrumentation:version',
  'kind',
  'name',
  'rootName',
  'rootServiceName',
  'span:childCount',
  'status',
  'statusMessage',
];
/** Attributes with a column of their own: what is not there counts as `nil`. */
const COLUMNS = [
  ...['resource.k8s.cluster.name', 'resource.k8s.namespace.name', 'resource.k8s.pod.name', 'resource.k8s.container.name'],
  ...['span.http.method', 'span.http.status_code', 'span.http.url', 'span.url.route'],
];

/** `compare()`: how often each value occurs in the selection and beside it; per attribute the most frequent ones, and the total. */
export function compareSeries(spans: readonly StoredSpan[], stage: Extract<Stage, { is: 'compare' }>, range: MetricsRange): Series[] {
  const counts = new Map<string, { meta: string; key: string; value: Value; values: number[] }>();
  const add = (meta: string, key: string, value: Value, place: number): void => {
    const id = JSON.stringify([meta, key, value]);
    const one = counts.get(id) ?? { meta, key, value, values: momentsOf(range).map(() => 0) };
    // Tempo counts kinds twice, in values and totals alike.
    one.values[place] = (one.values[place] ?? 0) + (key === 'kind' ? 2 : 1);
    counts.set(id, one);
  };
  for (const span of spans) {
    const inTime = stage.start === 0 || (Number(span.start) >= stage.start && Number(span.start) < stage.end);
    const meta = inTime && spansOf({ ...span.trace, spans: [span] }, stage.selection).length > 0 ? 'selection' : 'baseline';
    for (const [key, value] of attributesOf(span)) {
      add(meta, key, value, placeOf(span.start, range));
      add(`${meta}_total`, key, 'nil', placeOf(span.start, range));
    }
  }
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const ranks = new Map<string, number>();
  return [...counts.values()]
    .sort((a, b) => sum(b.values) - sum(a.values))
    .filter(({ meta, key }) => {
      const rank = ranks.get(`${meta} ${key}`) ?? 0;
      ranks.set(`${meta} ${key}`, rank + 1);
      return rank < stage.top;
    })
    .map(({ meta, key, value, values }) => ({
      labels: [
        { key: '__meta_type', value: { stringValue: meta } },
        { key, value: anyValue(value) },
      ],
      values,
    }));
}

function attributesOf(span: StoredSpan): Map<string, Value> {
  const found = new Map<string, Value>(COLUMNS.map((key) => [key, 'nil']));
  for (const key of INTRINSICS) found.set(key, valuesOf(span, key)[0] ?? '');
  for (const [key, value] of span.ofResource) found.set(`resource.${key}`, plainOf(value));
  for (const [key, value] of span.own) found.set(`span.${key}`, plainOf(value));
  return found;
}
