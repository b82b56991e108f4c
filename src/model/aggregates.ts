import type { ErrorClass } from './error-groups.js';
import type { LoadTool } from './load-tool.js';

/*
 * What a tool has computed itself, for files that hold no single request. Nothing in here is ours: a figure that the file does not
 * have is null, never derived from others by assumption. Percentiles are the tool's, by its own definition, and are never averaged.
 */

/** Latencies of one population as the file gives them, ms; null = not in the file. */
export interface AggregateLatency {
  min: number | null;
  mean: number | null;
  max: number | null;
  sd: number | null;
  p50: number | null;
  p75: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  p999: number | null;
}

/** Latencies of which nothing is known. */
export const NO_LATENCY: AggregateLatency = {
  min: null,
  mean: null,
  max: null,
  sd: null,
  p50: null,
  p75: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
};

/** Totals and means of one part of requests, ms; null = not in the file. */
export interface AggregatePart {
  mean: number | null;
  max: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** Figures of one population of requests over the whole run. */
export interface AggregateRow {
  /** Null for all requests. */
  label: string | null;
  /** Requests. */
  count: number;
  /** Failed ones; null where the file does not say. */
  errors: number | null;
  /** Requests per second as the tool gives them, 1/s; null where it does not. */
  throughput: number | null;
  latency: AggregateLatency;
  /** Over successful requests only; null where the file does not part them. */
  latencyOk: AggregateLatency | null;
  /** Bytes received and sent; null = not in the file. */
  bytesIn: number | null;
  bytesOut: number | null;
  connect: AggregatePart | null;
  ttfb: AggregatePart | null;
}

/** Figures of all requests in one step of time. */
export interface AggregateStep {
  /** Start, ms epoch. */
  start: number;
  /** Requests in this step (not since the start of the run). */
  count: number;
  /** Failed ones among them; null where the file does not say. */
  errors: number | null;
  /** Users active; null where the file does not say. */
  users: number | null;
  /** Latencies of this step alone. What the file has only since the start of the run is null here. */
  latency: AggregateLatency;
}

/** Failed requests of one kind. */
export interface AggregateFailure {
  label: string | null;
  class: ErrorClass;
  /** Response code as the file has it; '' where there is none. */
  code: string;
  message: string;
  count: number;
}

/**
 * What a file of one of the shapes `intervals` and `summary` says.
 * A tool may write one run into several files (Locust: totals, history, failures, exceptions); each then fills what it has.
 */
export interface Aggregates {
  /** Completes "this file has only …", such as "totals over the whole run". */
  only: string;
  /**
   * Which of the exports of one run this is. Files that belong together have the same `run` and different `part`s; null where the
   * format is one file, whole in itself.
   */
  set: { run: string; part: string } | null;
  /** First and last moment, ms epoch, and length, ms; null where the file does not say. */
  start: number | null;
  end: number | null;
  duration: number | null;
  /** All requests; null where this part of a set does not have them. */
  overall: AggregateRow | null;
  /** In the order of the file. */
  byLabel: AggregateRow[];
  /** Transactions (groups), which are no requests; in the order of the file. */
  transactions: AggregateRow[];
  /** How the tool defines its percentiles, in words; null where the file has none. */
  percentiles: string | null;
  /** Steps in time order, and their width, ms; null where the file has no history. */
  history: { step: number; steps: AggregateStep[] } | null;
  /** Failures by kind; null where the file does not list them. */
  failures: AggregateFailure[] | null;
  loadTool: LoadTool | null;
}
