import { median } from '../../stats/robust.js';

/** Gaps longer than this many intervals are unknown time. */
export const GAP = 2.5;
/** How far a sample may be from a moment of a common grid, in intervals. */
const NEAR = 0.75;

/** When a target was scraped. Series of one target share its clock, so that an absent sample of one of them means something. */
export class Clock {
  readonly #places = new WeakMap<Float64Array, Int32Array>();

  /**
   * @param times moments, rising, ms
   * @param scraped whether the scrape brought samples
   * @param interval median time between scrapes, ms; null for a single one
   */
  constructor(
    readonly times: Float64Array,
    readonly scraped: Uint8Array,
    readonly interval: number | null,
  ) {}

  /** Index of a moment that the clock has; −1 if it has none. */
  indexOf(time: number, from: number): number {
    const { times } = this;
    let i = from;
    while (i < times.length && (times[i] as number) < time) i++;
    return times[i] === time ? i : -1;
  }

  /** For each moment of a grid the index of the nearest scrape: −1 before the first and after the last one, −2 within a gap. */
  places(grid: Float64Array, step: number): Int32Array {
    let places = this.#places.get(grid);
    if (places !== undefined) return places;
    const { times } = this;
    const reach = NEAR * step;
    places = new Int32Array(grid.length);
    let i = 0;
    for (let g = 0; g < grid.length; g++) {
      const time = grid[g] as number;
      while (i + 1 < times.length && Math.abs((times[i + 1] as number) - time) <= Math.abs((times[i] as number) - time)) i++;
      if (times.length > 0 && Math.abs((times[i] as number) - time) <= reach) places[g] = i;
      else places[g] = times.length === 0 || time < (times[0] as number) || time > (times[times.length - 1] as number) ? -1 : -2;
    }
    this.#places.set(grid, places);
    return places;
  }
}

/**
 * Clock of moments at which samples came; where there is a long gap, one moment without samples stands for it.
 * @param times moments, rising, ms
 * @param failed moments of scrapes that brought nothing
 */
export function clockOf(times: ArrayLike<number>, failed: ReadonlySet<number>): Clock {
  const interval = intervalOf(times);
  const moments: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    const before = times[i - 1] as number;
    if (i > 0 && interval !== null && time - before > GAP * interval) moments.push(before + interval);
    moments.push(time);
  }
  const real = new Set(Array.from(times));
  const scraped = Uint8Array.from(moments, (time) => (real.has(time) && !failed.has(time) ? 1 : 0));
  return new Clock(Float64Array.from(moments), scraped, interval);
}

/** Median time between moments, ms; null where there are fewer than two. */
export function intervalOf(times: ArrayLike<number>): number | null {
  if (times.length < 2) return null;
  const steps = new Float64Array(times.length - 1);
  for (let i = 1; i < times.length; i++) steps[i - 1] = (times[i] as number) - (times[i - 1] as number);
  return median(steps);
}
