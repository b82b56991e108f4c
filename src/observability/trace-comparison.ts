import type { Trace } from '../model/telemetry.js';
import { operationOf } from './span-operation.js';
import { peerNames } from './span-peer.js';
import { type AnalysedTrace, analysedTree } from './trace-analysed.js';
import { type CallPattern, callPatterns } from './trace-call-patterns.js';
import { type ErrorOrigin, errorOrigins } from './trace-errors.js';
import { type PoolWait, poolWaits } from './trace-pool-wait.js';
import { byEntry, type Compared, meanOf, type TraceSets } from './trace-sets.js';
import { type AttributeShare, attributeShares } from './trace-shares.js';
import { treeOf } from './trace-tree.js';
import { type Work, Works } from './trace-work.js';

/** One kind of work, slow traces against normal ones. */
export interface Part extends Work {
  /** Mean critical path, ms a trace. */
  ms: Compared;
  /** `ms.slow - ms.normal`. Over all parts the sum is the difference of the mean durations. */
  difference: number;
  /** Mean number of calls a trace, on the critical path or not. */
  calls: Compared;
  /** Mean number of failed calls a trace. */
  errors: Compared;
}

/** Slow traces of one entry against normal ones of the same. */
export interface TraceComparison {
  /** Service and operation that the request came in at. */
  entry: { service: string; operation: string };
  /** Labels of the load test's requests in it. */
  labels: string[];
  traces: Compared;
  /** Mean duration of the entry, ms. */
  duration: Compared;
  /** `duration.slow - duration.normal`, ms; NaN without normal traces. */
  difference: number;
  /** Mean time of the request outside of its entry, ms: network, load balancer, accept queue, generator. Null where no requests are known. */
  outside: Compared | null;
  /** Largest difference first. */
  parts: Part[];
  patterns: CallPattern[];
  poolWaits: PoolWait[];
  errors: ErrorOrigin[];
  shares: AttributeShare[];
  /** Traces with missing parents among them. */
  incomplete: number;
}

/**
 * Where the time of slow traces went that normal ones did not need. Traces are compared within their entry only.
 * @param slow traces of the trouble, slow or failed
 * @param normal traces without it, best under the same load
 * @returns one for each entry that slow traces have, the largest total difference first
 */
export function compareTraces(slow: readonly Trace[], normal: readonly Trace[]): TraceComparison[] {
  const trees = [slow, normal].map((traces) => traces.map(treeOf).filter((tree) => tree !== null));
  const works = new Works(peerNames(trees.flat()));
  const [odd, usual] = trees.map((own) => byEntry(own.map((tree) => analysedTree(tree, works))));
  return [...(odd as NonNullable<typeof odd>)]
    .map(([key, traces]) => compareEntry({ slow: traces, normal: usual?.get(key) ?? [] }))
    .sort((a, b) => weight(b) - weight(a));
}

function weight(comparison: TraceComparison): number {
  return (Number.isNaN(comparison.difference) ? 0 : comparison.difference) * comparison.traces.slow;
}

function compareEntry(sets: TraceSets): TraceComparison {
  const all = [...sets.slow, ...sets.normal];
  const { entry } = all[0] as AnalysedTrace;
  const duration = meanOf(sets, (one) => one.entry.duration);
  return {
    entry: { service: entry.service, operation: operationOf(entry) },
    labels: [...new Set(all.flatMap(({ tree }) => tree.trace.request?.label ?? []))].sort(),
    traces: { slow: sets.slow.length, normal: sets.normal.length },
    duration,
    difference: duration.slow - duration.normal,
    outside: outsideOf(sets),
    parts: partsOf(sets),
    patterns: callPatterns(sets),
    poolWaits: poolWaits(sets),
    errors: errorOrigins(sets),
    shares: attributeShares(sets),
    incomplete: all.filter(({ tree }) => tree.trace.incomplete).length,
  };
}

function outsideOf({ slow, normal }: TraceSets): Compared | null {
  const linked = (traces: readonly AnalysedTrace[]): AnalysedTrace[] => traces.filter(({ tree }) => tree.trace.request !== null);
  const sets = { slow: linked(slow), normal: linked(normal) };
  return sets.slow.length === 0 ? null : meanOf(sets, ({ tree, entry }) => (tree.trace.request?.latency ?? 0) - entry.duration);
}

function partsOf({ slow, normal }: TraceSets): Part[] {
  const parts = new Map<Work, Part>();
  const zero = (): Compared => ({ slow: 0, normal: 0 });
  for (const [side, traces] of [
    ['slow', slow],
    ['normal', normal],
  ] as const)
    for (const { contributions } of traces)
      for (const { work, ms, calls, errors } of contributions) {
        const part = parts.get(work) ?? { ...work, ms: zero(), difference: 0, calls: zero(), errors: zero() };
        part.ms[side] += ms;
        part.calls[side] += calls;
        part.errors[side] += errors;
        parts.set(work, part);
      }
  for (const part of parts.values()) {
    for (const sum of [part.ms, part.calls, part.errors]) {
      sum.slow /= slow.length;
      sum.normal /= normal.length;
    }
    part.difference = part.ms.slow - part.ms.normal;
  }
  return [...parts.values()].sort((a, b) => b.difference - a.difference || b.ms.slow - a.ms.slow);
}
