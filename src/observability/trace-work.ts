import type { Span, SpanKind } from '../model/telemetry.js';
import { isPoolWait, operationOf } from './span-operation.js';
import { answerers, NO_NAMES, namedPeer, type PeerNames } from './span-peer.js';
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
  /** Equal for equal work, and only for it. */
  key: string;
  service: string;
  /** See `operationOf`. */
  operation: string;
  kind: SpanKind;
  /** Who is called; null for what is no call. */
  peer: string | null;
  owed: Owed;
}

/** Works of many traces; equal ones are the same object. */
export class Works {
  readonly #known = new Map<string, Map<string, Work[]>>();

  /** @param names services by address, see `peerNames` */
  constructor(readonly names: PeerNames = NO_NAMES) {}

  /** Work of each span, by its place. */
  of(tree: TraceTree): Work[] {
    const answers = answerers(tree);
    return tree.trace.spans.map((span, i) => {
      const answerer = answers[i] as string | null;
      const peer = answerer ?? namedPeer(span, this.names);
      return this.#work(span, peer, owedOf(span, answerer, peer));
    });
  }

  #work(span: Span, peer: string | null, owed: Owed): Work {
    const { service, kind } = span;
    const operation = operationOf(span);
    const ofService = this.#known.get(service) ?? new Map<string, Work[]>();
    const ofOperation = ofService.get(operation) ?? [];
    const known = ofOperation.find((work) => work.kind === kind && work.peer === peer && work.owed === owed);
    if (known !== undefined) return known;
    const work = { key: [service, operation, kind, peer ?? '', owed].join('\n'), service, operation, kind, peer, owed };
    ofOperation.push(work);
    ofService.set(operation, ofOperation);
    this.#known.set(service, ofService);
    return work;
  }
}

function owedOf(span: Span, answerer: string | null, peer: string | null): Owed {
  if (isPoolWait(span)) return 'pool';
  if (answerer !== null) return 'edge';
  return peer === null ? 'self' : 'peer';
}
