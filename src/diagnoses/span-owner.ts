import type { Span } from '../model/telemetry.js';
import type { SpanTree } from './critical-path.js';
import type { PartKind } from './part.js';

/** Who could make a piece of time shorter. */
export interface Owner {
  kind: PartKind;
  service: string;
  peer: string | null;
  operation: string;
}

const CACHES = /^(redis|memcached|valkey|hazelcast|infinispan|dragonfly|keydb)/i;
const QUEUES = /kafka|rabbit|activemq|sqs|pubsub|nats|pulsar|jms|servicebus|kinesis/i;
/** Taking a connection from a pool; statements that merely mention one have a text of their own. */
const POOL = /(^|[^a-z])(pool|acquire|get ?connection|checkout connection|connection wait)|pool\.connect|getconnection/i;

/**
 * Whose time a span's own time is. A client span whose call was answered by a span of another service has only the way there and back; one that nobody
 * answered is the called one's, seen from the caller: databases, caches and third parties tell nothing of themselves.
 */
export function ownerOf(span: Span, tree: SpanTree): Owner {
  const { attributes, service, name } = span;
  const system = attributes['db.system.name'] ?? null;
  if (system !== null && attributes['db.query.text'] === undefined && POOL.test(name)) {
    return { kind: 'pool', service, peer: system, operation: name };
  }
  if (system === null && span.kind === 'internal' && POOL.test(name)) return { kind: 'pool', service, peer: null, operation: name };
  if (system !== null) {
    const operation = attributes['db.query.summary'] ?? attributes['db.query.text'] ?? name;
    return { kind: CACHES.test(system) ? 'cache' : 'database', service, peer: system, operation };
  }
  const queue = attributes['messaging.system'];
  if (span.kind === 'producer' || (queue !== undefined && QUEUES.test(queue) && span.kind === 'client'))
    return { kind: 'queue', service, peer: queue ?? null, operation: name };
  if (span.kind !== 'client') return { kind: 'own', service, peer: null, operation: operationOf(span, tree) };
  const answered = (tree.children.get(span.id) ?? []).find((child) => child.service !== service);
  if (answered) return { kind: 'network', service, peer: answered.service, operation: name };
  return { kind: 'peer', service, peer: peerOf(span), operation: name };
}

/** What a client span calls; null where it does not say. */
export function peerOf({ attributes }: Span): string | null {
  const host = attributes['peer.service'] ?? attributes['server.address'] ?? attributes['net.peer.name'] ?? attributes['rpc.service'];
  return host ?? null;
}

/** Work inside a service goes by the request that it serves. */
function operationOf(span: Span, { byId }: SpanTree): string {
  let at: Span | undefined = span;
  for (let depth = 0; at && depth < 50; depth++) {
    if (at.kind === 'server' || at.kind === 'consumer') return at.attributes['http.route'] ?? at.name;
    const parent: Span | undefined = at.parent === null ? undefined : byId.get(at.parent);
    if (!parent || parent.service !== span.service) break;
    at = parent;
  }
  return span.name;
}

/** One text for an owner, to add up by. */
export function ownerKey({ kind, service, peer }: Owner): string {
  return JSON.stringify([kind, service, peer]);
}
