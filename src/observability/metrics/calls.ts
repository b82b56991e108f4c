import type { CallSeries, Signal } from '../../model/telemetry.js';

/** Which signals tell of calls: ids of requests, failures, duration as the caller sees it. */
const SOURCES: readonly { from: CallSeries['from']; requests: string; failed: string; duration: string }[] = [
  { from: 'service-graph', requests: 'graph-requests', failed: 'graph-failed', duration: 'graph-client-duration' },
  {
    from: 'client-metrics',
    requests: 'http-client-requests-by-peer',
    failed: 'http-client-failed-by-peer',
    duration: 'http-client-duration-by-peer',
  },
  {
    from: 'client-metrics',
    requests: 'rpc-client-requests-by-peer',
    failed: 'rpc-client-failed-by-peer',
    duration: 'rpc-client-duration-by-peer',
  },
];

/** Calls between services, from signals that name the called side. */
export function callsOf(signals: readonly Signal[]): CallSeries[] {
  const byKey = new Map(signals.filter((one) => one.labels['peer'] !== undefined).map((one) => [keyOf(one, one.id), one]));
  const calls: CallSeries[] = [];
  for (const source of SOURCES) {
    for (const requests of signals) {
      const server = requests.labels['peer'];
      if (requests.id !== source.requests || requests.service === null || server === undefined) continue;
      calls.push({
        client: requests.service,
        server,
        from: source.from,
        requests,
        failed: byKey.get(keyOf(requests, source.failed)) ?? null,
        duration: byKey.get(keyOf(requests, source.duration)) ?? null,
      });
    }
  }
  return calls;
}

function keyOf(signal: Signal, id: string): string {
  return JSON.stringify([id, signal.service, signal.labels]);
}
