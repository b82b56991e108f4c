import type { Kpis, LatencyStats, PercentileName } from '../model/analysis.js';
import type { Condition } from './condition.js';
import type { Metric } from './metrics.js';
import type { Judged } from './population.js';

/** A figure that a condition is about. */
export interface Figure {
  /** In the unit of the analysis; null where it is not known. */
  value: number | null;
  /** Why it is not known, in words. */
  why: string;
  /** Requests that it rests on; null where it rests on none. */
  n: number | null;
  smallSample: boolean;
  /** Largest relative error against the true value (share); 0 where it is exact or the load tool's own. */
  error: number;
}

/** Values below this many multiples of the resolution are exact: a bucket holds one of them (docs/methods/percentiles.md). */
const EXACT_BELOW = 256;

/** @param row figures of the requests; null for figures of the run as a whole */
export function figureOf(metric: Metric, { population }: Condition, row: Kpis | null, judged: Judged): Figure {
  const figure =
    row === null
      ? ofRun(metric, judged)
      : metric.latency
        ? ofLatency(metric.latency, row, population === 'ok', judged)
        : ofKpis(metric, row);
  return figure.value !== null && Number.isFinite(figure.value) ? figure : { ...figure, value: null };
}

const EXACT = { smallSample: false, error: 0 };

function ofRun({ name }: Metric, { load, loadTool }: Judged): Figure {
  if (name === 'users') return { ...EXACT, value: load.usersMax, why: 'the files do not say how many users were active', n: null };
  const value = loadTool?.droppedIterations ?? null;
  return { ...EXACT, value, why: 'the files do not say how many iterations were not started', n: null };
}

function ofLatency(name: NonNullable<Metric['latency']>, row: Kpis, ok: boolean, { settings }: Judged): Figure {
  const stats: LatencyStats = ok ? row.latencyOk : row.latency;
  const value = stats[name];
  const { relativeError, resolutionMs } = settings.percentiles;
  const isPercentile = /^p\d/.test(name);
  const exact = !isPercentile || relativeError === null || (resolutionMs !== null && value !== null && value < EXACT_BELOW * resolutionMs);
  return {
    value,
    why: stats.n === 0 ? without(row, ok) : 'the files do not hold this figure',
    n: stats.n,
    smallSample: stats.smallSample.includes(name as PercentileName),
    error: exact ? 0 : (relativeError as number),
  };
}

function without(row: Kpis, ok: boolean): string {
  if (row.count === 0) return 'there was no request';
  if (!ok) return 'the files do not hold this figure';
  if (row.errors === null) return BLIND;
  return row.errors === row.count ? 'no request succeeded' : 'the files do not hold figures of successful requests';
}

const BLIND = 'the files do not tell successes from failures';

function ofKpis({ kpi = 'count' }: Metric, row: Kpis): Figure {
  const why = {
    errors: BLIND,
    errorRate: row.count === 0 ? 'there was no request' : BLIND,
    apdex: row.count === 0 ? 'there was no request' : row.errors === null ? BLIND : 'the files do not hold what it takes',
    throughput: 'it is not defined over a window without length, or the files do not hold it',
    bytesIn: 'the files do not hold bytes of every request',
    count: '',
  }[kpi];
  return { value: row[kpi], why, n: row.count, smallSample: kpi === 'apdex' && row.apdexSmallSample, error: 0 };
}
