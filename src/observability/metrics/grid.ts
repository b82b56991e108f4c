import type { Clock } from './clock.js';
import type { IndexedSeries } from './series-index.js';

/** Moments at which a signal of several series stands. */
export interface Grid {
  times: Float64Array;
  /** Median step, ms; null for a single moment. */
  interval: number | null;
  /** For each moment the place on a clock (see {@link Clock.places}); null where the clock is the grid itself. */
  placesOf(clock: Clock): Int32Array | null;
  /** 1 where any of the targets was asked with success. */
  asked(): Uint8Array;
}

/**
 * Moments of a group: the target's own where there is one target, a common grid of the longest interval where there are several.
 * @param series of the group
 * @param grids those made before, so that the same targets give the same moments
 */
export function gridOf(series: readonly IndexedSeries[], grids: Map<string, Float64Array>): Grid {
  const clocks = [...new Set(series.map((one) => one.clock))];
  const [only] = clocks;
  if (clocks.length === 1 && only !== undefined)
    return { times: only.times, interval: only.interval, placesOf: () => null, asked: () => only.scraped };
  let step = 0;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const clock of clocks) {
    if (clock.times.length === 0) continue;
    step = Math.max(step, Math.round(clock.interval ?? 0));
    start = Math.min(start, clock.times[0] as number);
    end = Math.max(end, clock.times[clock.times.length - 1] as number);
  }
  step = step === 0 ? 1000 : step;
  const first = Math.floor(start / step) * step;
  const key = `${step} ${first} ${end}`;
  let times = grids.get(key);
  if (times === undefined) {
    times = Float64Array.from({ length: Math.floor((end - first) / step) + 1 }, (_, i) => first + i * step);
    grids.set(key, times);
  }
  const moments = times;
  const asked = (): Uint8Array => {
    const result = new Uint8Array(moments.length);
    for (const clock of clocks) {
      const places = clock.places(moments, step);
      for (let g = 0; g < moments.length; g++) {
        const place = places[g] as number;
        if (place >= 0 && clock.scraped[place] === 1) result[g] = 1;
      }
    }
    return result;
  };
  return { times: moments, interval: step, placesOf: (clock) => clock.places(moments, step), asked };
}
