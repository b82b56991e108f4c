import { shown } from './shown-text.js';

/** Attribute values are cut here; statements are the longest that say anything. */
const MAX_VALUE = 300;
/** Attributes that are kept, by today's names, each with the names it had before (OpenTelemetry semantic conventions 1.44 and older). */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'http.route': ['http.route'],
  'http.request.method': ['http.request.method', 'http.method'],
  'http.response.status_code': ['http.response.status_code', 'http.status_code'],
  'http.resend_count': ['http.request.resend_count', 'http.resend_count'],
  'server.address': ['server.address', 'net.peer.name', 'net.sock.peer.name', 'peer.hostname'],
  'peer.service': ['peer.service'],
  'db.system.name': ['db.system.name', 'db.system'],
  'db.namespace': ['db.namespace', 'db.name'],
  'db.collection.name': ['db.collection.name', 'db.sql.table', 'db.mongodb.collection'],
  'db.operation.name': ['db.operation.name', 'db.operation'],
  'db.query.summary': ['db.query.summary'],
  'db.query.text': ['db.query.text', 'db.statement'],
  'rpc.system': ['rpc.system', 'rpc.system.name'],
  'rpc.service': ['rpc.service'],
  'rpc.method': ['rpc.method'],
  'messaging.system': ['messaging.system'],
  'messaging.destination.name': ['messaging.destination.name', 'messaging.destination'],
  'error.type': ['error.type'],
  'host.name': ['host.name'],
  'k8s.pod.name': ['k8s.pod.name'],
};

/** A typed value of OTLP as JSON has it. */
export interface AnyValue {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number | string;
  boolValue?: boolean;
}

/** One attribute. */
export interface KeyValue {
  key?: string;
  value?: AnyValue;
}

/** Value of an attribute as text; null where it is none of a simple type. */
export function textOf(value: AnyValue | undefined): string | null {
  const plain = value?.stringValue ?? value?.intValue ?? value?.doubleValue ?? value?.boolValue;
  return plain === undefined || plain === null || typeof plain === 'object' ? null : String(plain);
}

/** Attributes worth keeping, by today's names, redacted and cut. Statements lose their literals. */
export function keptAttributes(attributes: readonly KeyValue[]): Record<string, string> {
  const given = new Map<string, string>();
  for (const { key, value } of attributes) {
    const text = textOf(value);
    if (typeof key === 'string' && text !== null) given.set(key, text);
  }
  const kept: Record<string, string> = {};
  for (const [name, names] of Object.entries(KEPT)) {
    const from = names.find((one) => given.has(one));
    if (from === undefined) continue;
    const value = given.get(from) as string;
    kept[name] = spanText(name === 'db.query.text' ? withoutLiterals(value) : value);
  }
  return kept;
}

/** A statement without its literals: they are data of users, and make equal statements differ. */
export function withoutLiterals(statement: string): string {
  return statement
    .slice(0, 4 * MAX_VALUE)
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/\$\d+/g, '?')
    .replace(/\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)/g, '(?)')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A text of a span as it may be shown. */
export function spanText(text: string): string {
  return shown(text, MAX_VALUE);
}
