/** The percentiles as another tool would print them over the same requests. */
export interface PercentileDefinition {
  /** Whose definition. */
  name: string;
  /** The definition, in words. */
  definition: string;
  /** Label, or null for all. */
  label: string | null;
  /** 90th percentile, ms. */
  p90: number | null;
  /** 95th percentile, ms. */
  p95: number | null;
  /** 99th percentile, ms. */
  p99: number | null;
  /** Whether any of them differs from ours. */
  differs: boolean;
}
