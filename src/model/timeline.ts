import type { ErrorClass } from './error-groups.js';

/** Figures per step of time. */
export interface Timeline {
  /** Width of a step, ms. */
  step: number;
  /** Steps in time order; steps without a request are there too. Assigned by start of request. */
  points: TimelinePoint[];
}

/** One step of time. */
export interface TimelinePoint {
  /** Start of the step, ms epoch. */
  start: number;
  /** Requests started. */
  count: number;
  /** Failed ones among them; null where a file does not tell successes from failures. */
  errors: number | null;
  /** Requests started per second, 1/s. */
  throughput: number;
  /** Share of failed requests, 0..1; null without requests. */
  errorRate: number | null;
  /** Mean latency, ms. */
  mean: number | null;
  /** Smallest latency, ms. */
  min: number | null;
  /** Largest latency, ms. */
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
  /** Apdex, 0..1. */
  apdex: number | null;
  /** Active users, the largest seen in the step (injectors summed); null where unknown. */
  users: number | null;
  /** Bytes received in requests started in this step (bytes); null where unknown. */
  bytesIn: number | null;
  /** Bytes sent (bytes); null where unknown. */
  bytesOut: number | null;
  /** Mean time to first byte, ms; null where unknown. */
  ttfb: number | null;
  /** Failed requests by class, classes without any left out. */
  errorClasses: {
    /** Class of the failure. */
    class: ErrorClass;
    /** Failed requests. */
    count: number;
  }[];
}
