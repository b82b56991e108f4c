import type { CallSeries, MetricsAnswer, Signal, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { changeOf } from '../observability/signal-change.js';
import { median } from '../stats/robust.js';
import { type Location, type Part, shared } from './part.js';

/*
 * Self-excess from metrics (research/science 2.1): excess time adds up along synchronous calls, deviations do not. Of each service's excess that of
 * its calls is taken off, as the caller saw it; what is left is its own. In seconds of waiting per second, so that rare and frequent calls compare.
 */

/** Durations of requests served, best vocabulary first. */
const SERVED = ['http-server', 'rpc-server', 'span-server'] as const;
/** Failures per second that are noise. */
const LEAST_FAILED = 0.05;

interface Excess {
  perSecond: number;
  onset: number | null;
}

/** @returns null where no service tells how long it takes */
export function locateByMetrics(metrics: MetricsAnswer, target: TestTarget, anomaly: Window): Location | null {
  const all = new Map<string, Signal[]>();
  for (const signal of metrics.signals) all.set(signal.id, [...(all.get(signal.id) ?? []), signal]);
  const services = servedBy(all);
  if (services.size === 0) return null;
  const excess = (requests: Signal | undefined, duration: Signal | undefined): Excess =>
    requests && duration ? excessOf(requests, duration, target, anomaly) : { perSecond: 0, onset: null };
  const own = new Map(
    [...services].map(([service, { requests, duration }]) => [service, serviceExcess(all, service, excess, excess(requests, duration))]),
  );
  const parts: Omit<Part, 'share'>[] = [];
  for (const [service, total] of own) {
    let left = total.perSecond;
    const database = total.perSecond <= 0 ? null : databaseExcess(all, service, excess);
    for (const call of outermost(metrics.calls, service)) {
      const isDatabase = call.requests.labels.kind === 'database';
      // What the service itself says of its database is finer than an edge of the graph.
      if (isDatabase && all.get('db-client-duration')?.some((signal) => signal.service === service)) continue;
      const seen = excess(call.requests, call.duration ?? undefined);
      left -= seen.perSecond;
      const peer = own.get(call.server);
      const explained = peer ? peer.perSecond * shareOfCalls(metrics.calls, call, anomaly) : 0;
      const rest = seen.perSecond - explained;
      if (rest <= 0) continue;
      parts.push(place(isDatabase ? 'database' : peer ? 'network' : 'peer', service, call.server, rest, seen.onset));
    }
    if (database) {
      left -= database.total.perSecond;
      parts.push({
        ...place('database', service, database.system, database.total.perSecond, database.total.onset),
        operation: database.statement,
      });
    }
    const pool = poolExcess(all, service, target, anomaly);
    if (pool && pool.perSecond > 0) {
      left -= pool.perSecond;
      parts.push(place('pool', service, null, pool.perSecond, pool.onset));
    }
    if (left > 0) parts.push({ ...place('own', service, null, left, total.onset), operation: worstRoute(all, service, excess) });
  }
  const latency = shared(parts);
  const errors = errorsOf(metrics.calls, services, target, anomaly);
  const first = latency[0];
  const summary =
    first === undefined
      ? `No service tells of time that is missing (${services.size} services, by metrics).`
      : `${Math.round(first.share * 100)} % of the time that is lost is ${inWords(first)} (by request durations of ${services.size} services).`;
  return { basis: 'metrics', latency, errors, summary };
}

function inWords({ kind, service, peer }: Part): string {
  if (kind === 'own') return `${service}'s own`;
  if (kind === 'pool') return `${service} waiting for a connection`;
  return kind === 'network' ? `between ${service} and ${peer}` : `${service} waiting for ${peer}`;
}

function place(kind: Part['kind'], service: string, peer: string | null, excess: number, onset: number | null): Omit<Part, 'share'> {
  return { kind, service, peer, operation: '', excess, calls: null, onset };
}

interface Served {
  requests: Signal;
  duration: Signal;
  failed: Signal | undefined;
}

function servedBy(all: ReadonlyMap<string, Signal[]>): Map<string, Served> {
  const services = new Map<string, Served>();
  for (const kind of SERVED) {
    for (const duration of all.get(`${kind}-duration`) ?? []) {
      const { service } = duration;
      if (service === null || services.has(service)) continue;
      const of = (id: string): Signal | undefined => all.get(`${kind}-${id}`)?.find((signal) => signal.service === service);
      const requests = of('requests');
      if (requests) services.set(service, { requests, duration, failed: of('failed') });
    }
  }
  return services;
}

/** Seconds per second that requests take beyond what they took in the healthy parts; 0 where that is within their own noise. */
function excessOf(requests: Signal, duration: Signal, target: TestTarget, anomaly: Window): Excess {
  const change = changeOf(duration, target.healthy, anomaly, target.load);
  if (!change || change.effect <= 0 || change.score < 1) return { perSecond: 0, onset: null };
  const usual = change.before;
  const perSecond = at(requests);
  let sum = 0;
  let n = 0;
  each(duration, anomaly, (time, value) => {
    const rate = perSecond(time);
    if (rate === null) return;
    sum += rate * (value - usual);
    n++;
  });
  return { perSecond: n === 0 ? 0 : sum / n, onset: change.onset };
}

/** Edges out of a service; of two that say the same, the one with more samples (a service graph is often drawn every 15 s only). */
function outermost(calls: readonly CallSeries[], service: string): CallSeries[] {
  const own = calls.filter(({ client, server }) => client === service && server !== service);
  const samples = ({ duration }: CallSeries): number => duration?.times.length ?? 0;
  return own.filter((call) => !own.some((other) => other !== call && other.server === call.server && samples(other) > samples(call)));
}

/** Which share of a called service's requests comes over this edge. */
function shareOfCalls(calls: readonly CallSeries[], call: CallSeries, anomaly: Window): number {
  const same = calls.filter(({ server, from }) => server === call.server && from === call.from);
  const sum = same.reduce((total, { requests }) => total + meanIn(requests, anomaly), 0);
  return sum <= 0 ? 1 : meanIn(call.requests, anomaly) / sum;
}

function databaseExcess(
  all: ReadonlyMap<string, Signal[]>,
  service: string,
  excess: (requests: Signal | undefined, duration: Signal | undefined) => Excess,
): { system: string; total: Excess; statement: string } | null {
  const of = (id: string): Signal[] => (all.get(id) ?? []).filter((signal) => signal.service === service);
  const statements = of('db-client-duration-by-statement').map((duration) => ({
    duration,
    total: excess(
      of('db-client-requests-by-statement').find((one) => sameLabels(one, duration)),
      duration,
    ),
  }));
  const worst = statements.sort((a, b) => b.total.perSecond - a.total.perSecond)[0];
  const whole = excess(of('db-client-requests')[0], of('db-client-duration')[0]);
  const sum = statements.reduce((total, one) => total + Math.max(0, one.total.perSecond), 0);
  const total = sum > whole.perSecond && worst ? { perSecond: sum, onset: worst.total.onset } : whole;
  if (total.perSecond <= 0) return null;
  const system = of('db-client-duration-by-system')[0]?.labels.system ?? 'database';
  const statement = worst && worst.total.perSecond > 0 ? Object.values(worst.duration.labels).join(' ') : '';
  return { system, total, statement };
}

function poolExcess(all: ReadonlyMap<string, Signal[]>, service: string, target: TestTarget, anomaly: Window): Excess | null {
  const wait = (all.get('pool-wait') ?? []).find((signal) => signal.service === service);
  const requests = (all.get('db-client-requests') ?? all.get('http-server-requests') ?? []).find((signal) => signal.service === service);
  return wait && requests ? excessOf(requests, wait, target, anomaly) : null;
}

/** One slow route of many hardly moves the mean of a service, so the sum of its routes counts where it is more. */
function serviceExcess(
  all: ReadonlyMap<string, Signal[]>,
  service: string,
  excess: (requests: Signal | undefined, duration: Signal | undefined) => Excess,
  whole: Excess,
): Excess {
  const requests = (all.get('http-server-requests-by-route') ?? []).filter((signal) => signal.service === service);
  const routes = (all.get('http-server-duration-by-route') ?? [])
    .filter((signal) => signal.service === service)
    .map((duration) =>
      excess(
        requests.find((one) => sameLabels(one, duration)),
        duration,
      ),
    );
  const sum = routes.reduce((total, { perSecond }) => total + Math.max(0, perSecond), 0);
  const onsets = routes.filter(({ perSecond }) => perSecond > 0).flatMap(({ onset }) => (onset === null ? [] : [onset]));
  return sum > whole.perSecond ? { perSecond: sum, onset: onsets.length === 0 ? null : Math.min(...onsets) } : whole;
}

function worstRoute(
  all: ReadonlyMap<string, Signal[]>,
  service: string,
  excess: (requests: Signal | undefined, duration: Signal | undefined) => Excess,
): string {
  const routes = (all.get('http-server-duration-by-route') ?? []).filter((signal) => signal.service === service);
  const requests = (all.get('http-server-requests-by-route') ?? []).filter((signal) => signal.service === service);
  const worst = routes
    .map((duration) => ({
      route: duration.labels.route ?? '',
      total: excess(
        requests.find((one) => sameLabels(one, duration)),
        duration,
      ),
    }))
    .sort((a, b) => b.total.perSecond - a.total.perSecond)[0];
  return worst && worst.total.perSecond > 0 ? worst.route : '';
}

/** Failures per second that a service answered and none of its calls had; and failed calls to a service that answered none. */
function errorsOf(calls: readonly CallSeries[], services: ReadonlyMap<string, Served>, target: TestTarget, anomaly: Window): Part[] {
  const more = (signal: Signal | null | undefined): number => {
    if (!signal) return 0;
    const change = changeOf(signal, target.healthy, anomaly);
    const risen = change && change.score >= 1 ? meanIn(signal, anomaly) - change.before : 0;
    return risen > LEAST_FAILED ? risen : 0;
  };
  const own = new Map([...services].map(([service, { failed }]) => [service, more(failed)]));
  const parts: Omit<Part, 'share'>[] = [];
  for (const [service, failed] of own) {
    let left = failed;
    for (const call of outermost(calls, service)) {
      const seen = more(call.failed);
      left -= seen;
      const unanswered = seen - (own.get(call.server) ?? 0) * shareOfCalls(calls, call, anomaly);
      if (unanswered > LEAST_FAILED && unanswered > 0.3 * seen)
        parts.push(place('unreachable', call.server, service, unanswered, call.failed ? onsetOf(call.failed, target, anomaly) : null));
    }
    if (left > LEAST_FAILED) parts.push(place('own', service, null, left, onsetOf(services.get(service)?.failed, target, anomaly)));
  }
  return shared(parts);
}

function onsetOf(signal: Signal | undefined, target: TestTarget, anomaly: Window): number | null {
  return signal ? (changeOf(signal, target.healthy, anomaly)?.onset ?? null) : null;
}

function sameLabels(a: Signal, b: Signal): boolean {
  return a.service === b.service && a.instance === b.instance && JSON.stringify(a.labels) === JSON.stringify(b.labels);
}

function each({ times, values }: Signal, { start, end }: Window, visit: (time: number, value: number) => void): void {
  times.forEach((time, i) => {
    const value = values[i];
    if (time >= start && time <= end && value !== null && value !== undefined) visit(time, value);
  });
}

function meanIn(signal: Signal, window: Window): number {
  let sum = 0;
  let n = 0;
  each(signal, window, (_, value) => {
    sum += value;
    n++;
  });
  return n === 0 ? 0 : sum / n;
}

/** Value at a moment: the nearest sample, where it is near; else the median. */
function at(signal: Signal): (time: number) => number | null {
  const known = signal.values.filter((value): value is number => value !== null);
  if (known.length === 0) return () => null;
  const usual = median(known);
  const byTime = new Map(signal.times.map((time, i) => [time, signal.values[i] ?? null]));
  return (time) => byTime.get(time) ?? usual;
}
