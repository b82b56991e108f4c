import type { Span, SpanKind, TestTarget, Trace } from '../../src/model/telemetry.js';

/** A span in short: id, parent, service, kind, start and duration in ms, and what else it has. */
export function span(
  id: string,
  parent: string | null,
  service: string,
  kind: SpanKind,
  start: number,
  duration: number,
  more: Partial<Span> = {},
): Span {
  return {
    id,
    parent,
    service,
    version: null,
    instance: null,
    name: `${service} ${id}`,
    kind,
    start,
    duration,
    error: false,
    message: '',
    attributes: {},
    ...more,
  };
}

/** A trace of a request of the test. */
export function trace(id: string, at: number, spans: Span[], request: Partial<NonNullable<Trace['request']>> = {}): Trace {
  const latency = Math.max(...spans.map(({ start, duration }) => start + duration));
  return { id, start: at, spans, incomplete: false, request: { label: 'GET /', latency, success: true, timestamp: at, ...request } };
}

/** A target with trouble from 60 s to 120 s, whose requests are those of the traces. */
export function target(traces: readonly Trace[]): TestTarget {
  return {
    window: { start: 0, end: 180_000 },
    anomalies: [{ finding: 'f', window: { start: 60_000, end: 120_000 }, labels: 'all' }],
    healthy: [
      { start: 0, end: 50_000 },
      { start: 130_000, end: 180_000 },
    ],
    requests: traces.flatMap(({ id, request }) => (request ? [{ traceId: id, ...request, why: 'ordinary' as const }] : [])),
  };
}

/** Some traces in the healthy part, and as many in the trouble. */
export function both(healthy: (i: number) => Span[], sick: (i: number) => Span[], n = 6): Trace[] {
  return Array.from({ length: n }, (_, i) => [
    trace(`h${i}`, 1000 + i * 5000, healthy(i)),
    trace(`s${i}`, 61_000 + i * 5000, sick(i)),
  ]).flat();
}
