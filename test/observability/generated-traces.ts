/** A made-up set of traces. */
export interface TraceSet {
  services: number;
  traces: number;
  /** Calls in a trace; each is a span of the caller and one of the called service. */
  calls: number;
  /** First and last start, ms. */
  start: number;
  end: number;
  /** Service that takes longer for some time, by how much, ms. */
  slow: { service: number; from: number; to: number; ms: number };
}

/** A request of the load test that has a trace. */
export interface TracedCall {
  traceId: string;
  label: string;
  latency: number;
  success: boolean;
  timestamp: number;
  why: 'ordinary';
}

/** Traces of a system in which each service calls some of the next ones, as an exporter sends them, and the requests they are of. */
export function generatedTraces(set: TraceSet): { resourceSpans: unknown[]; requests: TracedCall[] } {
  const spans = new Map<number, unknown[]>();
  const requests: TracedCall[] = [];
  for (let t = 0; t < set.traces; t++) {
    const begin = set.start + ((set.end - set.start) * t) / set.traces;
    const traceId = (t + 1).toString(16).padStart(32, '0');
    let id = 0;
    const write = (service: number, name: string, kind: 2 | 3, parent: string | null, from: number, to: number): string => {
      const spanId = `${(t + 1).toString(16).padStart(10, '0')}${(++id).toString(16).padStart(6, '0')}`;
      const own = spans.get(service) ?? [];
      spans.set(service, own);
      own.push({
        traceId,
        spanId,
        ...(parent === null ? {} : { parentSpanId: parent }),
        name,
        kind,
        startTimeUnixNano: nanos(from),
        endTimeUnixNano: nanos(to),
        attributes: [{ key: 'http.request.method', value: { stringValue: 'GET' } }],
        status: { code: 0 },
      });
      return spanId;
    };
    const duration = (service: number): number =>
      4 + (service === set.slow.service && begin >= set.slow.from && begin < set.slow.to ? set.slow.ms : 0);
    // One service after the other, all called by the first: the lengths of the calls add up.
    const called = Array.from({ length: set.calls }, (_, i) => 1 + ((t + i) % (set.services - 1)));
    const total = called.reduce((sum, service) => sum + duration(service) + 1, 2);
    const root = write(0, 'GET /r0', 2, null, begin, begin + total);
    let at = begin + 1;
    for (const service of called) {
      const client = write(0, 'GET', 3, root, at, at + duration(service) + 1);
      write(service, `GET /r${service % 4}`, 2, client, at + 0.5, at + 0.5 + duration(service));
      at += duration(service) + 1;
    }
    requests.push({ traceId, label: 'r0', latency: total + 1, success: true, timestamp: begin, why: 'ordinary' });
  }
  return {
    resourceSpans: [...spans].map(([service, own]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: `svc-${service}` } }] },
      scopeSpans: [{ scope: { name: 'generated' }, spans: own }],
    })),
    requests,
  };
}

function nanos(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}
