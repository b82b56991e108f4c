import { operationOf } from './span-operation.js';
import type { AnalysedTrace } from './trace-analysed.js';

/** A figure of slow traces and of normal ones of the same entry. */
export interface Compared {
  slow: number;
  /** NaN where there are no normal traces. */
  normal: number;
}

/** Slow traces and normal ones of the same entry. */
export interface TraceSets {
  slow: readonly AnalysedTrace[];
  normal: readonly AnalysedTrace[];
}

/** Mean of a figure over each set. */
export function meanOf({ slow, normal }: TraceSets, of: (one: AnalysedTrace) => number): Compared {
  const mean = (traces: readonly AnalysedTrace[]): number => traces.reduce((sum, one) => sum + of(one), 0) / traces.length;
  return { slow: mean(slow), normal: mean(normal) };
}

/**
 * What each trace gives for a key, added up over each set.
 * @param of what one trace has; the same key may come several times
 * @returns sums over all traces of a set, by key
 */
export function sumsOf<T extends { key: string }>(
  sets: TraceSets,
  of: (one: AnalysedTrace) => Iterable<T>,
): Map<string, { example: T; slow: T[][]; normal: T[][] }> {
  const found = new Map<string, { example: T; slow: T[][]; normal: T[][] }>();
  for (const side of ['slow', 'normal'] as const)
    for (const trace of sets[side]) {
      const own = new Map<string, T[]>();
      for (const one of of(trace)) {
        const ones = own.get(one.key);
        if (ones === undefined) own.set(one.key, [one]);
        else ones.push(one);
      }
      for (const [key, ones] of own) {
        const known = found.get(key) ?? { example: ones[0] as T, slow: [], normal: [] };
        known[side].push(ones);
        found.set(key, known);
      }
    }
  return found;
}

/** Traces by their entry: the service and operation that the request came in at. */
export function byEntry(traces: readonly AnalysedTrace[]): Map<string, AnalysedTrace[]> {
  const groups = new Map<string, AnalysedTrace[]>();
  for (const one of traces) {
    const key = `${one.entry.service}\u0000${operationOf(one.entry)}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return groups;
}
