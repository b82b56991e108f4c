import type { Span, SpanKind } from '../model/telemetry.js';
import { anyValueOf, idOf, listOf, nanosOf, objectOf, stringOf } from './otlp-values.js';
import { MAX_MESSAGE, plain, rawAttributes, settled } from './span-attributes.js';
import { nameTemplate } from './trace-path.js';

/** A span as exported, and its true time. */
export interface ExportedSpan {
  traceId: string;
  /** Start, ns since the epoch. */
  nanos: bigint;
  /** Its start is not known yet: 0. */
  span: Span;
}

/** Spans that are read from one answer; more are a fault of somebody's. */
export const MAX_SPANS = 50_000;

/**
 * Spans of trace JSON: OTLP's `resourceSpans`, Tempo's `batches` (by id, v1) or `trace.resourceSpans` (v2). Spans without id or times are left out.
 * @returns spans in the order of the text, and whether some were left out
 * @throws Error where it is no trace JSON at all
 */
export function exportedSpans(json: unknown): { spans: ExportedSpan[]; cut: boolean } {
  const spans: ExportedSpan[] = [];
  let cut = objectOf(json)['status'] === 'PARTIAL';
  for (const resourceSpans of resourceSpansOf(json)) {
    const group = objectOf(resourceSpans);
    const service = serviceOf(objectOf(group['resource'])['attributes']);
    // `instrumentationLibrarySpans` is what the member was called before OTLP 0.19.
    for (const scope of listOf(group['scopeSpans'] ?? group['instrumentationLibrarySpans']))
      for (const span of listOf(objectOf(scope)['spans'])) {
        const read = spans.length < MAX_SPANS ? spanOf(objectOf(span), service) : null;
        if (read === null) cut = true;
        else spans.push(read);
      }
  }
  return { spans, cut };
}

function resourceSpansOf(json: unknown): readonly unknown[] {
  const top = objectOf(json);
  if (Array.isArray(top['resourceSpans'])) return top['resourceSpans'];
  if (Array.isArray(top['batches'])) return top['batches'];
  // An unknown id: v2 says `{"trace":{}}`, some versions `{}`.
  if ('trace' in top) return listOf(objectOf(top['trace'])['resourceSpans'] ?? objectOf(top['trace'])['batches']);
  if (typeof json === 'object' && json !== null && !Array.isArray(json) && Object.keys(top).length === 0) return [];
  throw new Error('it holds no trace');
}

interface Service {
  name: string;
  version: string | null;
  instance: string | null;
  /** Kept attributes of the resource. */
  attributes: Record<string, string>;
}

/** Attributes of a resource that tell whose it is. */
const NAMING: ReadonlySet<string> = new Set(['service.name', 'service.version', 'service.instance.id', 'k8s.pod.name', 'host.name']);

function serviceOf(resource: unknown): Service {
  const found = new Map<string, string>();
  for (const one of listOf(resource)) {
    const { key, value } = objectOf(one);
    if (!NAMING.has(stringOf(key))) continue;
    const text = anyValueOf(value);
    if (text !== null && text !== '') found.set(key as string, plain(text, 120));
  }
  const first = (...names: string[]): string | null => names.map((name) => found.get(name)).find((value) => value !== undefined) ?? null;
  return {
    name: first('service.name') ?? 'unknown',
    version: first('service.version'),
    instance: first('service.instance.id', 'k8s.pod.name', 'host.name'),
    attributes: settled(rawAttributes(resource)),
  };
}

const KINDS: Readonly<Record<string, SpanKind>> = {
  '2': 'server',
  SPAN_KIND_SERVER: 'server',
  '3': 'client',
  SPAN_KIND_CLIENT: 'client',
  '4': 'producer',
  SPAN_KIND_PRODUCER: 'producer',
  '5': 'consumer',
  SPAN_KIND_CONSUMER: 'consumer',
};

function spanOf(span: Readonly<Record<string, unknown>>, service: Service): ExportedSpan | null {
  const traceId = idOf(span['traceId'], 32);
  const id = idOf(span['spanId'], 16);
  const startNanos = nanosOf(span['startTimeUnixNano']);
  const endNanos = nanosOf(span['endTimeUnixNano']);
  if (traceId === null || id === null || startNanos === null || endNanos === null) return null;
  const kind = String(span['kind']);
  const status = objectOf(span['status']);
  const exception = listOf(span['events']).find((event) => objectOf(event)['name'] === 'exception');
  const raw = rawAttributes(span['attributes']);
  if (exception !== undefined) Object.assign(raw, rawAttributes(objectOf(exception)['attributes']));
  const attributes = { ...service.attributes, ...settled(raw) };
  const error = status['code'] === 2 || status['code'] === 'STATUS_CODE_ERROR';
  const read: Span = {
    id,
    parent: idOf(span['parentSpanId'], 16),
    service: service.name,
    version: service.version,
    instance: service.instance,
    name: plain(nameTemplate(stringOf(span['name'])), 200),
    kind: Object.hasOwn(KINDS, kind) ? (KINDS[kind] as SpanKind) : 'internal',
    start: 0,
    duration: Math.max(0, Number(endNanos - startNanos) / 1e6),
    error,
    message: plain(stringOf(status['message']), MAX_MESSAGE) || attributes['exception.message'] || '',
    attributes,
  };
  return { traceId, nanos: startNanos, span: read };
}
