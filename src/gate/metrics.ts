import type { Kpis, LatencyStats, PercentileName } from '../model/analysis.js';
import type { Quantity } from './units.js';

/** A figure that a condition can be about. */
export interface Metric {
  /** Name in conditions. */
  name: string;
  /** What it is, for the docs. */
  title: string;
  /** What kind of figure it is; null for the verdict, which is a word. */
  quantity: Quantity | null;
  /** Which side of a limit an objective wants it on. */
  better: 'less' | 'more';
  /** Whether it is a figure of requests, which can be those of one endpoint or phase, or of the run as a whole. */
  of: 'requests' | 'run';
  /** The figure of a distribution of latencies, which can be that of successes only. */
  latency?: Exclude<keyof LatencyStats, 'n' | 'smallSample'>;
  /** The figure of some requests. */
  kpi?: 'errorRate' | 'errors' | 'count' | 'throughput' | 'apdex' | 'bytesIn';
}

const PERCENTILES: readonly PercentileName[] = ['p50', 'p75', 'p90', 'p95', 'p99', 'p999'];
const WORDS = { min: 'smallest latency', mean: 'mean latency', max: 'largest latency', sd: 'standard deviation of latency' } as const;

const latency = (name: NonNullable<Metric['latency']>, title: string): Metric => ({
  name,
  title,
  quantity: 'time',
  better: 'less',
  of: 'requests',
  latency: name,
});
const kpi = (name: string, title: string, quantity: Quantity, better: Metric['better'], from: keyof Kpis & Metric['kpi']): Metric => ({
  name,
  title,
  quantity,
  better,
  of: 'requests',
  kpi: from as NonNullable<Metric['kpi']>,
});

/** Every figure that a condition can be about, in the order of the docs. */
export const METRICS: readonly Metric[] = [
  ...PERCENTILES.map((name) => latency(name, `${name === 'p999' ? '99.9' : name.slice(1)}th percentile of latency`)),
  ...(Object.keys(WORDS) as (keyof typeof WORDS)[]).map((name) => latency(name, WORDS[name])),
  kpi('error_rate', 'failed requests / requests', 'share', 'less', 'errorRate'),
  kpi('errors', 'failed requests', 'count', 'less', 'errors'),
  kpi('count', 'requests', 'count', 'more', 'count'),
  kpi('throughput', 'requests per time', 'rate', 'more', 'throughput'),
  kpi('apdex', 'Apdex at the target of --apdex-t, 0 to 1', 'index', 'more', 'apdex'),
  kpi('bytes', 'bytes received', 'data', 'less', 'bytesIn'),
  { name: 'users', title: 'most users active at once', quantity: 'count', better: 'more', of: 'run' },
  { name: 'dropped_iterations', title: 'iterations that were due and not started', quantity: 'count', better: 'less', of: 'run' },
  { name: 'verdict', title: 'the verdict', quantity: null, better: 'less', of: 'run' },
];

/** @returns the metric of that name, exactly as it is written */
export function metricOf(name: string): Metric | undefined {
  return METRICS.find((metric) => metric.name === name);
}
