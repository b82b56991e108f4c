import type { Facts } from '../model/facts.js';
import { changePoints } from '../stats/change-points.js';
import { median, noiseOf } from '../stats/robust.js';

import { type LabelSeries, MIN_IN_WINDOW } from './label-series.js';

/** What a rise must be: as a share of the level before, and in ms. Source: research on healthy and sick runs (docs/methods/thresholds.md). */
export interface Floor {
  share: number;
  ms: number;
}

/** Time at the start of a run in which levels settle, ms. */
export const SETTLE = 30_000;
/** Time at the end in which requests are cut, ms. */
export const TAIL = 5000;
/** Shortest time that a level must last, ms. */
const PERSIST = 15_000;
/** Rise of the offered load, as a share, across which latencies are not compared; and the standard deviations by which it must be more than chance. */
export const LOAD_GUARD = 0.05;
const LOAD_Z = 2.5;
/**
 * Rise of latency over rise of load that load does not explain: a queue (M/M/1) answers 1 % more load with ρ/(1 − ρ) % more time, which is 8 at 89 % in use.
 * What is slower than that by so little load is either at its end, or something else happened; both must be told.
 */
const ELASTIC = 8;
/** A rise that is over sooner than this must be so many times the usual floor: queues come and go by chance, ms. */
const SHORT = 45_000;
const SHORT_FACTOR = 4;
/** Fewest windows in which a level is looked for. */
const MIN_WINDOWS = 12;

/**
 * Windows of a series in which it is asked for, between the time in which levels settle and the end: first, and the one after the last. Before a label's first
 * requests its figures would all be the same, and make what follows look less noisy than it is.
 */
function judgedWindows(
  { window }: Facts,
  { start, width, count }: Pick<LabelSeries, 'start' | 'width' | 'count'>,
): [from: number, to: number] {
  const first = count.findIndex((n) => n >= MIN_IN_WINDOW);
  const last = count.findLastIndex((n) => n >= MIN_IN_WINDOW);
  const skip = Math.max(Math.ceil(SETTLE / width), first);
  return [skip, Math.max(skip, Math.min(Math.floor((window.end - TAIL - start) / width), last + 1))];
}

/** Whether a series has windows enough for levels to be told apart. */
export function hasLevels(facts: Facts, series: Pick<LabelSeries, 'start' | 'width' | 'count'>): boolean {
  const [from, to] = judgedWindows(facts, series);
  return to - from >= MIN_WINDOWS;
}

/** A stretch in which a percentile lies above the level before it. */
export interface LevelChange {
  label: string;
  /** ms epoch. */
  from: number;
  to: number;
  /** Level before and in it, ms. */
  before: number;
  during: number;
  /** Whether it lasts to the end of the run. */
  lasting: boolean;
  /** Windows of the pieces, in the series. */
  first: number;
  last: number;
  /** First window that was judged. */
  begin: number;
  /** First window of the level before. */
  previous: number;
}

/**
 * Rises of one percentile of a label, at a load that did not rise.
 */
export function risesOf(
  signals: { facts: Facts; load(from: number, to: number): number },
  series: LabelSeries,
  percentile: 'p50' | 'p95',
  floor: Floor,
): LevelChange[] {
  const [skip, end] = judgedWindows(signals.facts, series);
  const values = [...series[percentile].subarray(skip, end)];
  if (values.length < MIN_WINDOWS) return [];
  const shortest = Math.max(3, Math.round(PERSIST / series.width));
  const cuts = changePoints(
    values.map((ms) => Math.log(Math.max(0.5, ms))),
    shortest,
  );
  const edges = [0, ...cuts, values.length];
  const levels = edges.slice(1).map((to, i) => median(values.slice(edges[i], to)));
  const timeOf = (edge: number): number => series.start + (skip + edge) * series.width;
  const loads = edges.slice(1).map((to, i) => signals.load(timeOf(edges[i] as number), timeOf(to)));
  const noise = noiseOf(values.map((_, i) => signals.load(timeOf(i), timeOf(i + 1))));
  const loadExplains = (i: number, rise: number): boolean => {
    const [before, during] = [loads[i - 1] as number, loads[i] as number];
    const windows = (piece: number): number => (edges[piece + 1] as number) - (edges[piece] as number);
    const more = during / before - 1;
    if (more <= LOAD_GUARD || rise > ELASTIC * more) return false;
    return during - before > LOAD_Z * noise * Math.sqrt(1 / windows(i - 1) + 1 / windows(i));
  };
  const out: LevelChange[] = [];
  for (let i = 1; i < levels.length; i++) {
    const before = levels[i - 1] as number;
    const during = levels[i] as number;
    if (during / before - 1 < floor.share || during - before < floor.ms) continue;
    if (loadExplains(i, during / before - 1)) continue;
    let last = i;
    while (last + 1 < levels.length && (levels[last + 1] as number) > (before + during) / 2) last++;
    const lasting = last + 1 === levels.length;
    const short = !lasting && ((edges[last + 1] as number) - (edges[i] as number)) * series.width < SHORT;
    if (short && during / before - 1 < SHORT_FACTOR * floor.share) continue;
    out.push({
      label: series.label,
      from: timeOf(edges[i] as number),
      to: lasting ? signals.facts.window.end : timeOf(edges[last + 1] as number),
      before,
      during: median(values.slice(edges[i], edges[last + 1])),
      lasting,
      begin: skip,
      first: skip + (edges[i] as number),
      last: skip + (edges[last + 1] as number),
      previous: skip + (edges[i - 1] as number),
    });
    i = last;
  }
  return out;
}
