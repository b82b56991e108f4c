import type { AggregateLatency, AggregateRow, Aggregates } from '../model/aggregates.js';
import type { LoadTool } from '../model/load-tool.js';

/** One run that a tool exported twice, in two formats. */

/** Decimal places of a time, ms, that two runs do not share by chance. */
const TELLING = 1e4;

/**
 * Whether two files hold figures of one run, perhaps of two moments of it: each endpoint of the one that counts less is in the other,
 * with no more requests and failures and no wider range of times, and some smallest or largest time is the same to the last digit.
 */
export function isSameRun(a: Aggregates, b: Aggregates): boolean {
  if (a.overall === null || b.overall === null) return false;
  const [less, more] = a.overall.count <= b.overall.count ? [a, b] : [b, a];
  const others = new Map(more.byLabel.map((row) => [row.label, row]));
  const pairs = less.byLabel.map((row) => [row, others.get(row.label)] as const);
  return (
    pairs.every(([row, other]) => other !== undefined && isWithin(row, other)) &&
    pairs.some(([row, other]) => other && isTelling(row, other))
  );
}

function isWithin(less: AggregateRow, more: AggregateRow): boolean {
  const [a, b] = [less.latency, more.latency];
  return (
    less.count <= more.count &&
    (less.errors ?? 0) <= (more.errors ?? Number.POSITIVE_INFINITY) &&
    (a.min === null || b.min === null || a.min >= b.min) &&
    (a.max === null || b.max === null || a.max <= b.max)
  );
}

function isTelling(a: AggregateRow, b: AggregateRow): boolean {
  return (['min', 'max'] as const).some((name) => {
    const time = a.latency[name];
    return time !== null && time === b.latency[name] && !Number.isInteger(time * TELLING);
  });
}

/** What both say of the one run. Totals are those of the file that counts more: the other was written earlier. */
export function bothOf(one: Aggregates, other: Aggregates): Aggregates {
  const [a, b] = (one.overall?.count ?? 0) >= (other.overall?.count ?? 0) ? [one, other] : [other, one];
  const others = new Map(b.byLabel.map((row) => [row.label, row]));
  return {
    ...a,
    set: null,
    start: a.start ?? b.start,
    end: a.end ?? b.end,
    duration: a.duration ?? b.duration,
    overall: a.overall && fillRow(a.overall, b.overall),
    byLabel: a.byLabel.map((row) => fillRow(row, others.get(row.label) ?? null)),
    percentiles: a.percentiles ?? b.percentiles,
    history: a.history ?? b.history,
    failures: a.failures ?? b.failures,
    loadTool: a.loadTool && b.loadTool ? fillTool(a.loadTool, b.loadTool) : (a.loadTool ?? b.loadTool),
  };
}

/** What only the other row says; figures of other requests are no figures of these. */
export function fillRow(row: AggregateRow, other: AggregateRow | null): AggregateRow {
  if (other === null || other.count !== row.count) return row;
  return {
    ...row,
    errors: row.errors ?? other.errors,
    throughput: row.throughput ?? other.throughput,
    latency: fill(row.latency, other.latency),
    bytesIn: row.bytesIn ?? other.bytesIn,
    bytesOut: row.bytesOut ?? other.bytesOut,
  };
}

/** What only the other says of the tool. */
export function fillTool(a: LoadTool, b: LoadTool): LoadTool {
  const known = new Set(a.metrics.map(({ name }) => name));
  return { ...a, users: a.users ?? b.users, metrics: [...a.metrics, ...b.metrics.filter(({ name }) => !known.has(name))] };
}

/** What only the other says. */
function fill(a: AggregateLatency, b: AggregateLatency): AggregateLatency {
  const names = Object.keys(a) as (keyof AggregateLatency)[];
  return Object.fromEntries(names.map((name) => [name, a[name] ?? b[name]])) as unknown as AggregateLatency;
}
