import type { Span, SpanKind, Trace } from '../model/telemetry.js';
import { type AnyValue, type KeyValue, keptAttributes, spanText, textOf } from './span-attributes.js';

/** Spans of one trace at most: a trace of a batch job can have hundreds of thousands, and tells no more. */
const MAX_SPANS = 5_000;

interface RawSpan {
  traceId?: unknown;
  spanId?: unknown;
  parentSpanId?: unknown;
  name?: unknown;
  kind?: unknown;
  startTimeUnixNano?: unknown;
  endTimeUnixNano?: unknown;
  attributes?: KeyValue[];
  events?: { name?: unknown; attributes?: KeyValue[] }[];
  status?: { code?: unknown; message?: unknown };
}

interface RawResource {
  resource?: { attributes?: KeyValue[] };
  scopeSpans?: { spans?: RawSpan[] }[];
  instrumentationLibrarySpans?: { spans?: RawSpan[] }[];
}

const KINDS: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
const KIND_NAMES: Readonly<Record<string, SpanKind>> = {
  SPAN_KIND_SERVER: 'server',
  SPAN_KIND_CLIENT: 'client',
  SPAN_KIND_PRODUCER: 'producer',
  SPAN_KIND_CONSUMER: 'consumer',
};

/** One span of OTLP with its trace. */
interface Placed {
  traceId: string;
  start: bigint;
  span: Omit<Span, 'start'>;
}

/**
 * Traces from OTLP as JSON: as exporters send it (hex ids, enums as numbers) and as Tempo gives it back (base64 ids, enums as words), whole or by resource.
 * @param document `{resourceSpans}`, `{batches}` (Tempo v1) or `{trace: {resourceSpans}}` (v2)
 * @throws Error where it is none of them
 */
export function tracesOf(document: unknown): Trace[] {
  const traces = new Map<string, Placed[]>();
  for (const { resource, scopeSpans, instrumentationLibrarySpans } of resourcesOf(document)) {
    const of = new Map(
      (resource?.attributes ?? []).map(({ key, value }: { key?: string; value?: AnyValue }) => [key ?? '', textOf(value)]),
    );
    const service = spanText(of.get('service.name') ?? 'unknown');
    const version = of.get('service.version') ?? null;
    const instance = of.get('service.instance.id') ?? of.get('k8s.pod.name') ?? of.get('host.name') ?? null;
    for (const { spans } of scopeSpans ?? instrumentationLibrarySpans ?? []) {
      for (const raw of spans ?? []) {
        const placed = placedSpan(raw, {
          service,
          version: version === null ? null : spanText(version),
          instance: instance === null ? null : spanText(instance),
        });
        if (!placed) continue;
        const known = traces.get(placed.traceId);
        if (!known) traces.set(placed.traceId, [placed]);
        else if (known.length < MAX_SPANS) known.push(placed);
      }
    }
  }
  return [...traces].map(([id, placed]) => traceOf(id, placed));
}

function resourcesOf(document: unknown): RawResource[] {
  const { resourceSpans, batches, trace } = (document ?? {}) as {
    resourceSpans?: unknown;
    batches?: unknown;
    trace?: { resourceSpans?: unknown; batches?: unknown };
  };
  const found = resourceSpans ?? batches ?? trace?.resourceSpans ?? trace?.batches ?? (trace === undefined ? undefined : []);
  if (!Array.isArray(found)) throw new Error('it holds no spans');
  return found as RawResource[];
}

function placedSpan(raw: RawSpan, owner: Pick<Span, 'service' | 'version' | 'instance'>): Placed | null {
  const traceId = hexId(raw.traceId, 32);
  const id = hexId(raw.spanId, 16);
  const start = nanoseconds(raw.startTimeUnixNano);
  const end = nanoseconds(raw.endTimeUnixNano);
  if (traceId === null || id === null || start === null || end === null) return null;
  const attributes = keptAttributes(raw.attributes ?? []);
  return {
    traceId,
    start,
    span: {
      id,
      parent: hexId(raw.parentSpanId, 16),
      ...owner,
      name: spanText(typeof raw.name === 'string' ? raw.name : ''),
      kind: kindOf(raw.kind),
      duration: Math.max(0, Number(end - start) / 1e6),
      error: raw.status?.code === 2 || raw.status?.code === 'STATUS_CODE_ERROR',
      message: spanText(messageOf(raw)),
      attributes,
    },
  };
}

function messageOf({ status, events }: RawSpan): string {
  if (typeof status?.message === 'string' && status.message !== '') return status.message;
  for (const { name, attributes } of events ?? []) {
    if (name !== 'exception') continue;
    const of = (key: string): string | null => textOf(attributes?.find((one) => one.key === key)?.value);
    return of('exception.message') ?? of('exception.type') ?? '';
  }
  return '';
}

function kindOf(kind: unknown): SpanKind {
  if (typeof kind === 'number') return KINDS[kind] ?? 'internal';
  return KIND_NAMES[String(kind)] ?? 'internal';
}

/** Nanoseconds since the epoch, which exceed what a number holds. */
function nanoseconds(value: unknown): bigint | null {
  const text = typeof value === 'number' ? String(Math.trunc(value)) : value;
  return typeof text === 'string' && /^\d{1,20}$/.test(text) ? BigInt(text) : null;
}

/** Id in hex digits, whichever way it is written; null where it is none, or all zeros (a root's parent). */
function hexId(value: unknown, digits: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const hex =
    /^[0-9a-f]+$/i.test(value) && value.length <= digits && value.length > digits - 8
      ? value.toLowerCase().padStart(digits, '0')
      : fromBase64(value, digits);
  return hex === null || /^0+$/.test(hex) ? null : hex;
}

function fromBase64(value: string, digits: number): string | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return null;
  try {
    const bytes = atob(value.replace(/-/g, '+').replace(/_/g, '/'));
    const hex = Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    return hex.length <= digits ? hex.padStart(digits, '0') : null;
  } catch {
    return null;
  }
}

/** Spans in order of start, with times from the first one. */
function traceOf(id: string, placed: readonly Placed[]): Trace {
  const first = placed.reduce((least, { start }) => (start < least ? start : least), (placed[0] as Placed).start);
  const ids = new Set(placed.map(({ span }) => span.id));
  const spans = placed
    .map(({ start, span }): Span => ({ ...span, start: Number(start - first) / 1e6 }))
    .sort((a, b) => a.start - b.start || b.duration - a.duration || (a.id < b.id ? -1 : 1));
  // A load tool that sends a trace id without spans of its own leaves one parent missing; more are holes.
  const missing = new Set(spans.filter(({ parent }) => parent !== null && !ids.has(parent)).map(({ parent }) => parent));
  return { id, start: Number(first / 1000n) / 1000, spans, incomplete: missing.size > 1 || placed.length >= MAX_SPANS, request: null };
}
