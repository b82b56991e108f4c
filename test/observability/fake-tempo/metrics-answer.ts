import { compareSeries } from './compare-answer.js';
import { type MetricsRange, momentsOf, placeOf, type Series } from './metrics-range.js';
import { anyValue } from './search-answer.js';
import type { StoredSpan, StoredTrace } from './span-store.js';
import { evaluate, type Value } from './traceql-fields.js';
import type { Query, Stage } from './traceql-parser.js';
import { matchesOf, nameOf } from './traceql-spansets.js';
import { TraceQlError } from './traceql-tokens.js';

/** A metrics query over a range; zeros have no value. @throws TraceQlError */
export function metricsAnswer(traces: Iterable<StoredTrace>, query: Query, range: MetricsRange): object {
  const last = query.stages.at(-1);
  if (last?.is !== 'metrics' && last?.is !== 'compare')
    throw new TraceQlError('invalid TraceQL query: not a metrics query: a metrics query must have a metrics function, such as rate()');
  const before = { ...query, stages: query.stages.slice(0, -1) };
  const spans: StoredSpan[] = [];
  for (const trace of traces)
    for (const match of matchesOf(trace, before))
      spans.push(
        ...match.spans.filter(({ start }) => start >= range.start && start < range.end && placeOf(start, range) < momentsOf(range).length),
      );
  const series = last.is === 'compare' ? compareSeries(spans, last, range) : metricSeries(spans, last, range);
  const moments = momentsOf(range).map((at) => String(at / 1_000_000n));
  return {
    series: series.map(({ labels, values }) => ({
      labels,
      samples: moments.map((timestampMs, i) => ({ timestampMs, ...((values[i] ?? 0) === 0 ? {} : { value: values[i] }) })),
    })),
    metrics: { inspectedBytes: '100000', completedJobs: 1, totalJobs: 1 },
  };
}

function metricSeries(spans: readonly StoredSpan[], stage: Extract<Stage, { is: 'metrics' }>, range: MetricsRange): Series[] {
  const groups = new Map<string, { by: Value[]; places: StoredSpan[][] }>();
  for (const span of spans) {
    const by = stage.by.map((field) => evaluate(span, field));
    const group = groups.get(JSON.stringify(by)) ?? { by, places: momentsOf(range).map(() => []) };
    group.places[placeOf(span.start, range)]?.push(span);
    groups.set(JSON.stringify(by), group);
  }
  return [...groups.values()].flatMap(({ by, places }) => {
    const named = by.map((value, i) => ({ key: nameOf(stage.by[i]!), value: anyValue(value) }));
    const plain = named.length === 0 ? [{ key: '__name__', value: { stringValue: stage.fn } }] : named;
    if (stage.fn !== 'quantile_over_time') return [{ labels: plain, values: places.map((own) => reduced(own, stage, range)) }];
    return stage.numbers.map((p) => ({
      labels: [...named, { key: 'p', value: { doubleValue: p } }],
      values: places.map((own) =>
        log2Quantile(
          own.map((span) => Number(evaluate(span, stage.field!))),
          p,
        ),
      ),
    }));
  });
}

function reduced(spans: readonly StoredSpan[], { fn, field }: Extract<Stage, { is: 'metrics' }>, { step }: MetricsRange): number {
  if (spans.length === 0) return 0;
  if (fn === 'rate') return spans.length / (Number(step) / 1e9);
  if (fn === 'count_over_time') return spans.length;
  const scale = field?.is === 'attribute' && /duration$/i.test(field.name) ? 1e9 : 1;
  const numbers = spans.map((span) => Number(evaluate(span, field!)) / scale);
  const sum = numbers.reduce((a, b) => a + b, 0);
  return (
    { min_over_time: Math.min(...numbers), max_over_time: Math.max(...numbers), avg_over_time: sum / numbers.length, sum_over_time: sum }[
      fn
    ] ?? 0
  );
}

/** Tempo keeps durations in buckets of powers of two, and interpolates within one by the logarithm: not the true quantile. @returns s */
function log2Quantile(nanos: readonly number[], p: number): number {
  const buckets = new Map<number, number>();
  for (const value of nanos) buckets.set(Math.ceil(Math.log2(value)), (buckets.get(Math.ceil(Math.log2(value))) ?? 0) + 1);
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const wanted = Math.max(1, Math.ceil(p * nanos.length));
  let total = 0;
  for (const [i, [exponent, count]] of sorted.entries()) {
    if (total + count === wanted) return 2 ** exponent / 1e9;
    if (total + count > wanted) {
      const below = sorted[i - 1]?.[0] ?? exponent - 1;
      return 2 ** (below + ((exponent - below) * (wanted - total)) / count) / 1e9;
    }
    total += count;
  }
  return 0;
}
