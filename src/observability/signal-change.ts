import type { Signal, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { median, quantileOf } from '../stats/robust.js';

/*
 * One signal, in trouble against healthy. What counts is not how many deviations it moved (quantised and quiet series move by hundreds), but
 * how far that is beyond what the healthy parts of the same run do among themselves (research: calibrate, then take the maximum).
 */

/** How a signal differs between the healthy parts and one anomaly. */
export interface SignalChange {
  signal: Signal;
  /** Medians, in the unit of the signal, and numbers of values. */
  before: number;
  during: number;
  nBefore: number;
  nDuring: number;
  /** Largest value (smallest, where it fell) in the anomaly. */
  peak: number;
  /** `during − before`, or that of the 90th percentiles where only part of the anomaly shows it. */
  effect: number;
  /** Effect in units of the healthy parts' own differences: below 1.5 it is none. */
  score: number;
  /** Whether the change is in the bad direction. */
  bad: boolean;
  /** First moment beyond half of the change, ms; null where it cannot be told. */
  onset: number | null;
}

/** Values needed in the anomaly and in the healthy parts: below, even a large change is chance. */
const LEAST = 3;
/** With fewer values than this a score says "level change", no more. */
const ENOUGH = 6;
const FEW_SCORE = 3;
/** Values that a short anomaly should have, and how far it is widened to have them at most, to each side, ms. */
const SOME = 4;
const WIDEN_MS = 20_000;
/** Deviations that are none however quiet the healthy parts are (research/science 4: robust z >= 3). */
const LEAST_Z = 3;
/** Share of an anomaly that must lie outside all healthy values for a change that medians do not show. */
const PART = 0.15;
/** Pieces of the healthy parts that are compared with the rest of them; hours of short steps have thousands, and more would tell nothing new. */
const MOST_PIECES = 100;
/** Smallest scale per unit: resolution of what matters (research/observability 4.4). */
const FLOORS: Readonly<Record<string, number>> = {
  ratio: 0.01,
  s: 0.0005,
  ms: 0.5,
  bytes: 512 * 1024,
  'bytes/s': 64 * 1024,
  cores: 0.02,
  's/s': 0.001,
  '1/s': 0.2,
  count: 0.3,
};
const RELATIVE_FLOOR = 0.03;
/** Effects that nobody would act on, per unit, and relative to what was before. */
const LEAST_EFFECT: Readonly<Record<string, number>> = {
  ratio: 0.02,
  s: 0.002,
  ms: 2,
  bytes: 4 * 1024 * 1024,
  'bytes/s': 256 * 1024,
  cores: 0.08,
  '1/s': 0.5,
  count: 1,
};
const LEAST_RELATIVE = 0.15;
/** How long before an anomaly its cause may show, ms. */
const LEAD_MS = 30_000;

/**
 * Compares a signal in one anomaly with the healthy parts.
 * @param healthy parts of the run that are taken as healthy
 * @param anomaly part that is wrong
 * @param load offered load, to take out what load alone explains
 * @returns null where there are too few values, or it is as it was
 */
export function changeOf(signal: Signal, healthy: readonly Window[], anomaly: Window, load: TestTarget['load'] = []): SignalChange | null {
  if (signal.type === 'event') return eventChange(signal, healthy, anomaly);
  const at = adjusted(signal, healthy, load);
  const sick = valuesIn(signal, at, seen(signal, anomaly));
  const h = withoutEdges(signal, at, healthy, anomaly, sick);
  const quiet = h.flat();
  if (sick.length < LEAST || quiet.length < LEAST) return null;
  const scale = scaleOf(quiet, signal.unit);
  const before = median(quiet);
  const during = median(sick);
  const shift = during - before;
  const part = partialShift(quiet, sick);
  const effect = Math.abs(part) > 1.5 * Math.abs(shift) ? part : shift;
  if (Math.abs(effect) < (LEAST_EFFECT[signal.unit] ?? 0) || Math.abs(effect) < LEAST_RELATIVE * Math.abs(before)) return null;
  const z = Math.abs(effect) / scale;
  const score = z / Math.max(LEAST_Z, nullScore(h, signal.unit, sick.length));
  const few = sick.length < ENOUGH || quiet.length < ENOUGH;
  const rises = effect > 0;
  return {
    signal,
    before,
    during,
    nBefore: quiet.length,
    nDuring: sick.length,
    peak: rises ? Math.max(...sick) : Math.min(...sick),
    effect,
    score: few ? Math.min(score, FEW_SCORE) : score,
    bad: signal.bad === 'either' || (signal.bad === 'up') === rises,
    onset: onsetOf(signal, at, before, effect, anomaly),
  };
}

/** Score of an event that the healthy parts did not have. */
const EVENT_SCORE = 10;

/** Most that an event may be seen after the trouble, ms. */
const LOOK_MS = 60_000;

/** Events are counted, not compared by level: one is enough, where the healthy parts have none. */
function eventChange(signal: Signal, healthy: readonly Window[], anomaly: Window): SignalChange | null {
  const count = ({ start, end }: Window): number[] =>
    signal.times.filter((time, i) => time >= start && time <= end && (signal.values[i] ?? 0) > 0);
  const before = healthy.filter(({ end }) => end <= anomaly.start).flatMap(count);
  // A process that came back tells of it at the next look, when users have what they want again.
  const happened = count({ start: anomaly.start - LEAD_MS, end: anomaly.end + Math.min(LOOK_MS, 2 * usualStep(signal.times)) });
  const [first] = happened;
  // An event that also happens when nothing is wrong explains nothing; one in the lead time of a healthy part is the one meant here.
  if (first === undefined || before.some((time) => time < anomaly.start - LEAD_MS)) return null;
  return {
    signal,
    before: 0,
    during: happened.length,
    nBefore: before.length,
    nDuring: happened.length,
    peak: 1,
    effect: happened.length,
    score: EVENT_SCORE,
    bad: signal.bad !== 'down',
    onset: first,
  };
}

/** Whether a signal has values in an anomaly: without them nothing can be said of it, and "as before" least of all. */
export function isSeen(signal: Signal, anomaly: Window): boolean {
  return valuesIn(signal, (i) => signal.values[i] ?? null, seen(signal, anomaly)).length >= LEAST;
}

/** The anomaly, or so much around it that a signal has some values: what lasts a second falls between two scrapes, and shows in the next ones. */
function seen({ times }: Signal, { start, end }: Window): Window {
  const interval = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / Math.max(1, times.length - 1);
  // Where values are missing that should be there, a gap is a gap.
  const wide = Math.min(WIDEN_MS, Math.max(0, (SOME * interval - (end - start)) / 2));
  return { start: start - wide, end: end + wide };
}

/** Values of a window, and what load explains taken out of them. */
function valuesIn(signal: Signal, at: (index: number) => number | null, { start, end }: Window): number[] {
  const values: number[] = [];
  for (let i = 0; i < signal.times.length; i++) {
    const time = signal.times[i] as number;
    if (time < start || time > end) continue;
    const value = at(i);
    if (value !== null) values.push(value);
  }
  return values;
}

/**
 * Values of the healthy parts, without those next to the trouble that already, or still, are as in it: causes begin before users feel them and may outlast
 * what they feel. A few of these among the healthy values would make any change look usual.
 */
function withoutEdges(
  signal: Signal,
  at: (index: number) => number | null,
  healthy: readonly Window[],
  anomaly: Window,
  sick: readonly number[],
): number[][] {
  const all = healthy.map((part) => valuesIn(signal, at, part));
  const quiet = all.flat();
  if (quiet.length === 0 || sick.length === 0) return all;
  const [before, during] = [median(quiet), median(sick)];
  const isSick = (value: number): boolean => (during > before ? value > (before + during) / 2 : value < (before + during) / 2);
  return all.map((values, i) => {
    const { start, end } = healthy[i] as Window;
    const most = Math.floor(values.length / 3);
    let n = 0;
    if (start >= anomaly.end) while (n < most && isSick(values[n] as number)) n++;
    if (start >= anomaly.end) return values.slice(n);
    while (n < most && end <= anomaly.start && isSick(values[values.length - 1 - n] as number)) n++;
    return values.slice(0, values.length - n);
  });
}

/** Shift of the outer tenth, where enough of it lies beyond everything healthy; else 0. */
function partialShift(quiet: readonly number[], sick: readonly number[]): number {
  const high = Math.max(...quiet);
  const low = Math.min(...quiet);
  const above = sick.filter((value) => value > high).length / sick.length;
  const below = sick.filter((value) => value < low).length / sick.length;
  if (Math.max(above, below) < PART) return 0;
  return above >= below ? quantileOf(sick, 0.9) - quantileOf(quiet, 0.9) : quantileOf(sick, 0.1) - quantileOf(quiet, 0.1);
}

/** Never a raw MAD: it is 0 on quantised and mostly constant series. */
function scaleOf(values: readonly number[], unit: string): number {
  const middle = median(values);
  const mad = 1.4826 * median(values.map((value) => Math.abs(value - middle)));
  const iqr = (quantileOf(values, 0.75) - quantileOf(values, 0.25)) / 1.349;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return Math.max(mad, iqr, 0.5 * sd, FLOORS[unit] ?? 1e-9, RELATIVE_FLOOR * Math.abs(middle));
}

/** The same statistic between pieces of the healthy parts and the rest of them: its 95th percentile. */
function nullScore(parts: readonly (readonly number[])[], unit: string, size: number): number {
  const all = parts.flat();
  const length = Math.max(LEAST, Math.min(size, Math.floor(all.length / 3)));
  const scores: number[] = [];
  const step = Math.max(1, Math.floor(length / 3), Math.ceil((all.length - length) / MOST_PIECES));
  for (let from = 0; from + length <= all.length; from += step) {
    const piece = all.slice(from, from + length);
    const rest = [...all.slice(0, from), ...all.slice(from + length)];
    if (rest.length < LEAST) continue;
    const shift = median(piece) - median(rest);
    const part = partialShift(rest, piece);
    scores.push(Math.max(Math.abs(shift), Math.abs(part)) / scaleOf(rest, unit));
  }
  return scores.length === 0 ? 0 : quantileOf(scores, 0.95);
}

function onsetOf(
  signal: Signal,
  at: (index: number) => number | null,
  before: number,
  effect: number,
  { start, end }: Window,
): number | null {
  const half = before + effect / 2;
  const beyond = (i: number): boolean => {
    const value = at(i);
    return value !== null && (effect > 0 ? value >= half : value <= half);
  };
  for (let i = 0; i < signal.times.length; i++) {
    const time = signal.times[i] as number;
    if (time < start - LEAD_MS || time > end) continue;
    // One value alone is noise before the trouble, and news in it.
    if (beyond(i) && (time >= start || (beyond(i + 1) && beyond(i + 2)))) return time;
  }
  return null;
}

/**
 * Takes out of a signal what grows with load: where the healthy parts have seen load vary, by their own slope (Theil-Sen); else nothing is known
 * and nothing is taken out.
 */
function adjusted(signal: Signal, healthy: readonly Window[], load: NonNullable<TestTarget['load']>): (index: number) => number | null {
  const plain = (index: number): number | null => signal.values[index] ?? null;
  if (load.length < LEAST || signal.type === 'event') return plain;
  const loads = signal.times.map((time) => loadAt(load, time));
  const points: [load: number, value: number][] = [];
  signal.times.forEach((time, i) => {
    const value = signal.values[i];
    const x = loads[i];
    if (
      value !== null &&
      value !== undefined &&
      x !== null &&
      x !== undefined &&
      healthy.some(({ start, end }) => time >= start && time <= end)
    )
      points.push([x, value]);
  });
  const xs = points.map(([x]) => x);
  if (points.length < 2 * ENOUGH || quantileOf(xs, 0.9) < 1.5 * Math.max(quantileOf(xs, 0.1), 1e-9)) return plain;
  const slope = theilSen(points);
  const usual = median(xs);
  return (index) => {
    const value = plain(index);
    const x = loads[index];
    return value === null || x === null || x === undefined ? value : value - slope * (x - usual);
  };
}

function theilSen(points: readonly (readonly [number, number])[]): number {
  const step = Math.max(1, Math.ceil(points.length / 100));
  const some = points.filter((_, i) => i % step === 0);
  const slopes: number[] = [];
  for (let i = 0; i < some.length; i++) {
    for (let j = i + 1; j < some.length; j++) {
      const [x1, y1] = some[i] as [number, number];
      const [x2, y2] = some[j] as [number, number];
      if (x1 !== x2) slopes.push((y2 - y1) / (x2 - x1));
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/** Load of the step that a moment lies in; null outside. */
function loadAt(load: NonNullable<TestTarget['load']>, time: number): number | null {
  let low = 0;
  let high = load.length - 1;
  if (high < 0 || time < (load[0] as { at: number }).at) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((load[middle] as { at: number }).at <= time) low = middle;
    else high = middle - 1;
  }
  return (load[low] as { perSecond: number }).perSecond;
}

/** Usual time between two values, ms; 0 where there are not two. */
function usualStep(times: readonly number[]): number {
  return times.length < 2 ? 0 : median(times.slice(1).map((time, i) => time - (times[i] as number)));
}
