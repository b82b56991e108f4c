/** One series as it was scraped: samples, not rates. */
export interface RawSeries {
  /** All labels; the name of the metric is `__name__`. */
  labels: Readonly<Record<string, string>>;
  /** Moments of the samples, rising, ms since the epoch. */
  times: ArrayLike<number>;
  /** Values in the metric's own unit; NaN where the sample was none. */
  values: ArrayLike<number>;
  /** For the count or the sum of a native histogram: the histogram it was taken from. */
  native?: { name: string; part: 'count' | 'sum' };
}

/**
 * Name as the packs spell it: names and labels with dots (Prometheus 3, OTLP without translation) stand for those with underscores.
 * @param name of a metric or label
 */
export function plainName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_:]/g, '_');
}
