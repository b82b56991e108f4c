import type { Span } from '../model/telemetry.js';
import { benjaminiHochberg } from '../stats/false-discovery.js';
import { fisherExact } from '../stats/fisher-exact.js';
import type { Compared, TraceSets } from './trace-sets.js';

/** A value of an attribute that slow traces have more often, or less, than normal ones. */
export interface AttributeShare {
  service: string;
  /** `service.version`, `service.instance.id`, or the name of the attribute. */
  attribute: string;
  value: string;
  /** Share of the traces that have the service, 0..1. */
  share: Compared;
  /** Traces with the value. */
  traces: Compared;
  /** Fisher's exact test, two-sided. */
  p: number;
  /** The same, adjusted for all values tested (Benjamini and Hochberg). */
  adjusted: number;
}

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
];
/** Expected share of false ones among those that are kept. */
const FALSE_SHARE = 0.1;
/** Values that are kept, at most. */
const KEPT = 40;

interface Count {
  service: string;
  attribute: string;
  value: string;
  slow: number;
  normal: number;
}

/** Values whose share differs by more than chance, the one surest to do first. A value that nearly every trace has for itself is an id, not a kind. */
export function attributeShares({ slow, normal }: TraceSets): AttributeShare[] {
  if (slow.length === 0 || normal.length === 0) return [];
  const counts = new Map<string, Count>();
  const having = new Map<string, { slow: number; normal: number }>();
  for (const [side, traces] of [
    ['slow', slow],
    ['normal', normal],
  ] as const)
    for (const trace of traces) {
      const services = new Set<string>();
      const own = new Map<string, Omit<Count, 'slow' | 'normal'>>();
      for (const place of trace.tree.belowEntry)
        for (const one of valuesOf(trace.tree.trace.spans[place] as Span)) {
          services.add(one.service);
          own.set([one.service, one.attribute, one.value].join('\u0000'), one);
        }
      for (const service of services) count(having, service, side, {});
      for (const [key, one] of own) count(counts, key, side, one);
    }
  const kinds = new Map<string, number>();
  for (const { service, attribute } of counts.values()) count1(kinds, `${service}\u0000${attribute}`);
  const tested = [...counts.values()].filter(({ service, attribute }) => {
    const all = having.get(service) as { slow: number; normal: number };
    return (kinds.get(`${service}\u0000${attribute}`) as number) <= Math.max(8, (all.slow + all.normal) / 2);
  });
  const p = tested.map(({ service, slow: a, normal: c }) => {
    const all = having.get(service) as { slow: number; normal: number };
    return fisherExact(a, all.slow - a, c, all.normal - c);
  });
  const adjusted = benjaminiHochberg(p);
  return tested
    .map(({ service, attribute, value, slow: a, normal: c }, i): AttributeShare => {
      const all = having.get(service) as { slow: number; normal: number };
      const share = { slow: all.slow === 0 ? 0 : a / all.slow, normal: all.normal === 0 ? 0 : c / all.normal };
      return { service, attribute, value, share, traces: { slow: a, normal: c }, p: p[i] as number, adjusted: adjusted[i] as number };
    })
    .filter((one) => one.adjusted <= FALSE_SHARE)
    .sort((a, b) => a.p - b.p || b.share.slow - b.share.normal - (a.share.slow - a.share.normal))
    .slice(0, KEPT);
}

function count<T extends object>(
  counts: Map<string, T & { slow: number; normal: number }>,
  key: string,
  side: 'slow' | 'normal',
  one: T,
): void {
  const known = counts.get(key) ?? { ...one, slow: 0, normal: 0 };
  known[side]++;
  counts.set(key, known);
}

function count1(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function* valuesOf({ service, version, instance, attributes }: Span): Generator<Omit<Count, 'slow' | 'normal'>> {
  if (version !== null) yield { service, attribute: 'service.version', value: version };
  if (instance !== null) yield { service, attribute: 'service.instance.id', value: instance };
  for (const attribute of TELLING) {
    const value = attributes[attribute];
    if (value !== undefined) yield { service, attribute, value };
  }
}
