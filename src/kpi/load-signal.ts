import type { Facts } from '../model/facts.js';

/** Bins that a run is looked at in, at most. */
const MAX_BINS = 200;
/** Starts per bin that make a rate steady enough to compare (its standard deviation is 1/√50 = 14 %). */
const ENOUGH_STARTS = 50;

/** Offered load over time: what phases are found from. */
export interface LoadSignal {
  /** Users where the file tells them, else starts of requests per second. */
  meaning: 'users' | 'starts per second';
  /** Load per bin. */
  values: number[];
  /** First step of each bin, and one more: the end. */
  from: number[];
  /** Spread (largest − smallest) / mean that chance alone makes. */
  tolerance: number;
}

/** Parts a run into bins of equal width and tells the load in each. */
export function loadSignal(facts: Facts): LoadSignal {
  const { steps } = facts;
  const starts = facts.overall.ok.n + facts.overall.failed.n;
  const known = facts.known.users;
  const perStep = starts / steps.length;
  const enough = known ? 1 : Math.ceil(ENOUGH_STARTS / Math.max(perStep, 1e-9));
  const width = Math.max(1, Math.ceil(steps.length / MAX_BINS), Math.min(enough, Math.ceil(steps.length / 20)));
  const from: number[] = [];
  for (let i = 0; i < steps.length; i += width) from.push(i);
  // A last bin cut short would look like the end of the load; it joins the one before.
  if (from.length > 1 && steps.length - (from[from.length - 1] as number) < width) from.pop();
  from.push(steps.length);
  const values: number[] = [];
  for (let i = 0; i + 1 < from.length; i++) {
    const bin = steps.slice(from[i], from[i + 1]);
    if (known) values.push(bin.reduce((most, step) => Math.max(most, step.users ?? 0), 0));
    else values.push(bin.reduce((sum, step) => sum + step.ok.n + step.failed.n, 0) / bin.length);
  }
  // Starts are Poisson at best: over some hundred bins the extremes lie about six standard deviations apart.
  const tolerance = known ? 0.1 : Math.max(0.3, 6 / Math.sqrt(Math.max(1, perStep * width)));
  return { meaning: known ? 'users' : 'starts per second', values: medianOfFive(values), from, tolerance };
}

/** Takes out single odd bins without moving edges. */
function medianOfFive(values: readonly number[]): number[] {
  return values.map((value, i) => {
    if (i < 2 || i > values.length - 3) return value;
    return values.slice(i - 2, i + 3).sort((a, b) => a - b)[2] as number;
  });
}
