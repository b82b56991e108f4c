import { median } from '../stats/robust.js';
import { mannKendall } from '../stats/trend.js';
import { SETTLE } from './level-changes.js';
import { type Signals, slowdownOf } from './signals.js';

/** How much slower the beginning must be; a warm-up of some minutes by a fifth is what a healthy system does. */
const SLOW_START = 0.25;
/** How much slower it must be after a spike, and in ms. */
const SLOWER = 0.2;
const MIN_MS = 10;
/** Share of the run, and time, that it must take to come near the end's level. */
const LONG_SHARE = 0.15;
const LONG_MS = 75_000;

/** A beginning that is slow for too long to be a warm-up. */
export interface SlowStart {
  from: number;
  to: number;
  /** Times as slow as the end, in the first part. */
  slower: number;
}

/** Whether the run starts slow and only gets to its level late. */
export function findSlowStart(signals: Signals): SlowStart | null {
  const slowdown = slowdownOf(signals);
  if (!slowdown) return null;
  const { width, start, values, base } = slowdown;
  const skip = Math.ceil(SETTLE / width);
  const end = values.length - 1;
  if (end - skip < 12) return null;
  const third = Math.floor((end - skip) / 4);
  const final = median(values.slice(end - third, end));
  const first = median(values.slice(skip, skip + third));
  const ratio = Math.exp(first - final);
  const finalMs = base * Math.exp(final);
  if (ratio - 1 < SLOW_START || (ratio - 1) * finalMs < MIN_MS) return null;
  // Thinned to at most 60 windows: noise of neighbours is not independent.
  const group = Math.ceil((end - skip) / 60);
  const thin: number[] = [];
  for (let i = skip; i + group <= end; i += group) thin.push(median(values.slice(i, i + group)));
  if (mannKendall(thin) > -4) return null;
  const timeOf = (i: number): number => start + i * width;
  const [early, late] = [signals.asked(timeOf(skip), timeOf(skip + third)), signals.asked(timeOf(end - third), timeOf(end))];
  if (early > 1.05 * late) return null;
  // Back at the level once half of the slowness (in logarithms) is gone for good.
  let back = skip;
  for (let i = skip; i < end; i++) if ((values[i] as number) - final > Math.log1p(SLOW_START / 2)) back = i + 1;
  const until = timeOf(back);
  const settled = timeOf(skip + [...thin.keys()].find((i) => (thin[i] as number) - final < (first - final) / 2)! * group);
  if (until - signals.start < Math.max(LONG_MS, LONG_SHARE * signals.span) || settled - signals.start < LONG_MS / 2) return null;
  return {
    from: signals.facts.window.start,
    to: Math.min(until, signals.facts.window.end),
    slower: ratio,
  };
}

/** A system that stays slow after more load is gone. */
export interface RecoveryFailure {
  from: number;
  to: number;
  slower: number;
}

/** Load in the spike over that of before, and how alike the load before and after must be. */
const SPIKE = 1.3;
const ALIKE = 0.1;
/** Time that may pass after the spike, and time that the system must stay slow, ms. */
const GRACE = 10_000;
const STAYS = 40_000;

/** Whether latencies stay up although the load is back where it was before a spike of load. */
export function findRecoveryFailure(signals: Signals): RecoveryFailure | null {
  const slowdown = slowdownOf(signals);
  if (!slowdown) return null;
  const { width, start, values, base } = slowdown;
  const end = values.length - 1;
  const loads = Float64Array.from(values, (_, i) => signals.load(start + i * width, start + (i + 1) * width));
  const smooth = loads.map((_, i) => median(loads.subarray(Math.max(0, i - 1), i + 2)));
  const skip = Math.ceil(SETTLE / width);
  const timeOf = (i: number): number => start + i * width;
  // The longest stretch above 1.3 times the load before it.
  const before0 = median(smooth.slice(skip, skip + Math.max(3, Math.floor(60_000 / width))));
  let from = -1;
  let to = -1;
  for (let i = skip; i < end; i++) {
    if ((smooth[i] as number) < SPIKE * before0 * 0.95) continue;
    if (from < 0) from = i;
    if (i - to > 3 && to >= 0) break;
    to = i + 1;
  }
  if (from < 0 || to >= end - Math.ceil(STAYS / width) || from - skip < 6) return null;
  const after = to + Math.ceil(GRACE / width);
  const loadBefore = median(loads.slice(skip, from));
  const loadAfter = median(loads.slice(after, end));
  if (Math.abs(loadAfter / loadBefore - 1) > ALIKE || median(loads.slice(from, to)) < SPIKE * 0.9 * loadBefore) return null;
  const levelBefore = median(values.slice(skip, from - 1));
  const stretch = values.slice(after, end);
  const levelAfter = median(stretch);
  const ratio = Math.exp(levelAfter - levelBefore);
  const ms = base * Math.exp(levelBefore);
  if (ratio - 1 < SLOWER || (ratio - 1) * ms < MIN_MS) return null;
  // It stays: nearly all windows after the spike are slower than nearly all before.
  const above = [...stretch].filter((value) => value > levelBefore + Math.log1p(SLOWER / 2)).length;
  if (above < 0.8 * stretch.length) return null;
  return { from: timeOf(to), to: signals.facts.window.end, slower: ratio };
}
