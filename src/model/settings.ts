/** Choices and findings that hold for every figure. */
export interface Settings {
  /** Apdex target T, ms. Satisfied <= T, tolerating <= 4 T, errors frustrated. */
  apdexT: number;
  /** How percentiles are estimated. */
  percentiles: PercentileMethod;
  /** Part of the run that was asked for, ms epoch; null = not limited on that side. */
  from: number | null;
  /** See `from`. */
  to: number | null;
  /** Warm-up set by the user, ms from the first start; null = found from the data. */
  warmup: number | null;
  /** Patterns of labels to keep; empty = all. */
  include: string[];
  /** Patterns of labels to leave out. */
  exclude: string[];
  /** Labels before and after folding by template; equal where nothing was folded. */
  labels: {
    /** Distinct labels met (labels); once folded over several files, a lower bound. */
    distinct: number;
    /** Labels reported (labels). */
    reported: number;
  };
}

/** How percentiles come about. */
export interface PercentileMethod {
  /** Name of the estimator; as-reported: the load tool's own values. */
  estimator: 'nearest-rank' | 'as-reported';
  /** The load tool's definition in words, where its own values are shown; null for ours. */
  definition: string | null;
  /** Name of the histogram whose buckets hold the values; null for the load tool's own values. */
  histogram: 'log-linear-7' | null;
  /** Largest relative error of a percentile (share); null for the load tool's own values. */
  relativeError: number | null;
  /** Values are whole multiples of this many ms, so that percentiles are snapped to it; null = not. */
  resolutionMs: number | null;
}
