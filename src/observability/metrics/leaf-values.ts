import type { Leaf } from '../packs/expression.js';
import { GAP } from './clock.js';
import type { Grid } from './grid.js';
import type { IndexedSeries } from './series-index.js';

/** A sample that does not exist though its target was asked: it counts for nothing, as in PromQL. */
const ABSENT = Number.NEGATIVE_INFINITY;

/**
 * One leaf over the series of a group.
 * @param leaf what to take
 * @param series those that match it
 * @param grid moments
 * @returns a value for each moment; NaN where it is unknown
 */
export function leafValues(
  leaf: Pick<Leaf, 'take' | 'across' | 'born' | 'optional'>,
  series: readonly IndexedSeries[],
  grid: Grid,
): Float64Array {
  const n = grid.times.length;
  const sum = new Float64Array(n);
  const count = new Int32Array(n);
  const unknown = new Uint8Array(n);
  const { across } = leaf;
  for (const one of series) {
    const taken = leaf.take === 'gauge' ? gaugeOf(one) : leaf.take === 'rate' ? rateOf(one, leaf.born) : changesOf(one);
    const places = grid.placesOf(one.clock);
    for (let g = 0; g < n; g++) {
      const place = places === null ? g : (places[g] as number);
      if (place === -1) continue;
      const value = place === -2 ? Number.NaN : (taken[place] as number);
      if (value === ABSENT) continue;
      if (Number.isNaN(value)) {
        unknown[g] = 1;
        continue;
      }
      if (count[g] === 0 || across === 'sum' || across === 'avg') sum[g] = (sum[g] as number) + value;
      else if (across === 'max') sum[g] = Math.max(sum[g] as number, value);
      else if (across === 'min') sum[g] = Math.min(sum[g] as number, value);
      count[g] = (count[g] as number) + 1;
    }
  }
  // Labels come and go (states, codes): without any of them it is 0 where the target was asked, if the leaf says that absence means none.
  const none = leaf.optional || (leaf.take === 'rate' && leaf.born) ? 0 : Number.NaN;
  const asked = grid.asked();
  const result = new Float64Array(n);
  for (let g = 0; g < n; g++) {
    if (unknown[g] === 1) result[g] = Number.NaN;
    else if (count[g] === 0) result[g] = asked[g] === 1 ? none : Number.NaN;
    else if (across === 'count') result[g] = count[g] as number;
    else result[g] = across === 'avg' ? (sum[g] as number) / (count[g] as number) : (sum[g] as number);
  }
  return result;
}

/** Values as they stand; absent ones of an asked target as absent, of one that was not as unknown. */
function gaugeOf(one: IndexedSeries): Float64Array {
  const { values, clock } = one;
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    result[i] = Number.isFinite(value) ? value : clock.scraped[i] === 1 ? ABSENT : Number.NaN;
  }
  return result;
}

/** Increase per second since the sample before. A smaller value than before is a reset: the counter began at 0 again. */
function rateOf(one: IndexedSeries, born: boolean): Float64Array {
  const { values, clock } = one;
  const { times, scraped, interval } = clock;
  const result = new Float64Array(values.length);
  const longest = interval === null ? Number.POSITIVE_INFINITY : GAP * interval;
  let before = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      result[i] = scraped[i] === 1 && i > 0 ? ABSENT : Number.NaN;
      continue;
    }
    if (before >= 0) {
      const elapsed = (times[i] as number) - (times[before] as number);
      const last = values[before] as number;
      const rise = value < last ? value : value - last;
      if (elapsed <= longest) result[i] = (rise / elapsed) * 1000;
      // Gone with a restart while its target went on answering, and there again with its first event.
      else if (born && value < last && scraped[i - 1] === 1) result[i] = (value / ((times[i] as number) - (times[i - 1] as number))) * 1000;
      else result[i] = Number.NaN;
    } else if (i === 0) result[i] = Number.NaN;
    else if (scraped[i - 1] === 0) result[i] = Number.NaN;
    else result[i] = born ? (value / ((times[i] as number) - (times[i - 1] as number))) * 1000 : ABSENT;
    before = i;
  }
  return result;
}

/** 1 where the value differs from the last one by more than rounding. */
function changesOf(one: IndexedSeries): Float64Array {
  const { values, clock } = one;
  const result = new Float64Array(values.length);
  let before = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      result[i] = clock.scraped[i] === 1 ? ABSENT : Number.NaN;
      continue;
    }
    // Times of start are computed from a clock that is corrected now and then.
    result[i] = Number.isNaN(before) || Math.abs(value - before) <= CHANGED ? 0 : 1;
    before = value;
  }
  return result;
}

/** Differences up to this are no change, s for times of start. */
const CHANGED = 1.5;
