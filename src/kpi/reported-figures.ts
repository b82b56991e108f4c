import {
  type AggregateFailure,
  type AggregateLatency,
  type AggregatePart,
  type AggregateRow,
  type Aggregates,
  NO_LATENCY,
} from '../model/aggregates.js';
import type { Analysis, Errors, Kpis, LatencyStats, PartStats, PercentileName, Timeline } from '../model/analysis.js';

/*
 * Figures that a tool computed, as the analysis states them. Nothing is computed here but shares and what the definition of a
 * field says: a percentile that the file does not have stays null.
 */

/** Fewer requests than this beyond a percentile make it a matter of chance (docs/methods/percentiles.md). */
const MIN_BEYOND = 10;
const SHARES: readonly (readonly [PercentileName, number])[] = [
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
];

/** Messages and labels kept per failure group. */
const MAX_GROUPS = 200;

/** The parts of an analysis that a file of figures can fill. */
export function reportedFigures(figures: Aggregates): Pick<Analysis, 'window' | 'kpis' | 'transactions' | 'timeline' | 'errors' | 'load'> {
  const { overall, history } = figures;
  return {
    window: { start: figures.start, end: figures.end, duration: figures.duration },
    kpis: {
      overall: kpisOfRow(overall ?? { ...NO_ROW, count: figures.failures === null ? 0 : failed(figures.failures) }, figures.failures),
      byLabel: figures.byLabel.map((row) => kpisOfRow(row, figures.failures)),
    },
    transactions: figures.transactions.map((row) => kpisOfRow(row, null)),
    timeline: history === null ? null : timelineOfSteps(history),
    errors: errorsOf(figures.failures, overall?.errors ?? null),
    load: {
      usersMax: figures.loadTool?.users?.max ?? null,
      usersMean: null,
      threads: null,
      littlesLaw: null,
      arrivals: null,
    },
  };
}

const NO_ROW: AggregateRow = {
  label: null,
  count: 0,
  errors: null,
  throughput: null,
  latency: NO_LATENCY,
  latencyOk: null,
  bytesIn: null,
  bytesOut: null,
  connect: null,
  ttfb: null,
};

function kpisOfRow(row: AggregateRow, failures: readonly AggregateFailure[] | null): Kpis {
  const own = failures?.filter(({ label }) => row.label === null || label === row.label) ?? [];
  return {
    label: row.label,
    count: row.count,
    errors: row.errors,
    errorRate: row.errors === null || row.count === 0 ? null : row.errors / row.count,
    throughput: row.throughput,
    apdex: null,
    apdexSmallSample: false,
    latency: latencyOf(row.latency, row.count),
    latencyOk: row.latencyOk === null ? latencyOf(NO_LATENCY, 0) : latencyOf(row.latencyOk, row.count - (row.errors ?? 0)),
    bytesIn: row.bytesIn,
    bytesOut: row.bytesOut,
    connect: row.connect && partOf(row.connect, row.count),
    ttfb: row.ttfb && partOf(row.ttfb, row.count),
    errorClasses: classesOf(own),
  };
}

function latencyOf(latency: AggregateLatency, n: number): LatencyStats {
  const smallSample = SHARES.filter(([name, share]) => latency[name] !== null && n * (1 - share) < MIN_BEYOND - 1e-9).map(([name]) => name);
  return { n, ...latency, smallSample };
}

function partOf(part: AggregatePart, n: number): PartStats {
  return { n, ...part };
}

function classesOf(failures: readonly AggregateFailure[]): Kpis['errorClasses'] {
  const classes = new Map<AggregateFailure['class'], Kpis['errorClasses'][number]>();
  for (const failure of failures) {
    const known = classes.get(failure.class);
    if (known) known.count += failure.count;
    else
      classes.set(failure.class, { class: failure.class, count: failure.count, firstSeen: null, lastSeen: null, message: failure.message });
  }
  return [...classes.values()];
}

function failed(failures: readonly AggregateFailure[]): number {
  return failures.reduce((sum, { count }) => sum + count, 0);
}

function errorsOf(failures: readonly AggregateFailure[] | null, total: number | null): Errors {
  if (failures === null) return { total, groups: [], ungrouped: 0 };
  const groups = new Map<string, Errors['groups'][number]>();
  const all = failed(failures);
  for (const failure of failures) {
    const key = JSON.stringify([failure.class, failure.code, failure.message]);
    const group = groups.get(key) ?? {
      class: failure.class,
      code: failure.code,
      count: 0,
      share: 0,
      firstSeen: null,
      lastSeen: null,
      message: failure.message,
      labels: [],
      exemplar: null,
    };
    group.count += failure.count;
    if (failure.label !== null) group.labels.push({ label: failure.label, count: failure.count });
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
  for (const group of sorted) {
    group.share = all === 0 ? 0 : group.count / all;
    group.labels = group.labels.sort((a, b) => b.count - a.count).slice(0, 10);
  }
  const rest = sorted.slice(MAX_GROUPS).reduce((sum, group) => sum + group.count, 0);
  return { total: total ?? all, groups: sorted.slice(0, MAX_GROUPS), ungrouped: rest };
}

function timelineOfSteps({ step, steps }: NonNullable<Aggregates['history']>): Timeline {
  return {
    step,
    points: steps.map(({ start, count, errors, users, latency }) => ({
      start,
      count,
      errors,
      throughput: count / (step / 1000),
      errorRate: errors === null || count === 0 ? null : errors / count,
      ...latency,
      apdex: null,
      users,
      bytesIn: null,
      bytesOut: null,
      ttfb: null,
      errorClasses: [],
    })),
  };
}
