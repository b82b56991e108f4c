/** Latencies of all counted requests by size, for drawing: counts are exact, percentiles are under `kpis`. */
export interface Distribution {
  /** Bounds of the bands, ms, rising, one more than there are bands: band i is [bounds[i], bounds[i + 1]). */
  bounds: number[];
  /** Successes per band; all requests where a file does not tell successes from failures. */
  ok: number[];
  /** Failed requests per band. */
  failed: number[];
}

/** Latencies of all counted requests by size over time, for drawing. */
export interface Heatmap {
  /** As in {@link Distribution}, in wider bands. */
  bounds: number[];
  /** Start of the first step, ms epoch. */
  start: number;
  /** Width of a step, ms. */
  step: number;
  /** Per step: requests per band; bands at the end that are empty are left out. */
  counts: number[][];
}
