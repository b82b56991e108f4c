import { HeimrError } from '../errors.js';
import {
  type AggregateFailure,
  type AggregateLatency,
  type AggregatePart,
  type AggregateRow,
  type AggregateStep,
  type Aggregates,
  NO_LATENCY,
} from '../model/aggregates.js';
import type { LoadTool } from '../model/load-tool.js';
import { addLoadTools } from './load-tool.js';

/** Figures of one run, and the files that they stand in. */
export interface RunFigures {
  /** Names of the files. */
  names: readonly string[];
  /** Name of the tool. */
  tool: string;
  figures: Aggregates;
}

/**
 * Figures of two injectors as one. Counts and sums add, extremes are extremes, means are weighed by their counts: all of that is exact.
 * Percentiles, deviations and rates of both cannot be had from theirs, and are null.
 */
export function mergeFigures(one: RunFigures, other: RunFigures): RunFigures {
  const [a, b] = [one.figures, other.figures];
  const without = [one, other].find(({ figures }) => figures.overall === null);
  if (without !== undefined) {
    throw new HeimrError(
      'usage',
      `${without.names.join(', ')} has no totals, so it cannot be merged with other runs.`,
      'Give the file with the totals of the same run too.',
    );
  }
  const tool = one.tool === other.tool ? one.tool : `${one.tool} and ${other.tool}`;
  const start = both(a.start, b.start, Math.min);
  const end = both(a.end, b.end, Math.max);
  return {
    names: [...one.names, ...other.names],
    tool,
    figures: {
      only: a.only === b.only ? a.only : `${a.only}, and ${b.only}`,
      set: null,
      start,
      end,
      duration: start === null || end === null ? null : end - start,
      overall: mergeRows(a.overall as AggregateRow, b.overall as AggregateRow),
      byLabel: mergeLabels(a.byLabel, b.byLabel),
      transactions: mergeLabels(a.transactions, b.transactions),
      percentiles: a.percentiles === b.percentiles ? a.percentiles : null,
      history: mergeHistories(a.history, b.history),
      failures: a.failures && b.failures && mergeFailures([...a.failures, ...b.failures]),
      loadTool: mergeTools(a.loadTool, b.loadTool, tool),
    },
  };
}

/** A label that one of them alone has keeps all its figures. */
function mergeLabels(a: readonly AggregateRow[], b: readonly AggregateRow[]): AggregateRow[] {
  const merged = new Map(a.map((row) => [row.label, row]));
  for (const row of b) {
    const known = merged.get(row.label);
    merged.set(row.label, known === undefined ? row : mergeRows(known, row));
  }
  return [...merged.values()];
}

function mergeRows(a: AggregateRow, b: AggregateRow): AggregateRow {
  const good = (row: AggregateRow): number => row.count - (row.errors ?? 0);
  const parted = a.errors !== null && b.errors !== null && a.latencyOk !== null && b.latencyOk !== null;
  return {
    label: a.label,
    count: a.count + b.count,
    errors: sum(a.errors, b.errors),
    throughput: null,
    latency: mergeLatencies(a.latency, a.count, b.latency, b.count),
    latencyOk: parted ? mergeLatencies(a.latencyOk as AggregateLatency, good(a), b.latencyOk as AggregateLatency, good(b)) : null,
    bytesIn: sum(a.bytesIn, b.bytesIn),
    bytesOut: sum(a.bytesOut, b.bytesOut),
    connect: mergeParts(a.connect, a.count, b.connect, b.count),
    ttfb: mergeParts(a.ttfb, a.count, b.ttfb, b.count),
  };
}

function mergeLatencies(a: AggregateLatency, n: number, b: AggregateLatency, m: number): AggregateLatency {
  // Without a request there is nothing to join, and the other's figures hold as they are.
  if (n === 0) return b;
  if (m === 0) return a;
  return {
    ...NO_LATENCY,
    min: both(a.min, b.min, Math.min),
    mean: both(a.mean, b.mean, (x, y) => (x * n + y * m) / (n + m)),
    max: both(a.max, b.max, Math.max),
  };
}

function mergeParts(a: AggregatePart | null, n: number, b: AggregatePart | null, m: number): AggregatePart | null {
  if (a === null || b === null) return null;
  if (n === 0) return b;
  if (m === 0) return a;
  return {
    mean: both(a.mean, b.mean, (x, y) => (x * n + y * m) / (n + m)),
    max: both(a.max, b.max, Math.max),
    p50: null,
    p95: null,
    p99: null,
  };
}

/** Histories of the same steps; of other steps, nothing can be said of any of them. */
function mergeHistories(a: Aggregates['history'], b: Aggregates['history']): Aggregates['history'] {
  if (a === null || b === null || a.step !== b.step) return null;
  const merged = new Map(a.steps.map((step) => [step.start, step]));
  for (const step of b.steps) {
    const known = merged.get(step.start);
    merged.set(step.start, known === undefined ? step : mergeSteps(known, step));
  }
  return { step: a.step, steps: [...merged.values()].sort((x, y) => x.start - y.start) };
}

function mergeSteps(a: AggregateStep, b: AggregateStep): AggregateStep {
  return {
    start: a.start,
    count: a.count + b.count,
    errors: sum(a.errors, b.errors),
    users: sum(a.users, b.users),
    latency: mergeLatencies(a.latency, a.count, b.latency, b.count),
  };
}

function mergeFailures(failures: readonly AggregateFailure[]): AggregateFailure[] {
  const merged = new Map<string, AggregateFailure>();
  for (const failure of failures) {
    const key = JSON.stringify([failure.label, failure.class, failure.code, failure.message]);
    merged.set(key, { ...failure, count: failure.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}

function mergeTools(a: LoadTool | null, b: LoadTool | null, name: string): LoadTool | null {
  return a === null || b === null ? (a ?? b) : { ...addLoadTools(a, b), name };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function both(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  return a === null || b === null ? null : of(a, b);
}
