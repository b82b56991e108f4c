import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface AnyValue {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number;
  boolValue?: boolean;
}
export interface KeyValue {
  key: string;
  value: AnyValue;
}

/** OTLP's span, hex ids. */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: KeyValue[];
  events?: { name: string; timeUnixNano?: string; attributes?: KeyValue[] }[];
  status?: { code?: number; message?: string };
}

export interface StoredSpan {
  otlp: OtlpSpan;
  resource: { attributes?: KeyValue[] };
  scope: { name?: string; version?: string };
  service: string;
  start: bigint;
  /** ns. */
  duration: number;
  parent: StoredSpan | null;
  children: StoredSpan[];
  /** Whether its trace leads up to a root. Tempo numbers such spans only: others have no parent or child in TraceQL. */
  rooted: boolean;
  trace: StoredTrace;
  own: ReadonlyMap<string, AnyValue>;
  ofResource: ReadonlyMap<string, AnyValue>;
}

export interface StoredTrace {
  id: string;
  spans: StoredSpan[];
  start: bigint;
  /** ns. */
  duration: number;
  root: StoredSpan | null;
}

const mapOf = (list: KeyValue[] | undefined): Map<string, AnyValue> => new Map((list ?? []).map(({ key, value }) => [key, value]));

/** Traces as a backend holds them. @param json OTLP/JSON, hex ids */
export function storeOf(json: Iterable<{ resourceSpans?: unknown[] }>): Map<string, StoredTrace> {
  const traces = new Map<string, StoredTrace>();
  for (const one of json)
    for (const { resource, scopeSpans } of (one.resourceSpans ?? []) as {
      resource: StoredSpan['resource'];
      scopeSpans: { scope?: StoredSpan['scope']; spans: OtlpSpan[] }[];
    }[]) {
      const ofResource = mapOf(resource.attributes);
      for (const { scope = {}, spans } of scopeSpans)
        for (const otlp of spans) {
          const trace = traces.get(otlp.traceId) ?? { id: otlp.traceId, spans: [], start: 0n, duration: 0, root: null };
          traces.set(otlp.traceId, trace);
          const start = BigInt(otlp.startTimeUnixNano);
          const duration = Number(BigInt(otlp.endTimeUnixNano) - start);
          const service = ofResource.get('service.name')?.stringValue ?? '';
          trace.spans.push({
            otlp,
            resource,
            scope,
            service,
            start,
            duration,
            parent: null,
            children: [],
            rooted: false,
            trace,
            own: mapOf(otlp.attributes),
            ofResource,
          });
        }
    }
  for (const trace of traces.values()) linkUp(trace);
  return traces;
}

function linkUp(trace: StoredTrace): void {
  const byId = new Map(trace.spans.map((span) => [span.otlp.spanId, span]));
  trace.spans.sort((a, b) => Number(a.start - b.start));
  let end = 0n;
  for (const [i, span] of trace.spans.entries()) {
    if (i === 0) trace.start = span.start;
    const stop = BigInt(span.otlp.endTimeUnixNano);
    if (stop > end) end = stop;
    if ((span.otlp.parentSpanId ?? '') === '') trace.root ??= span;
    span.parent = byId.get(span.otlp.parentSpanId ?? '') ?? null;
    span.parent?.children.push(span);
  }
  trace.duration = Number(end - trace.start);
  const rooted = trace.spans.filter(({ otlp }) => (otlp.parentSpanId ?? '') === '');
  for (let i = 0; i < rooted.length; i++) {
    (rooted[i] as StoredSpan).rooted = true;
    rooted.push(...(rooted[i] as StoredSpan).children);
  }
}

/** Traces of a recorded run. @param file `traces.ndjson.gz` */
export function storeOfFile(file: string): Map<string, StoredTrace> {
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  return storeOf(lines.filter((line) => line !== '').map((line) => JSON.parse(line)));
}
