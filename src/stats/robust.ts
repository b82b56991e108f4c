/** Robust statistics of short series of numbers. */

/** Middle value; the mean of the two middle ones. NaN without values. */
export function median(values: ArrayLike<number>): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  const sorted = scratch(n);
  for (let i = 0; i < n; i++) sorted[i] = values[i] as number;
  sorted.sort();
  const upper = sorted[n >> 1] as number;
  return n % 2 === 1 ? upper : ((sorted[(n >> 1) - 1] as number) + upper) / 2;
}

/** Room to sort in: some thousand medians over a run would else each leave an array behind. Valid until the next call. */
let room = new Float64Array(256);
function scratch(n: number): Float64Array {
  if (n > room.length) room = new Float64Array(2 * n);
  return room.subarray(0, n);
}

/** Value at a share of the sorted values, nearest rank from below; NaN without values. @param p share, 0..1 */
export function quantileOf(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] as number;
}

/** Mean; NaN without values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Median absolute deviation from the median, not scaled. */
export function medianDeviation(values: ArrayLike<number>): number {
  const centre = median(values);
  const n = values.length;
  const deviations = scratch(n);
  for (let i = 0; i < n; i++) deviations[i] = Math.abs((values[i] as number) - centre);
  return median(deviations);
}

/** MAD of a normal population, as a share of its standard deviation. */
export const MAD_OF_SD = 0.6745;

/**
 * Noise of a series whose level may change: of the differences of neighbours, which a change touches once.
 * @returns an estimate of the standard deviation
 */
export function noiseOf(values: ArrayLike<number>): number {
  const differences: number[] = [];
  for (let i = 1; i < values.length; i++) differences.push((values[i] as number) - (values[i - 1] as number));
  return medianDeviation(differences) / MAD_OF_SD / Math.SQRT2;
}

/** Points to each side of the local median that {@link autocorrelation} takes off. */
const LOCAL = 6;

/** Correlation of neighbours after taking off the local median, so that changes of level do not count; 0 to 0.8. */
export function autocorrelation(values: ArrayLike<number>): number {
  const all = Float64Array.from(values);
  const local = all.map((value, i) => value - median(all.subarray(Math.max(0, i - LOCAL), i + LOCAL + 1)));
  const centre = mean(local);
  let together = 0;
  let alone = 0;
  for (let i = 0; i < local.length; i++) {
    const d = (local[i] as number) - centre;
    alone += d * d;
    if (i > 0) together += d * ((local[i - 1] as number) - centre);
  }
  return Math.min(0.8, Math.max(0, together / (alone || 1)));
}
