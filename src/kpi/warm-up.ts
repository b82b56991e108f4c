import type { Facts } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { percentile } from '../stats/quantile.js';

/** The start is slow if its median is above the rest's by both of these. */
const RELATIVE = 1.3;
const ABSOLUTE_MS = 5;
/** It is over once the median is within this of the rest. */
const SETTLED = 1.15;
/** A warm-up is at most this share of the steady part: what lasts longer is not warming up. */
const MAX_SHARE = 0.3;
/** Bins looked at in the steady part, and requests a bin needs. */
const BINS = 40;
const MIN_REQUESTS = 20;

/**
 * Length of a slow start within a steady part.
 * @param from first step of the part
 * @param to step after its last
 * @returns number of steps; 0 where there is none
 */
export function warmUpSteps(facts: Facts, from: number, to: number): number {
  const width = Math.max(1, Math.ceil((to - from) / BINS));
  const rest = median(facts, Math.floor((from + to) / 2), to);
  if (rest === null) return 0;
  const limit = from + Math.floor((to - from) * MAX_SHARE);
  const slow = (start: number, factor: number): boolean => {
    const value = median(facts, start, Math.min(start + width, to));
    return value !== null && value > rest * factor && value - rest > ABSOLUTE_MS;
  };
  if (!slow(from, RELATIVE)) return 0;
  for (let start = from + width; start <= limit; start += width) {
    if (!slow(start, SETTLED) && !slow(start + width, SETTLED)) return start - from;
  }
  return 0;
}

function median(facts: Facts, from: number, to: number): number | null {
  const { ok } = facts.stepHistograms(from, to);
  const histogram = new Histogram().merge(ok);
  if (histogram.total < MIN_REQUESTS) return null;
  return percentile(histogram, 0.5, { min: 0, max: Number.POSITIVE_INFINITY, resolution: facts.resolution });
}
