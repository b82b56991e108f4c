/* What the oracle says of a file. */

/** Distribution in ms; quantiles are nearest-rank and exact. */
export interface ExactLatency {
  n: number;
  sum: number | null;
  min: number | null;
  mean: number | null;
  max: number | null;
  sd: number | null;
  quantiles: number[];
}
/** Values above 0 of a column. */
export interface ExactPart {
  n: number;
  mean: number;
  max: number;
}
/** Exact figures of one label, or of all (label null). */
export interface ExactKpis {
  label: string | null;
  count: number;
  errors: number;
  start: number;
  end: number;
  apdex: number;
  throughput: number | null;
  latency: ExactLatency;
  latencyOk: ExactLatency;
  bytesIn: number | null;
  bytesOut: number | null;
  ttfb: ExactPart | null;
  connect: ExactPart | null;
  classes: Record<string, number>;
  outliers: { zThreshold: number; zCount: number; median: number; mad: number; modifiedZCount: number; p99p50: number };
}
/** Everything the oracle says of a file. */
export interface Exact {
  /** Data records in the file. */
  read: number;
  overall: ExactKpis | null;
  byLabel: Map<string, ExactKpis>;
  /** Requests started per whole second of the epoch. */
  perSecond: Map<number, { count: number; errors: number }>;
  /** How many latencies are over a limit. */
  countAbove(label: string | null, limit: number): Promise<number>;
}
