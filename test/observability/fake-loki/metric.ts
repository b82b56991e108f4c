import { type Entry, labelKey, Refusal } from './entries.js';
import { passing } from './pipeline.js';
import type { MetricQuery } from './syntax.js';

/** A series over evaluation times (index into them → value). */
export interface Series {
  labels: Record<string, string>;
  values: Map<number, number>;
}

/** `max_query_series` of Loki. */
const MAX_SERIES = 500;

/**
 * Evaluates a metric query. A range holds entries of (t − range, t].
 * @param times evaluation times, ms
 */
export function evaluate(query: MetricQuery, entries: readonly Entry[], times: readonly number[]): Series[] {
  const series = query.kind === 'range' ? overRange(query, entries, times) : aggregate(query, evaluate(query.of, entries, times));
  return series;
}

/** Checked on what is answered, not on what is aggregated. */
export function checkSeries(series: readonly Series[]): void {
  if (series.length <= MAX_SERIES) return;
  throw new Refusal(
    `maximum number of series (${MAX_SERIES}) reached for a single query; consider reducing query cardinality by adding more specific stream selectors, reducing the time range, or aggregating results with functions like sum, count or topk`,
  );
}

function overRange(query: MetricQuery & { kind: 'range' }, entries: readonly Entry[], times: readonly number[]): Series[] {
  const found = new Map<string, Series>();
  const nanos = times.map((time) => BigInt(Math.round(time * 1e6)));
  const range = BigInt(Math.round(query.range * 1e6));
  for (const { entry, parsed } of passing(query.log, entries)) {
    if (parsed.__error__ !== undefined) throw pipelineError(parsed.__error__, { ...entry.labels, ...entry.metadata, ...parsed });
    const labels = { ...entry.labels, ...entry.metadata, ...parsed };
    const key = labelKey(labels);
    let series = found.get(key);
    if (series === undefined) {
      series = { labels, values: new Map() };
      found.set(key, series);
    }
    const amount = query.fn.startsWith('bytes') ? Buffer.byteLength(entry.line) : 1;
    // First evaluation at or after the entry, and all others whose range reaches back to it.
    for (let i = firstAt(nanos, entry.ns); i < nanos.length && (nanos[i] as bigint) - range < entry.ns; i++) {
      series.values.set(i, (series.values.get(i) ?? 0) + amount / (query.fn.endsWith('rate') ? query.range / 1000 : 1));
    }
  }
  return [...found.values()].filter(({ values }) => values.size > 0);
}

function firstAt(times: readonly bigint[], ns: bigint): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as bigint) < ns) low = middle + 1;
    else high = middle;
  }
  return low;
}

function aggregate(query: MetricQuery & { kind: 'aggregate' }, of: Series[]): Series[] {
  const keep = (labels: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(labels).filter(([name]) =>
        query.grouping === null ? false : query.labels.includes(name) === (query.grouping === 'by'),
      ),
    );
  const groups = new Map<string, { labels: Record<string, string>; members: Series[] }>();
  for (const series of of) {
    const labels = keep(series.labels);
    const key = labelKey(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, members: [series] });
    else group.members.push(series);
  }
  if (query.fn === 'topk' || query.fn === 'bottomk')
    return [...groups.values()].flatMap(({ members }) => top(members, query.k, query.fn === 'topk'));
  return [...groups.values()].map(({ labels, members }) => {
    const columns = new Map<number, number[]>();
    for (const { values } of members) for (const [i, value] of values) (columns.get(i) ?? columns.set(i, []).get(i) ?? []).push(value);
    const values = new Map<number, number>();
    for (const [i, column] of columns) {
      const sum = column.reduce((a, b) => a + b, 0);
      const by = { sum, min: Math.min(...column), max: Math.max(...column), avg: sum / column.length, count: column.length };
      values.set(i, by[query.fn as 'sum']);
    }
    return { labels, values };
  });
}

/** At each time on its own. */
function top(members: Series[], k: number, largest: boolean): Series[] {
  const kept: Series[] = members.map(({ labels }) => ({ labels, values: new Map() }));
  const times = new Set(members.flatMap(({ values }) => [...values.keys()]));
  for (const i of times) {
    const order = members
      .map((series, m) => ({ m, value: series.values.get(i) }))
      .filter((one): one is { m: number; value: number } => one.value !== undefined);
    order.sort((a, b) => (largest ? b.value - a.value : a.value - b.value));
    for (const { m, value } of order.slice(0, k)) (kept[m] as Series).values.set(i, value);
  }
  return kept.filter(({ values }) => values.size > 0);
}

function pipelineError(kind: string, labels: Record<string, string>): Refusal {
  return new Refusal(
    `pipeline error: '${kind}' for series: '${labelKey(labels)}'.\nUse a label filter to intentionally skip this error. (e.g | __error__!="${kind}").\nTo skip all potential errors you can match empty errors.(e.g __error__="")\nThe label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )\n`,
  );
}
