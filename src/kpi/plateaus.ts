import type { LoadSignal } from './load-signal.js';

/** Bins from `from` to `to` (exclusive) in which the load stays at one level. */
export interface Plateau {
  from: number;
  to: number;
  /** Mean load. */
  level: number;
}

/** A plateau lasts at least this share of the run (by starts more, since it takes many to tell a slope), and at least this many bins. */
const MIN_SHARE = { users: 0.1, 'starts per second': 0.15 };
const MIN_BINS = 5;
/** Between the first and last third of a plateau the mean may differ by this share of the tolerance; a ramp differs by two thirds of its own spread. */
const MAX_SLOPE = 0.4;
/** A difference of starts that is none, however many there are: real systems drift. */
const MIN_SLOPE = 0.05;

/** Stretches of steady load, longest first found, then returned in time order. They do not overlap. */
export function plateausOf(signal: LoadSignal): Plateau[] {
  const found: Plateau[] = [];
  search(signal, 0, signal.values.length, found);
  return found.sort((a, b) => a.from - b.from);
}

function search(signal: LoadSignal, from: number, to: number, found: Plateau[]): void {
  const least = Math.max(MIN_BINS, Math.ceil(signal.values.length * MIN_SHARE[signal.meaning]));
  if (to - from < least) return;
  const best = longest(signal, from, to, least);
  if (!best) return;
  const plateau = trimmed(signal, best, least);
  found.push(plateau);
  search(signal, from, plateau.from, found);
  search(signal, plateau.to, to, found);
}

function longest(signal: LoadSignal, from: number, to: number, least: number): Plateau | null {
  let best: Plateau | null = null;
  for (let start = from; start + least <= to; start++) {
    let low = Number.POSITIVE_INFINITY;
    let high = 0;
    let sum = 0;
    for (let end = start; end < to; end++) {
      const value = signal.values[end] as number;
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
      const length = end + 1 - start;
      const level = sum / length;
      if (high - low > signal.tolerance * level + 1e-9) break;
      if (level > 0 && length >= least && length > (best ? best.to - best.from : 0) && isFlat(signal, start, end + 1, level))
        best = { from: start, to: end + 1, level };
    }
  }
  return best;
}

/**
 * Takes off the ends of ramps that lie within the tolerance. Users are whole numbers without noise, so each bin is held against the level of
 * the middle; starts are noisy, so three bins together are.
 */
function trimmed(signal: LoadSignal, plateau: Plateau, least: number): Plateau {
  const quarter = Math.floor((plateau.to - plateau.from) / 4);
  const level = mean(signal.values, plateau.from + quarter, plateau.to - quarter);
  const width = signal.meaning === 'users' ? 1 : 3;
  const limit = signal.meaning === 'users' ? Math.max(0.5, signal.edge * level) : signal.edge * level;
  let { from, to } = plateau;
  const isOff = (start: number): boolean => Math.abs(mean(signal.values, start, start + width) - level) > limit;
  while (to - from > least && isOff(from)) from++;
  while (to - from > least && isOff(to - width)) to--;
  return { from, to, level };
}

/** Share of the run that lies in steady parts, 0..1. */
export function steadyShare(signal: LoadSignal, plateaus: readonly Plateau[]): number {
  return plateaus.reduce((sum, { from, to }) => sum + to - from, 0) / signal.values.length;
}

function isFlat(signal: LoadSignal, from: number, to: number, level: number): boolean {
  const third = Math.max(1, Math.floor((to - from) / 3));
  const slope = Math.abs(mean(signal.values, from, from + third) - mean(signal.values, to - third, to));
  if (signal.meaning === 'users') return slope <= MAX_SLOPE * signal.tolerance * level + 1e-9;
  // Three standard deviations of the difference of two Poisson means: what is smaller cannot be told from chance.
  const chance = 3 * Math.sqrt(2 / (signal.perBin * third));
  return slope <= Math.min(MAX_SLOPE * signal.tolerance, Math.max(MIN_SLOPE, chance)) * level;
}

function mean(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] as number;
  return sum / (to - from);
}
