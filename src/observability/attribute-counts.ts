import type { Span } from '../model/telemetry.js';
import type { TraceSets } from './trace-sets.js';

/** Attributes that can tell a part of the system from its like. */
const TELLING = [
  'db.query.text',
  'db.namespace',
  'db.collection.name',
  'http.route',
  'http.response.status_code',
  'error.type',
  'server.address',
  'host.name',
  'k8s.node.name',
  'k8s.pod.name',
  'k8s.namespace.name',
  'cloud.availability_zone',
  'messaging.destination.name',
] as const;

/** Traces of each set that have something. */
export interface Count {
  slow: number;
  normal: number;
}

/** How many traces have a value in a span of a service. */
export interface ValueCount extends Count {
  service: string;
  attribute: string;
  value: string;
  /** Traces that have the service. */
  of: Count;
}

interface Stamped extends Count {
  /** Last trace that was counted: a trace counts once, however many spans of it have the value. */
  last: number;
}

interface ServiceCounts {
  traces: Stamped;
  values: Map<string, Map<string, Stamped>>;
}

/** Values of attributes in both sets, by service. */
export function valueCounts({ slow, normal }: TraceSets): ValueCount[] {
  const services = new Map<string, ServiceCounts>();
  let trace = 0;
  for (const [side, traces] of [
    ['slow', slow],
    ['normal', normal],
  ] as const)
    for (const { tree } of traces) {
      trace++;
      for (const place of tree.belowEntry) countSpan(services, tree.trace.spans[place] as Span, side, trace);
    }
  const counts: ValueCount[] = [];
  for (const [service, { traces, values }] of services)
    for (const [attribute, byValue] of values)
      for (const [value, { slow: a, normal: b }] of byValue)
        counts.push({ service, attribute, value, slow: a, normal: b, of: { slow: traces.slow, normal: traces.normal } });
  return counts;
}

function countSpan(services: Map<string, ServiceCounts>, span: Span, side: keyof Count, trace: number): void {
  const own = ensured(services, span.service, () => ({ traces: nothing(), values: new Map() }));
  once(own.traces, side, trace);
  if (span.version !== null) countValue(own, 'service.version', span.version, side, trace);
  if (span.instance !== null) countValue(own, 'service.instance.id', span.instance, side, trace);
  for (const attribute of TELLING) {
    const value = span.attributes[attribute];
    if (value !== undefined) countValue(own, attribute, value, side, trace);
  }
}

function countValue(own: ServiceCounts, attribute: string, value: string, side: keyof Count, trace: number): void {
  const values = ensured(own.values, attribute, () => new Map<string, Stamped>());
  once(ensured(values, value, nothing), side, trace);
}

function nothing(): Stamped {
  return { slow: 0, normal: 0, last: 0 };
}

function once(count: Stamped, side: keyof Count, trace: number): void {
  if (count.last !== trace) count[side]++;
  count.last = trace;
}

function ensured<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
