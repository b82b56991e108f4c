import type { Exemplar } from './exemplar.js';

/** The three seed statistics of one population. They describe; they decide nothing. */
export interface OutlierStatistics {
  /** Label, or null for all. */
  label: string | null;
  /** Rows over mean + 2.5 sd. */
  zScore: OutlierStatistic;
  /** Rows with 0.6745 (x − median) / MAD > 3.5. */
  modifiedZScore: OutlierStatistic;
  /** P99 / P50, the tail ratio. */
  p99p50: OutlierStatistic;
}

/** One outlier statistic. */
export interface OutlierStatistic {
  /** Latency above which a request is marked, ms (zScore, modifiedZScore), or the ratio above which the tail counts as long (p99p50, no unit); null where undefined. */
  threshold: number | null;
  /** The statistic's own value: sd in ms (zScore), MAD in ms (modifiedZScore), P99/P50 without unit (p99p50). */
  value: number | null;
  /** Requests above the threshold (for p99p50: above threshold × P50), by the value of their histogram bucket. */
  count: number | null;
  /** Bounds of that count that hold for certain: the bucket that the threshold cuts left out, and taken whole. */
  countBounds: {
    /** Requests surely above. */
    low: number;
    /** Requests possibly above. */
    high: number;
  } | null;
  /** count / n, 0..1. */
  share: number | null;
  /** The ten slowest marked requests, slowest first. */
  worst: Exemplar[];
  /** What it means, in words. */
  means: string;
  /** What it does not mean: whole sentences. */
  doesNotMean: string;
}
