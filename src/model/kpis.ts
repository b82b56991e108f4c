import type { ErrorClassCount } from './error-groups.js';

/** Figures of one population of requests. */
export interface Kpis {
  /** Label, or null for all. */
  label: string | null;
  /** Requests (a row that stands for many counts as many). */
  count: number;
  /** Failed requests; null where a file does not tell successes from failures. */
  errors: number | null;
  /** errors / count, 0..1; null without requests, or where a file does not tell successes from failures. */
  errorRate: number | null;
  /** count / (last end − first start) of the window or phase, 1/s; null where that span is 0. */
  throughput: number | null;
  /** Apdex at `settings.apdexT`, 0..1; null without requests, or where a file does not tell successes from failures. */
  apdex: number | null;
  /** True under 100 requests: the Apdex specification wants such a value marked. */
  apdexSmallSample: boolean;
  /** Over all counted requests. */
  latency: LatencyStats;
  /** Over successful requests only; without requests where a file does not tell successes from failures. */
  latencyOk: LatencyStats;
  /** Bytes received (bytes); null where unknown. */
  bytesIn: number | null;
  /** Bytes sent (bytes); null where unknown. */
  bytesOut: number | null;
  /** Time to connect of requests that opened a connection; null where the file does not say. */
  connect: PartStats | null;
  /** Time to first byte; null where the file does not say. */
  ttfb: PartStats | null;
  /** Failed requests by class, classes without any left out. */
  errorClasses: ErrorClassCount[];
}

/** Distribution of latencies, ms. Everything but the percentiles is exact. */
export interface LatencyStats {
  /** Requests in this population. */
  n: number;
  /** Smallest, ms. */
  min: number | null;
  /** Arithmetic mean, ms. */
  mean: number | null;
  /** Largest, ms. */
  max: number | null;
  /** Standard deviation of the population, ms. */
  sd: number | null;
  /** 50th percentile, ms. */
  p50: number | null;
  /** 75th percentile, ms. */
  p75: number | null;
  /** 90th percentile, ms. */
  p90: number | null;
  /** 95th percentile, ms. */
  p95: number | null;
  /** 99th percentile, ms. */
  p99: number | null;
  /** 99.9th percentile, ms. */
  p999: number | null;
  /** Percentiles that rest on fewer than ten requests beyond them (n < 10 / (1 − p)): shown, but not to be relied on. */
  smallSample: PercentileName[];
}

/** Names of the percentiles reported. */
export type PercentileName = 'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p999';

/** Distribution of one part of a request. */
export interface PartStats {
  /** Requests with this part. */
  n: number;
  /** Arithmetic mean, ms. */
  mean: number | null;
  /** Largest, ms. */
  max: number | null;
  /** 50th percentile, ms; null where only sums are kept (labels, phases). */
  p50: number | null;
  /** 95th percentile, ms; null where only sums are kept. */
  p95: number | null;
  /** 99th percentile, ms; null where only sums are kept. */
  p99: number | null;
}
