import type { CallSeries, MetricsAnswer, Signal, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { type Excess, meanIn } from './excess.js';
import { failureExcess } from './failure-excess.js';
import { latencyExcess } from './latency-excess.js';
import { type Location, type Part, shared } from './part.js';
import { type Calls, selfExcess } from './self-excess.js';
import { databaseExcess, type LatencyOf, poolExcess, type Served, type SignalsById, servedBy, servedExcess } from './service-excess.js';

/*
 * Where time is lost and where failures begin, by the services' own metrics: self-excess over the call graph, for both alike. In seconds of waiting, or
 * failures, per second, so that rare and frequent calls compare.
 */

/** Share of a caller's failed calls that the called service must know nothing of: it did not answer, or something between did. */
const UNANSWERED = 0.3;

/** @returns null where no service tells how long it takes */
export function locateByMetrics(metrics: MetricsAnswer, target: TestTarget, anomaly: Window): Location | null {
  const all = new Map<string, Signal[]>();
  for (const signal of metrics.signals) all.set(signal.id, [...(all.get(signal.id) ?? []), signal]);
  const services = servedBy(all);
  if (services.size === 0) return null;
  const edges = [...services.keys()].flatMap((service) => outermost(metrics.calls, service));
  const latency = shared(latencyParts(all, services, edges, metrics.calls, target, anomaly));
  const errors = shared(errorParts(services, edges, metrics.calls, target, anomaly));
  const [first] = latency;
  const summary =
    first === undefined
      ? `No service tells of time that is missing (${services.size} services, by metrics).`
      : `${Math.round(first.share * 100)} % of the time that is lost is ${inWords(first)} (by request durations of ${services.size} services).`;
  return { basis: 'metrics', latency, errors, summary };
}

function latencyParts(
  all: SignalsById,
  services: ReadonlyMap<string, Served>,
  edges: readonly CallSeries[],
  calls: readonly CallSeries[],
  target: TestTarget,
  anomaly: Window,
): Omit<Part, 'share'>[] {
  const latency: LatencyOf = (requests, duration) => latencyExcess(requests, duration, target, anomaly);
  const served = new Map([...services].map(([service, one]) => [service, servedExcess(all, service, one, latency)]));
  const databases = new Map(
    [...served].flatMap(([service, { total }]) => {
      const database = total.perSecond > 0 ? databaseExcess(all, service, latency) : null;
      return database ? [[service, database] as const] : [];
    }),
  );
  const total = new Map([...served].map(([service, one]) => [service, one.total]));
  const isDatabase = (call: CallSeries): boolean => call.requests.labels.kind === 'database';
  const ways = edges
    // What the service itself says of its database is finer than an edge of the graph.
    .filter((call) => !isDatabase(call) || !all.get('db-client-duration')?.some(({ service }) => service === call.client))
    .map((call): Calls & { call: CallSeries } => ({
      call,
      caller: call.client,
      callee: call.server,
      seen: call.duration ? latency(call.requests, call.duration) : null,
      share: shareOfCalls(calls, call, anomaly),
    }));
  const parts: Omit<Part, 'share'>[] = [];
  for (const [service, found] of selfExcess(total, ways)) {
    let left = found.own;
    for (const { calls: way, excess } of found.between) {
      const kind = ways.some((one) => one === way && isDatabase(one.call)) ? 'database' : services.has(way.callee) ? 'network' : 'peer';
      parts.push(place(kind, service, way.callee, excess, way.seen?.onset ?? null));
    }
    const database = databases.get(service);
    if (database) {
      left -= database.total.perSecond;
      parts.push({
        ...place('database', service, database.system, database.total.perSecond, database.total.onset),
        operation: database.statement,
      });
    }
    const pool = poolExcess(all, service, latency);
    if (pool.perSecond > 0) {
      left -= pool.perSecond;
      parts.push(place('pool', service, null, pool.perSecond, pool.onset));
    }
    const { route = '', total: whole } = served.get(service) ?? {};
    if (left > 0) parts.push({ ...place('own', service, null, left, whole?.onset ?? null), operation: route });
  }
  return parts;
}

/** Failures that a service answered and none of its calls had; and failed calls to a service that answered none. */
function errorParts(
  services: ReadonlyMap<string, Served>,
  edges: readonly CallSeries[],
  calls: readonly CallSeries[],
  target: TestTarget,
  anomaly: Window,
): Omit<Part, 'share'>[] {
  const total = new Map<string, Excess>(
    [...services].map(([service, { requests, failed }]) => [service, failureExcess(requests, failed, target, anomaly)]),
  );
  const ways = edges.map(
    (call): Calls => ({
      caller: call.client,
      callee: call.server,
      seen: call.failed ? failureExcess(call.requests, call.failed, target, anomaly) : null,
      share: shareOfCalls(calls, call, anomaly),
    }),
  );
  const parts: Omit<Part, 'share'>[] = [];
  for (const [service, { own, between }] of selfExcess(total, ways)) {
    for (const { calls: way, excess } of between) {
      if (way.seen && excess > UNANSWERED * way.seen.perSecond)
        parts.push(place('unreachable', way.callee, service, excess, way.seen.onset));
    }
    if (own > 0) parts.push(place('own', service, null, own, total.get(service)?.onset ?? null));
  }
  return parts;
}

function inWords({ kind, service, peer }: Part): string {
  if (kind === 'own') return `${service}'s own`;
  if (kind === 'pool') return `${service} waiting for a connection`;
  return kind === 'network' ? `between ${service} and ${peer}` : `${service} waiting for ${peer}`;
}

function place(kind: Part['kind'], service: string, peer: string | null, excess: number, onset: number | null): Omit<Part, 'share'> {
  return { kind, service, peer, operation: '', excess, calls: null, onset };
}

/** Edges out of a service; of two that say the same, the one with more samples (a service graph is often drawn every 15 s only). */
function outermost(calls: readonly CallSeries[], service: string): CallSeries[] {
  const own = calls.filter(({ client, server }) => client === service && server !== service);
  const samples = ({ duration }: CallSeries): number => duration?.times.length ?? 0;
  return own.filter((call) => !own.some((other) => other !== call && other.server === call.server && samples(other) > samples(call)));
}

/** Which share of a called service's requests comes over this edge; all of them where nobody counted. */
function shareOfCalls(calls: readonly CallSeries[], call: CallSeries, anomaly: Window): number {
  const same = calls.filter(({ server, from }) => server === call.server && from === call.from);
  const sum = same.reduce((total, { requests }) => total + meanIn(requests, anomaly), 0);
  return sum <= 0 ? 1 : meanIn(call.requests, anomaly) / sum;
}
