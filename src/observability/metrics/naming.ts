import type { SubjectKind } from '../../model/telemetry.js';
import type { Naming } from '../packs/pack.js';

/** Labels that name a service, best first; whoever names them otherwise gives a list of their own. */
export const SERVICE_LABELS: readonly string[] = [
  'service',
  'service_name',
  'app',
  'application',
  'app_kubernetes_io_name',
  'container',
  'deployment',
  'workload',
  'pod',
  'exported_job',
  'job',
];

const CONTAINER_LABELS: readonly string[] = [
  'exported_container',
  'container',
  'container_name',
  'deployment',
  'exported_pod',
  'pod',
  'name',
];
/** Who tells of containers is none of those that it tells of. */
const TELLER = 'kube-state-metrics';
/** Labels that tell replicas apart, best first. */
export const INSTANCE_LABELS: readonly string[] = [
  'exported_pod',
  'pod',
  'instance',
  'service_instance_id',
  'node',
  'host',
  'hostname',
  'nodename',
];
/** Replica set hash and pod hash, or the number of a stateful set's pod. */
const POD_SUFFIX = /(?:-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$|-\d+$/;

/** Programs that are a system of their own, whatever port or host. */
const PROGRAMS: readonly (readonly [pattern: RegExp, system: string])[] = [
  [/^postgres(?:ql|master)?\b/i, 'postgresql'],
  [/^(?:mysqld|mariadbd)\b/i, 'mysql'],
  [/^(?:redis|valkey)-server\b/i, 'redis'],
  [/^nginx\b/i, 'nginx'],
  [/^envoy\b/i, 'envoy'],
  [/^(?:beam\.smp|rabbitmq)/i, 'rabbitmq'],
];

const LOAD_TOOLS = /^(?:k6|jmeter|locust|gatling|wrk2?|vegeta|hey|oha|bombardier|artillery|ab|siege|tsung|fortio)$/i;

/** A thing as labels name it. */
export interface Identity {
  service: string | null;
  instance: string | null;
  /** Conditions that select the same series again. */
  matchers: readonly (readonly [label: string, op: '=' | '=~', value: string])[];
  instanceMatcher: readonly [label: string, op: '=', value: string] | null;
  /** Kind, where it is not the pack's. */
  subject?: SubjectKind;
}

type Labels = Readonly<Record<string, string>>;

/** First label of a list that a series has, and its value. */
export function firstLabel(labels: Labels, names: readonly string[]): readonly [label: string, value: string] | null {
  for (const name of names) {
    const value = labels[name];
    if (value !== undefined && value !== '' && value !== TELLER) return [name, value];
  }
  return null;
}

/**
 * Name of a pod's workload.
 * @param pod such as `name-5d8f7c9b6-x2x4z` or `name-0`
 */
export function workloadOf(pod: string): string {
  return pod.replace(POD_SUFFIX, '');
}

/** Service of a series, and the condition on the label that says so. */
export function serviceOf(labels: Labels, names: readonly string[]): { service: string; matcher: Identity['matchers'][number] } | null {
  const found = firstLabel(labels, names);
  if (found === null) return null;
  const [label, value] = found;
  if (label === 'pod' || label === 'exported_pod') {
    const service = workloadOf(value);
    return { service, matcher: service === value ? [label, '=', value] : [label, '=~', `${escaped(service)}-.+`] };
  }
  // Prometheus' name of an OpenTelemetry resource is namespace/name.
  return {
    service: label === 'job' || label === 'exported_job' ? value.slice(value.lastIndexOf('/') + 1) : value,
    matcher: [label, '=', value],
  };
}

/**
 * What a series is about.
 * @param labels of the series, plain names
 * @param naming how its pack names things
 * @param services labels that name a service, best first
 * @param known names of services that other series told of
 */
export function identityOf(labels: Labels, naming: Naming, services: readonly string[], known: ReadonlySet<string>): Identity {
  const where = firstLabel(labels, INSTANCE_LABELS);
  const instanceMatcher = where === null ? null : ([where[0], '=', where[1]] as const);
  const instance = where === null ? null : where[1];
  switch (naming.by) {
    case 'host':
      return {
        service: null,
        instance: firstLabel(labels, ['nodename', 'node', 'instance', 'host'])?.[1] ?? null,
        matchers: [],
        instanceMatcher,
      };
    case 'system':
      return { service: naming.system, instance, matchers: [], instanceMatcher };
    case 'process': {
      const group = labels['groupname'] ?? '';
      const system = PROGRAMS.find(([pattern]) => pattern.test(group))?.[1];
      const host = firstLabel(labels, ['instance', 'node', 'host']);
      const subject: Pick<Identity, 'subject'> = LOAD_TOOLS.test(group) ? { subject: 'generator' } : {};
      const service = system ?? (known.has(group) ? group : null);
      return { service, instance: host?.[1] ?? null, matchers: [], instanceMatcher, ...subject };
    }
    case 'edge':
      return {
        service: labels['client'] ?? null,
        instance: null,
        matchers: [['client', '=', labels['client'] ?? '']],
        instanceMatcher: null,
      };
    case 'container':
    case 'service': {
      const usual = naming.by === 'container' ? CONTAINER_LABELS : services;
      const found = serviceOf(labels, naming.prefer === undefined ? usual : [...naming.prefer, ...usual]);
      return { service: found?.service ?? null, instance, matchers: found === null ? [] : [found.matcher], instanceMatcher };
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
