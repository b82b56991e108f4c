import type { Signal } from '../../model/telemetry.js';

/** Limits of what is kept. */
export interface SignalLimits {
  /** Signals of one pack. */
  perPack: number;
  /** Signals in total. */
  total: number;
}

/** Enough for a large system; what changes least is left out first. */
export const SIGNAL_LIMITS: SignalLimits = { perPack: 300, total: 3000 };

/** Parts of the window that are compared to see what changes at all. */
const PARTS = 10;

/**
 * How much a signal changes: greatest less smallest mean of tenths of its window, in its unit.
 * @param signal any
 */
export function changeOf(signal: Pick<Signal, 'values'>): number {
  const { values } = signal;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const length = Math.max(1, Math.ceil(values.length / PARTS));
  for (let from = 0; from < values.length; from += length) {
    let sum = 0;
    let n = 0;
    for (let i = from; i < Math.min(values.length, from + length); i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      sum += value;
      n++;
    }
    if (n === 0) continue;
    least = Math.min(least, sum / n);
    most = Math.max(most, sum / n);
  }
  return most < least ? 0 : most - least;
}

/**
 * Those of an entry that change most, per service.
 * @param signals of one entry
 * @param top how many of a service stay
 */
export function topOf(signals: readonly Signal[], top: number): Signal[] {
  const services = new Map<string | null, Signal[]>();
  for (const signal of signals) services.set(signal.service, [...(services.get(signal.service) ?? []), signal]);
  const kept = new Set([...services.values()].flatMap((siblings) => (siblings.length <= top ? siblings : ranked(siblings).slice(0, top))));
  return signals.filter((signal) => kept.has(signal));
}

/**
 * Cuts the signals of a pack to a number: of each entry in turn those that change most, so that no entry pushes another out.
 * @param entries signals by entry
 * @param room how many may stay
 */
export function fairShare(entries: readonly (readonly Signal[])[], room: number): Signal[] {
  const total = entries.reduce((sum, signals) => sum + signals.length, 0);
  if (total <= room) return entries.flat();
  const queues = entries.map((signals) => ranked(signals));
  const kept = new Set<Signal>();
  for (let turn = 0; kept.size < room && queues.some((queue) => queue.length > turn); turn++)
    for (const queue of queues) if (kept.size < room && turn < queue.length) kept.add(queue[turn] as Signal);
  return entries.flat().filter((signal) => kept.has(signal));
}

/** Those that change most first; in order of names where they change alike, so that the order of answers does not matter. */
function ranked(signals: readonly Signal[]): Signal[] {
  return signals
    .map((signal) => ({
      signal,
      change: Number(changeOf(signal).toPrecision(9)),
      name: JSON.stringify([signal.service, signal.instance, signal.labels]),
    }))
    .sort((a, b) => b.change - a.change || (a.name < b.name ? -1 : 1))
    .map(({ signal }) => signal);
}
