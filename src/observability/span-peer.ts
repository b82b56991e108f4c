import type { Span } from '../model/telemetry.js';
import type { TraceTree } from './trace-tree.js';

/** Names of services by the address that others call them at. */
export type PeerNames = ReadonlyMap<string, string>;

/** No addresses known. */
export const NO_NAMES: PeerNames = new Map();

/**
 * Which address belongs to which service, learnt from calls whose answer was recorded too. A call without an answer in its trace is then still known
 * to go to a service of the system. Addresses of several services are left out.
 */
export function peerNames(trees: readonly TraceTree[]): PeerNames {
  const names = new Map<string, string | null>();
  for (const tree of trees) {
    const { spans } = tree.trace;
    for (const [i, span] of spans.entries()) {
      const parent = tree.parents[i] as number;
      const call = parent < 0 ? undefined : spans[parent];
      const address = call?.attributes['server.address'];
      if (call?.kind !== 'client' || span.kind !== 'server' || address === undefined) continue;
      names.set(address, (names.get(address) ?? span.service) === span.service && names.get(address) !== null ? span.service : null);
    }
  }
  return new Map([...names].filter((entry): entry is [string, string] => entry[1] !== null));
}

/**
 * Services that answer each span, from the answers in the trace: of a call the service whose span is below it, also through calls within calls.
 * @returns by place of the span; null where no answer was recorded, or it is no call
 */
export function answerers(tree: TraceTree): (string | null)[] {
  const { spans } = tree.trace;
  const found: (string | null)[] = new Array(spans.length).fill(null);
  // Children stand after their parents, so backwards they are known first.
  for (let i = spans.length - 1; i >= 0; i--) {
    const span = spans[i] as Span;
    const parent = tree.parents[i] as number;
    if (parent < 0) continue;
    const call = (spans[parent] as Span).kind;
    if (call === 'client' && span.kind === 'server') found[parent] = span.service;
    else if (call === 'client' && span.kind === 'client') found[parent] ??= found[i] as string | null;
    else if (call === 'producer' && span.kind === 'consumer') found[parent] = span.service;
  }
  return found;
}

/**
 * Who is on the other side of a call, from what the caller says of it.
 * @returns null for what is no call
 */
export function namedPeer(span: Span, names: PeerNames): string | null {
  if (span.kind !== 'client' && span.kind !== 'producer' && span.attributes['db.system.name'] === undefined) return null;
  if (span.kind === 'server' || span.kind === 'consumer') return null;
  const { attributes } = span;
  const address = attributes['server.address'];
  return (
    attributes['db.system.name'] ??
    attributes['messaging.system'] ??
    attributes['peer.service'] ??
    (address === undefined ? undefined : (names.get(address) ?? address)) ??
    attributes['network.peer.address'] ??
    attributes['rpc.service'] ??
    null
  );
}
