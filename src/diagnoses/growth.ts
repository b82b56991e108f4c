import { quantity } from '../model/quantity.js';
import type { Signal } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { quantileOf } from '../stats/robust.js';

/** Times the quiet level, and above it in bytes, from which memory has grown: heaps double between two collections without any leak. */
const TIMES = 2;
const MORE_BYTES = 32 * 1024 * 1024;
/** Share of the values in the trouble that must be above: one spike between two collections is none. */
const LASTING = 0.6;

/** Memory that grew: in words, since when, and what shows it. */
export interface Growth {
  text: string;
  /** When it passed half of the way, ms. */
  at: number;
  signal: Signal;
}

/**
 * Memory that grew to a multiple of its quiet level and stayed there.
 * @returns null where it did not
 */
export function growth(signal: Signal, healthy: readonly Window[], anomaly: Window): Growth | null {
  const quiet = healthy.flatMap((part) => valuesIn(signal, part));
  const sick = valuesIn(signal, anomaly);
  if (quiet.length < 3 || sick.length < 3) return null;
  const level = quantileOf(quiet, 0.5);
  const least = Math.max(TIMES * level, level + MORE_BYTES);
  if (sick.filter((value) => value >= least).length < LASTING * sick.length) return null;
  const top = Math.max(...sick);
  const half = (level + top) / 2;
  const at = signal.times.find((time, i) => time >= anomaly.start - 60_000 && (signal.values[i] ?? 0) >= half) ?? anomaly.start;
  return { text: `${signal.title} (${signal.service}): from ${quantity(level, 'bytes')} to ${quantity(top, 'bytes')}`, at, signal };
}

/** Times the quiet level, and above it in bytes, at which a process may have ended of its memory; and how long before the trouble that is looked for, ms. */
const SWOLLEN = { times: 4, bytes: 64 * 1024 * 1024, before: 30_000 };

/** Memory at the last look before a process was gone, where it was many times its quiet level: too quick for growth to be followed. */
export function swelling(signal: Signal, healthy: readonly Window[], anomaly: Window): Growth | null {
  const quiet = healthy.filter(({ end }) => end <= anomaly.start).flatMap((part) => valuesIn(signal, part));
  const lead = { start: anomaly.start - SWOLLEN.before, end: anomaly.start };
  const last = valuesIn(signal, lead).at(-1);
  if (quiet.length < 3 || last === undefined || valuesIn(signal, anomaly).length > 1) return null;
  const level = quantileOf(quiet, 0.5);
  if (last < Math.max(SWOLLEN.times * level, level + SWOLLEN.bytes)) return null;
  const at = signal.times.findLast((time) => time >= lead.start && time <= lead.end) as number;
  return {
    text: `${signal.title} (${signal.service}): ${quantity(level, 'bytes')}, and ${quantity(last, 'bytes')} at the last look before it was gone`,
    at,
    signal,
  };
}

function valuesIn(signal: Signal, part: Window): number[] {
  return signal.times.flatMap((time, i) => {
    const value = signal.values[i];
    return time >= part.start && time <= part.end && value !== null && value !== undefined ? [value] : [];
  });
}
