export interface MetricsRange {
  /** ns. */
  start: bigint;
  end: bigint;
  /** ns. */
  step: bigint;
}

export interface Series {
  labels: { key: string; value: object }[];
  /** By place of the interval. */
  values: number[];
}

/** Intervals are aligned to the step, and named by their end: `(t - step, t]`. */
export function momentsOf({ start, end, step }: MetricsRange): bigint[] {
  const moments: bigint[] = [];
  for (let at = (start / step) * step; at < end + step; at += step) moments.push(at);
  return moments;
}

export function placeOf(time: bigint, { start, step }: MetricsRange): number {
  return Number((time - (start / step) * step + step - 1n) / step);
}
