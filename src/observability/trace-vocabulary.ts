/*
 * Attributes that are kept, by today's names, and the names they had before. Source: OpenTelemetry semantic conventions 1.44 and the older
 * names listed there as deprecated. The list is closed: whatever else stands in a span (headers, bodies, users) is not read.
 */

/** Today's name of an attribute, from the name in the span. */
const NAMES: Readonly<Record<string, string>> = {
  'http.route': 'http.route',
  'http.request.method': 'http.request.method',
  'http.method': 'http.request.method',
  'http.response.status_code': 'http.response.status_code',
  'http.status_code': 'http.response.status_code',
  'http.request.resend_count': 'http.request.resend_count',
  'http.resend_count': 'http.request.resend_count',
  'url.path': 'url.path',
  'url.full': 'url.path',
  'http.target': 'url.path',
  'http.url': 'url.path',
  'server.address': 'server.address',
  'net.peer.name': 'server.address',
  'net.host.name': 'server.address',
  'http.host': 'server.address',
  'peer.service': 'peer.service',
  'service.peer.name': 'peer.service',
  'network.peer.address': 'network.peer.address',
  'net.sock.peer.addr': 'network.peer.address',
  'net.peer.ip': 'network.peer.address',
  'network.peer.port': 'network.peer.port',
  'net.sock.peer.port': 'network.peer.port',
  'db.system.name': 'db.system.name',
  'db.system': 'db.system.name',
  'db.namespace': 'db.namespace',
  'db.name': 'db.namespace',
  'db.redis.database_index': 'db.namespace',
  'db.collection.name': 'db.collection.name',
  'db.sql.table': 'db.collection.name',
  'db.mongodb.collection': 'db.collection.name',
  'db.cassandra.table': 'db.collection.name',
  'db.operation.name': 'db.operation.name',
  'db.operation': 'db.operation.name',
  'db.query.text': 'db.query.text',
  'db.statement': 'db.query.text',
  'db.query.summary': 'db.query.summary',
  'db.response.status_code': 'db.response.status_code',
  'rpc.system.name': 'rpc.system.name',
  'rpc.system': 'rpc.system.name',
  'rpc.service': 'rpc.service',
  'rpc.method': 'rpc.method',
  'rpc.response.status_code': 'rpc.response.status_code',
  'rpc.grpc.status_code': 'rpc.response.status_code',
  'messaging.system': 'messaging.system',
  'messaging.destination.name': 'messaging.destination.name',
  'messaging.destination': 'messaging.destination.name',
  'messaging.operation.type': 'messaging.operation.type',
  'messaging.operation': 'messaging.operation.type',
  'messaging.operation.name': 'messaging.operation.name',
  'messaging.consumer.group.name': 'messaging.consumer.group.name',
  'messaging.kafka.consumer.group': 'messaging.consumer.group.name',
  'messaging.batch.message_count': 'messaging.batch.message_count',
  'error.type': 'error.type',
  'exception.type': 'exception.type',
  'exception.message': 'exception.message',
  'host.name': 'host.name',
  'k8s.cluster.name': 'k8s.cluster.name',
  'k8s.namespace.name': 'k8s.namespace.name',
  'k8s.node.name': 'k8s.node.name',
  'k8s.pod.name': 'k8s.pod.name',
  'k8s.deployment.name': 'k8s.deployment.name',
  'k8s.container.name': 'k8s.container.name',
  'cloud.availability_zone': 'cloud.availability_zone',
};
const TODAY = new Map(Object.entries(NAMES));

/**
 * What an attribute is called today.
 * @returns null where it is not one that is kept
 */
export function todaysName(name: string): string | null {
  return TODAY.get(name) ?? null;
}

/** Whether a name is today's own, which counts before an older one in the same span. */
export function isTodaysName(name: string): boolean {
  return TODAY.get(name) === name;
}

/** Systems that hold copies of what stands elsewhere. Source: `db.system.name` of the conventions. */
const CACHES: ReadonlySet<string> = new Set(['redis', 'valkey', 'memcached', 'dragonfly', 'hazelcast', 'aerospike']);

/** Whether a database system is usually a cache. */
export function isCache(system: string): boolean {
  return CACHES.has(system);
}
