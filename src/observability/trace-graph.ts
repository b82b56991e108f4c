import type { Span, Trace } from '../model/telemetry.js';
import { operationOf } from './span-operation.js';
import { peerNames } from './span-peer.js';
import { treeOf } from './trace-tree.js';
import { isCache } from './trace-vocabulary.js';
import { type Work, Works } from './trace-work.js';

/** Way of a call: `sync` waits for an answer, `async` does not; the others tell nothing themselves. */
export type EdgeKind = 'sync' | 'async' | 'database' | 'cache' | 'messaging' | 'external';

/** Calls from one to another. */
export interface CallEdge {
  caller: string;
  /** Service, or what calls name: `postgresql`, an address. */
  callee: string;
  kind: EdgeKind;
  /** Whether the callee's own spans were seen. A service of the system that is called without them tells too little. */
  answered: boolean;
  calls: number;
  /** Calls that ended with an error, as the caller sees it. */
  errors: number;
  /** Mean duration as the caller sees it, ms. */
  duration: number;
  /** Calls a trace, by `service operation` of the entry, over all traces of that entry. */
  perEntry: Map<string, number>;
}

/** Who calls whom, from all traces; the busiest first. Waits for pools are no calls. */
export function callGraph(traces: readonly Trace[]): CallEdge[] {
  const trees = traces.map(treeOf).filter((tree) => tree !== null);
  const works = new Works(peerNames(trees));
  const known = new Set(traces.flatMap(({ spans }) => spans.map(({ service }) => service)));
  const entries = new Map<string, number>();
  const edges = new Map<string, CallEdge>();
  for (const tree of trees) {
    const entry = tree.trace.spans[tree.entry] as Span;
    const own = works.of(tree);
    const entryName = `${entry.service} ${operationOf(entry)}`;
    entries.set(entryName, (entries.get(entryName) ?? 0) + 1);
    for (const [i, span] of tree.trace.spans.entries()) {
      const edge = edgeOf(span, own[i] as Work, known);
      if (edge === null || isInner(tree.trace.spans, tree.parents[i] as number, own, i)) continue;
      const key = [edge.caller, edge.callee, edge.kind].join('\u0000');
      const one = edges.get(key) ?? { ...edge, answered: false, calls: 0, errors: 0, duration: 0, perEntry: new Map() };
      one.calls++;
      one.duration += span.duration;
      if (span.error) one.errors++;
      if ((own[i] as Work).owed === 'edge') one.answered = true;
      one.perEntry.set(entryName, (one.perEntry.get(entryName) ?? 0) + 1);
      edges.set(key, one);
    }
  }
  for (const edge of edges.values()) {
    edge.duration /= edge.calls;
    for (const [entry, calls] of edge.perEntry) edge.perEntry.set(entry, calls / (entries.get(entry) as number));
  }
  return [...edges.values()].sort((a, b) => b.calls - a.calls);
}

function edgeOf(span: Span, work: Work, known: ReadonlySet<string>): Pick<CallEdge, 'caller' | 'callee' | 'kind'> | null {
  if (work.peer === null || work.owed === 'pool') return null;
  return { caller: span.service, callee: work.peer, kind: kindOf(span, work, known.has(work.peer)) };
}

function kindOf(span: Span, work: Work, isKnown: boolean): EdgeKind {
  if (span.kind === 'producer') return work.owed === 'edge' ? 'async' : 'messaging';
  const system = span.attributes['db.system.name'];
  if (system !== undefined) return isCache(system) ? 'cache' : 'database';
  if (work.owed === 'edge' || isKnown) return 'sync';
  return span.attributes['messaging.system'] === undefined ? 'external' : 'messaging';
}

/** Whether a call is a part of a call to the same peer, as when a library's span stands around that of HTTP. It is one call then. */
function isInner(spans: readonly Span[], parent: number, works: readonly Work[], i: number): boolean {
  if (parent < 0) return false;
  const outer = works[parent] as Work;
  return (spans[parent] as Span).service === (spans[i] as Span).service && outer.peer === (works[i] as Work).peer && outer.owed !== 'pool';
}
