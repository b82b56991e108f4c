import type { Signal } from '../model/telemetry.js';
import { type Excess, NO_EXCESS } from './excess.js';

/** Durations of requests served, best vocabulary first. */
const SERVED = ['http-server', 'rpc-server', 'span-server'] as const;

/** What a service tells of the requests it served. */
export interface Served {
  requests: Signal;
  duration: Signal;
  failed: Signal | undefined;
}

export type SignalsById = ReadonlyMap<string, readonly Signal[]>;
export type LatencyOf = (requests: Signal | undefined, duration: Signal | undefined) => Excess;

/** Services that tell how long they take. */
export function servedBy(all: SignalsById): Map<string, Served> {
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

/** Excess of a service and the route that has most of it. One slow route of many hardly moves the mean, so the sum of the routes counts where it is more. */
export function servedExcess(all: SignalsById, service: string, served: Served, latency: LatencyOf): { total: Excess; route: string } {
  const whole = latency(served.requests, served.duration);
  const routes = pairs(all, 'http-server-requests-by-route', 'http-server-duration-by-route', service, latency);
  const [worst] = routes;
  const sum = routes.reduce((total, { excess }) => total + excess.perSecond, 0);
  const onsets = routes.flatMap(({ excess: { onset } }) => (onset === null ? [] : [onset]));
  const route = worst ? (worst.duration.labels.route ?? '') : '';
  if (!worst || sum <= whole.perSecond) return { total: whole, route };
  return { total: { perSecond: sum, score: worst.excess.score, onset: onsets.length === 0 ? null : Math.min(...onsets) }, route };
}

/** Excess that a service waits for its database; null where there is none. */
export function databaseExcess(
  all: SignalsById,
  service: string,
  latency: LatencyOf,
): { system: string; total: Excess; statement: string } | null {
  const of = (id: string): Signal | undefined => all.get(id)?.find((signal) => signal.service === service);
  const statements = pairs(all, 'db-client-requests-by-statement', 'db-client-duration-by-statement', service, latency);
  const [worst] = statements;
  const whole = latency(of('db-client-requests'), of('db-client-duration'));
  const sum = statements.reduce((total, { excess }) => total + excess.perSecond, 0);
  const total = worst && sum > whole.perSecond ? { ...worst.excess, perSecond: sum } : whole;
  if (total.perSecond <= 0) return null;
  const system = of('db-client-duration-by-system')?.labels.system ?? 'database';
  return { system, total, statement: worst ? Object.values(worst.duration.labels).join(' ') : '' };
}

/** Excess that a service waits for a connection of its pool. */
export function poolExcess(all: SignalsById, service: string, latency: LatencyOf): Excess {
  const wait = (all.get('pool-wait') ?? []).find((signal) => signal.service === service);
  const requests = (all.get('db-client-requests') ?? all.get('http-server-requests') ?? []).find((signal) => signal.service === service);
  return wait && requests ? latency(requests, wait) : NO_EXCESS;
}

/** Those of a service's routes, or statements, that have excess; most of it first. */
function pairs(all: SignalsById, requestsId: string, durationId: string, service: string, latency: LatencyOf) {
  const requests = (all.get(requestsId) ?? []).filter((signal) => signal.service === service);
  return (all.get(durationId) ?? [])
    .filter((signal) => signal.service === service)
    .map((duration) => ({
      duration,
      excess: latency(
        requests.find((one) => isSame(one, duration)),
        duration,
      ),
    }))
    .filter(({ excess }) => excess.perSecond > 0)
    .sort((a, b) => b.excess.perSecond - a.excess.perSecond);
}

function isSame(a: Signal, b: Signal): boolean {
  return a.service === b.service && a.instance === b.instance && JSON.stringify(a.labels) === JSON.stringify(b.labels);
}
