import type { Span, SpanKind } from '../model/telemetry.js';
import { isPoolWait, operationOf } from './span-operation.js';
import { answerers, NO_NAMES, namedPeer, type PeerNames } from './span-peer.js';
import { criticalPath } from './trace-critical-path.js';
import type { TraceTree } from './trace-tree.js';

/**
 * Whose time it is:
 * - `self`: the service's own work (or waiting that nothing shows)
 * - `edge`: between a call and its answer: network, queue at the callee, or a callee that had not begun; owed to the way to `peer`
 * - `peer`: of one that tells nothing itself (database, cache, third party), seen from its caller
 * - `pool`: waiting for a connection to `peer` out of the caller's pool
 */
export type Owed = 'self' | 'edge' | 'peer' | 'pool';

/** One kind of work of one service. */
export interface Work {
  service: string;
  /** See `operationOf`. */
  operation: string;
  kind: SpanKind;
  /** Who is called; null for what is no call. */
  peer: string | null;
  owed: Owed;
}

/** What one kind of work had in one trace. */
export interface Contribution extends Work {
  /** Critical path in it, ms. Over all contributions of a trace the sum is the entry's duration. */
  ms: number;
  /** Spans of it below the entry, on the critical path or not. */
  calls: number;
  /** Of these, with an error. */
  errors: number;
}

/** Key of a kind of work; equal for equal work. */
export function workKey(work: Work): string {
  return [work.service, work.operation, work.kind, work.peer ?? '', work.owed].join('\u0000');
}

/**
 * Work of each span.
 * @param names services by address, see `peerNames`
 * @returns by place of the span
 */
export function worksOf(tree: TraceTree, names: PeerNames = NO_NAMES): Work[] {
  const answers = answerers(tree);
  return tree.trace.spans.map((span, i) => {
    const { service, kind } = span;
    const operation = operationOf(span);
    const answerer = answers[i] as string | null;
    const peer = answerer ?? namedPeer(span, names);
    return { service, operation, kind, peer, owed: owedOf(span, answerer, peer) };
  });
}

function owedOf(span: Span, answerer: string | null, peer: string | null): Owed {
  if (isPoolWait(span)) return 'pool';
  if (answerer !== null) return 'edge';
  return peer === null ? 'self' : 'peer';
}

/**
 * What the entry's duration was spent on.
 * @param works of the same tree, where they are known already
 * @returns one for each kind of work below the entry
 */
export function contributionsOf(tree: TraceTree, works: readonly Work[] = worksOf(tree)): Contribution[] {
  const found = new Map<string, Contribution>();
  const byPlace: Contribution[] = new Array(works.length);
  for (const place of tree.belowEntry) {
    const work = works[place] as Work;
    const key = workKey(work);
    let one = found.get(key);
    if (one === undefined) {
      one = { ...work, ms: 0, calls: 0, errors: 0 };
      found.set(key, one);
    }
    one.calls++;
    if ((tree.trace.spans[place] as Span).error) one.errors++;
    byPlace[place] = one;
  }
  for (const { span, from, to } of criticalPath(tree)) (byPlace[span] as Contribution).ms += to - from;
  return [...found.values()];
}
