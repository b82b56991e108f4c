import type { Span } from '../model/telemetry.js';
import type { AnalysedTrace } from './trace-analysed.js';
import { type Compared, sumsOf, type TraceSets } from './trace-sets.js';
import type { Work } from './trace-work.js';

/**
 * A way of calling that costs:
 * - `n-plus-one`: one span asks the same thing many times, one after the other
 * - `retry`: the same call again after it failed
 * - `fan-out`: one span has several of the same calls under way at once; the slowest counts
 */
export interface CallPattern extends Pick<Work, 'service' | 'operation' | 'kind' | 'peer'> {
  pattern: 'n-plus-one' | 'retry' | 'fan-out';
  /** Traces that have it. */
  traces: Compared;
  /** Mean number of such calls a trace, over all traces of the set: of a retry the calls after the first. */
  calls: Compared;
  /** Mean number over the traces that have it. */
  callsWhereSeen: Compared;
  /** Mean time in which at least one of them ran, ms a trace, over all traces of the set. */
  ms: Compared;
}

/** Children that ask the same thing, from which on they are too many. */
const MANY = 5;
/** Share of their time that must not overlap, for children to run one after the other. */
const SEQUENTIAL = 0.7;
/** Children at once that are a fan-out. */
const WIDE = 3;

interface Sighting extends Pick<CallPattern, 'pattern' | 'service' | 'operation' | 'kind' | 'peer'> {
  key: string;
  calls: number;
  ms: number;
}

/** Patterns of calls in slow traces, and how often normal ones have them; the one with most time more comes first. */
export function callPatterns(sets: TraceSets): CallPattern[] {
  const { slow, normal } = sets;
  const none = normal.length === 0 ? Number.NaN : 0;
  const patterns: CallPattern[] = [];
  for (const { example, ...seen } of sumsOf(sets, sightings).values()) {
    const { pattern, service, operation, kind, peer } = example;
    const total = (traces: Sighting[][], of: (one: Sighting) => number): number => traces.flat().reduce((sum, one) => sum + of(one), 0);
    const figures = (of: (one: Sighting) => number): Compared => ({
      slow: total(seen.slow, of) / slow.length,
      normal: normal.length === 0 ? none : total(seen.normal, of) / normal.length,
    });
    patterns.push({
      pattern,
      service,
      operation,
      kind,
      peer,
      traces: { slow: seen.slow.length, normal: seen.normal.length },
      calls: figures(({ calls }) => calls),
      callsWhereSeen: {
        slow: total(seen.slow, ({ calls }) => calls) / seen.slow.length,
        normal: total(seen.normal, ({ calls }) => calls) / seen.normal.length,
      },
      ms: figures(({ ms }) => ms),
    });
  }
  const more = ({ ms }: CallPattern): number => ms.slow - (Number.isNaN(ms.normal) ? 0 : ms.normal);
  return patterns.sort((a, b) => more(b) - more(a));
}

function* sightings({ tree, works }: AnalysedTrace): Generator<Sighting> {
  const { spans } = tree.trace;
  for (const parent of tree.belowEntry) {
    const children = tree.children[parent] as readonly number[];
    if (children.length === 0) continue;
    const groups = new Map<string, number[]>();
    for (const child of children) {
      const { key } = works[child] as Work;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [child]);
      else known.push(child);
    }
    for (const [key, places] of groups) {
      const calls = places.map((place) => spans[place] as Span);
      const { service, operation, kind, peer } = works[places[0] as number] as Work;
      const seen = (pattern: CallPattern['pattern'], count: number, ms: number): Sighting => ({
        key: `${pattern}\u0000${key}`,
        ...{ pattern, service, operation, kind, peer, calls: count, ms },
      });
      const sum = calls.reduce((total, { duration }) => total + duration, 0);
      const together = unionOf(calls);
      const again = retriesIn(calls);
      if (again.length > 0) yield seen('retry', again.length, unionOf(again));
      else if (calls.length >= MANY && together >= SEQUENTIAL * sum) yield seen('n-plus-one', calls.length, together);
      else if (calls.length >= WIDE && together < SEQUENTIAL * sum) yield seen('fan-out', calls.length, together);
    }
  }
}

/** Calls that came after one of the same had failed and was over, and calls that say themselves that they were sent again. */
function retriesIn(calls: readonly Span[]): Span[] {
  let failedUntil = Number.POSITIVE_INFINITY;
  const again: Span[] = [];
  for (const call of calls) {
    // Starts may be stamped in whole ms, so one that began together with the end of the other is after it.
    if (call.start >= failedUntil - 1 || Number(call.attributes['http.request.resend_count'] ?? 0) > 0) again.push(call);
    if (call.error) failedUntil = Math.min(failedUntil, call.start + call.duration);
  }
  return again;
}

/** Time in which at least one of them ran, ms. @param calls in order of start */
function unionOf(calls: readonly Span[]): number {
  let reached = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const { start, duration } of calls) {
    const end = start + duration;
    if (end > reached) sum += end - Math.max(start, reached);
    reached = Math.max(reached, end);
  }
  return sum;
}
