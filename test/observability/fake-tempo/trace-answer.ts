import type { AnyValue, KeyValue, OtlpSpan, StoredTrace } from './span-store.js';

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const KIND = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** Values as JSON of protobuf has them: 64-bit integers are strings. */
export function valueJson(value: AnyValue): AnyValue {
  return value.intValue === undefined ? value : { intValue: String(value.intValue) };
}

const attributesJson = (list: KeyValue[] | undefined): { attributes?: KeyValue[] } =>
  list === undefined || list.length === 0 ? {} : { attributes: list.map(({ key, value }) => ({ key, value: valueJson(value) })) };

function spanJson(span: OtlpSpan): object {
  const { code = 0, message } = span.status ?? {};
  return {
    traceId: base64(span.traceId),
    spanId: base64(span.spanId),
    ...((span.parentSpanId ?? '') === '' ? {} : { parentSpanId: base64(span.parentSpanId as string) }),
    name: span.name,
    kind: `SPAN_KIND_${KIND[span.kind] ?? 'UNSPECIFIED'}`,
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    ...attributesJson(span.attributes),
    ...((span.events ?? []).length === 0
      ? {}
      : { events: span.events?.map(({ name, timeUnixNano, attributes }) => ({ timeUnixNano, name, ...attributesJson(attributes) })) }),
    status: {
      ...((message ?? '') === '' ? {} : { message }),
      ...(code === 0 ? {} : { code: code === 2 ? 'STATUS_CODE_ERROR' : 'STATUS_CODE_OK' }),
    },
  };
}

/** Spans of a trace by resource and scope, as both versions of the API give them. */
export function resourceSpansJson(trace: StoredTrace): object[] {
  const groups = new Map<string, { resource: object; scopeSpans: Map<string, { scope: object; spans: object[] }> }>();
  for (const { otlp, resource, scope } of trace.spans) {
    const own = attributesJson(resource.attributes);
    const key = JSON.stringify(own);
    const group = groups.get(key) ?? { resource: own, scopeSpans: new Map() };
    const of = group.scopeSpans.get(JSON.stringify(scope)) ?? { scope, spans: [] };
    of.spans.push(spanJson(otlp));
    group.scopeSpans.set(JSON.stringify(scope), of);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ resource, scopeSpans }) => ({ resource, scopeSpans: [...scopeSpans.values()] }));
}
