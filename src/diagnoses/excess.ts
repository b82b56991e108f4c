import type { Signal } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { median } from '../stats/robust.js';

/** What one thing has more than when it is well, over one anomaly. */
export interface Excess {
  /** Seconds of waiting per second, or failures per second. 0 where it is within its own noise. */
  perSecond: number;
  /** In units of what the healthy parts differ among themselves; from 1 on it is more than chance. */
  score: number;
  /** First moment it shows, ms; null where it is not known. */
  onset: number | null;
}

export const NO_EXCESS: Excess = { perSecond: 0, score: 0, onset: null };

/**
 * Healthy time just before an anomaly, as long as that: the reference of the drift guard (research/science 2.1). What drifted long before the trouble is
 * no part of it, however far from the rest of the healthy time it is.
 * @returns null where no healthy part ends before it
 */
export function justBefore(healthy: readonly Window[], { start, end }: Window): Window | null {
  const last = healthy.filter((part) => part.end <= start).at(-1);
  return last ? { start: Math.max(last.start, last.end - (end - start)), end: last.end } : null;
}

/** Known values of a window. */
export function valuesIn(signal: Signal, window: Window): number[] {
  const values: number[] = [];
  eachIn(signal, window, (_, value) => values.push(value));
  return values;
}

/** Visits the known values of a window. */
export function eachIn({ times, values }: Signal, { start, end }: Window, visit: (time: number, value: number) => void): void {
  times.forEach((time, i) => {
    const value = values[i];
    if (time >= start && time <= end && value !== null && value !== undefined) visit(time, value);
  });
}

/** Mean of a window; 0 without values. */
export function meanIn(signal: Signal, window: Window): number {
  const values = valuesIn(signal, window);
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Value at a moment: of the sample of that moment; where there is none, the median. Null where nothing is known. */
export function valueAt(signal: Signal): (time: number) => number | null {
  const known = signal.values.filter((value): value is number => value !== null);
  if (known.length === 0) return () => null;
  const usual = median(known);
  const byTime = new Map(signal.times.map((time, i) => [time, signal.values[i] ?? null]));
  return (time) => byTime.get(time) ?? usual;
}
