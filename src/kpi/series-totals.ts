/*
 * Exact totals of one series (a label's successes, or its failures): 16 doubles in a row of one array, so that a row of the file touches
 * two cache lines. Offsets are exported for the accumulator's inner loop.
 */

export const STRIDE = 16;
export const N = 0;
export const SUM = 1;
/** Value near the data that squared deviations are taken from; the series' first latency. */
export const SHIFT = 2;
/** Sum of squared deviations from SHIFT. */
export const SQUARES = 3;
export const MIN = 4;
export const MAX = 5;
export const BYTES_IN = 6;
export const BYTES_OUT = 7;
export const TTFB_SUM = 8;
export const TTFB_N = 9;
export const TTFB_MAX = 10;
export const CONNECT_SUM = 11;
export const CONNECT_N = 12;
export const CONNECT_MAX = 13;
export const SATISFIED = 14;
export const TOLERATING = 15;

/** Totals of many series. */
export class SeriesTotals {
  values: Float64Array = new Float64Array(64 * STRIDE);

  /** Makes room for series below `series`. */
  reserve(series: number): void {
    if (series * STRIDE <= this.values.length) return;
    const wide = new Float64Array(Math.max(series * STRIDE, this.values.length * 2));
    wide.set(this.values);
    this.values = wide;
  }

  /** Adds the totals of series `from` of another set to series `into`. */
  merge(into: number, other: SeriesTotals, from: number): void {
    const a = this.values;
    const b = other.values;
    const i = into * STRIDE;
    const j = from * STRIDE;
    const get = (array: Float64Array, at: number): number => array[at] as number;
    const n = get(b, j + N);
    if (n === 0) return;
    if (get(a, i + N) === 0) {
      a.set(b.subarray(j, j + STRIDE), i);
      return;
    }
    // Squared deviations from the other's shift, brought to this one's: Σ(x−s)² = Σ(x−t)² + 2(t−s)Σ(x−t) + n(t−s)².
    const d = get(b, j + SHIFT) - get(a, i + SHIFT);
    const fromShift = get(b, j + SUM) - n * get(b, j + SHIFT);
    a[i + SQUARES] = get(a, i + SQUARES) + get(b, j + SQUARES) + 2 * d * fromShift + n * d * d;
    for (const at of [N, SUM, BYTES_IN, BYTES_OUT, TTFB_SUM, TTFB_N, CONNECT_SUM, CONNECT_N, SATISFIED, TOLERATING])
      a[i + at] = get(a, i + at) + get(b, j + at);
    for (const at of [MAX, TTFB_MAX, CONNECT_MAX]) a[i + at] = Math.max(get(a, i + at), get(b, j + at));
    a[i + MIN] = Math.min(get(a, i + MIN), get(b, j + MIN));
  }

  /** Gives series new numbers; series that get the same number become one. */
  renumber(map: Int32Array): void {
    this.reserve(map.length);
    const old = new SeriesTotals();
    old.values = this.values;
    this.values = new Float64Array(old.values.length);
    map.forEach((to, from) => {
      this.merge(to, old, from);
    });
  }
}

/** Renaming of label slots as one of their series: successes at twice the slot, failures one above. */
export function seriesOfSlots(map: ArrayLike<number>): Int32Array {
  const series = new Int32Array(map.length * 2);
  for (let slot = 0; slot < map.length; slot++) {
    series[slot * 2] = (map[slot] as number) * 2;
    series[slot * 2 + 1] = (map[slot] as number) * 2 + 1;
  }
  return series;
}
