import type { Facts } from '../model/facts.js';

/** Bins that a run is looked at in, at most. */
const MAX_BINS = 200;
/** Starts per bin that make a rate steady enough to compare (its standard deviation is 1/√50 = 14 %). */
const ENOUGH_STARTS = 50;

/** Offered load over time: what phases are found from. */
export interface LoadSignal {
  meaning: 'users' | 'starts per second';
  /** Load per bin. */
  values: number[];
  /** First step of each bin, and one more: the end. */
  from: number[];
  /** Spread (largest − smallest) / mean that leaves a load steady. */
  tolerance: number;
  /** Distance from the level, as a share of it, up to which an edge belongs to a steady part. */
  edge: number;
  /** Starts in a bin on average; infinite for users, which are counted and not sampled. */
  perBin: number;
}

/** Users as the generator counts them; null where the files do not tell. */
export function usersSignal(facts: Facts): LoadSignal | null {
  if (!facts.known.users) return null;
  const { steps } = facts;
  const from = bins(steps.length, Math.ceil(steps.length / MAX_BINS));
  const values = usersPerBin(facts, from);
  return { meaning: 'users', values: medianOfFive(values), from, tolerance: 0.1, edge: 0.01, perBin: Number.POSITIVE_INFINITY };
}

/** Starts of requests per second. */
export function startsSignal(facts: Facts): LoadSignal {
  const { steps } = facts;
  const perStep = (facts.overall.ok.n + facts.overall.failed.n) / steps.length;
  const enough = Math.min(Math.ceil(ENOUGH_STARTS / Math.max(perStep, 1e-9)), Math.ceil(steps.length / 20));
  const from = bins(steps.length, Math.max(Math.ceil(steps.length / MAX_BINS), enough));
  const values = from.slice(0, -1).map((start, i) => {
    const bin = steps.slice(start, from[i + 1]);
    return bin.reduce((sum, step) => sum + step.ok.n + step.failed.n, 0) / ((bin.length * facts.stepWidth) / 1000);
  });
  // Starts are Poisson at best: over some hundred bins the extremes lie about six standard deviations apart.
  const perBin = (perStep * steps.length) / values.length;
  const tolerance = Math.max(0.3, 6 / Math.sqrt(Math.max(1, perBin)));
  return { meaning: 'starts per second', values: medianOfFive(values), from, tolerance, edge: tolerance / 4, perBin };
}

function bins(steps: number, width: number): number[] {
  const from: number[] = [];
  for (let i = 0; i < steps; i += Math.max(1, width)) from.push(i);
  // A last bin cut short would look like the end of the load; it joins the one before.
  if (from.length > 1 && steps - (from[from.length - 1] as number) < width) from.pop();
  from.push(steps);
  return from;
}

/** Takes out single odd bins without moving edges. */
function medianOfFive(values: readonly number[]): number[] {
  return values.map((value, i) => {
    if (i < 2 || i > values.length - 3) return value;
    return values.slice(i - 2, i + 3).sort((a, b) => a - b)[2] as number;
  });
}

/** Share of the bins in which a load that is set turns from up to down or back: a plan goes up and down a few times at most. */
const MOST_TURNS = 0.1;

/** Whether users wander instead of being set: they turn from up to down and back again and again. */
export function isWandering(facts: Facts, users: LoadSignal): boolean {
  const raw = usersPerBin(facts, users.from);
  let turns = 0;
  let direction = 0;
  for (let i = 1; i < raw.length; i++) {
    const next = Math.sign((raw[i] as number) - (raw[i - 1] as number));
    if (next !== 0 && direction !== 0 && next !== direction) turns++;
    if (next !== 0) direction = next;
  }
  return turns > MOST_TURNS * raw.length;
}

function usersPerBin(facts: Facts, from: readonly number[]): number[] {
  return from
    .slice(0, -1)
    .map((start, i) => facts.steps.slice(start, from[i + 1]).reduce((most, { users }) => Math.max(most, users?.max ?? 0), 0));
}
