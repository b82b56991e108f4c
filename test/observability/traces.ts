import type { Span, Trace } from '../../src/model/telemetry.js';

/** A span; what is not given is plain. @param n number of its id and of its parent's, from 1 */
export function span(n: number, parent: number | null, start: number, duration: number, more: Partial<Span> = {}): Span {
  const id = (i: number): string => i.toString(16).padStart(16, '0');
  return {
    ...{ id: id(n), parent: parent === null ? null : id(parent), service: 'a', version: null, instance: null, name: `span ${n}` },
    ...{ kind: 'internal' as const, start, duration, error: false, message: '', attributes: {} },
    ...more,
  };
}

let traces = 0;

/** A trace of spans in order. */
export function trace(spans: Span[], more: Partial<Trace> = {}): Trace {
  return { id: (++traces).toString(16).padStart(32, '0'), start: 1_790_000_000_000, spans, incomplete: false, request: null, ...more };
}

/** A query span. */
export function query(n: number, parent: number, start: number, duration: number, text: string, more: Partial<Span> = {}): Span {
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text };
  return span(n, parent, start, duration, { kind: 'client', name: 'query', attributes, ...more });
}

/** OTLP/JSON of traces, as an exporter sends it. */
export function otlp(given: readonly Trace[], service: (span: Span) => object = () => ({})): object {
  const text = (key: string, value: string): object => ({ key, value: { stringValue: value } });
  const nanos = (ms: number, base: number): string => String(BigInt(base) * 1_000_000n + BigInt(Math.round(ms * 1e6)));
  const kinds = ['internal', 'server', 'client', 'producer', 'consumer'];
  return {
    resourceSpans: given.flatMap(({ id, start, spans }) =>
      spans.map((one) => ({
        resource: {
          attributes: [
            text('service.name', one.service),
            ...(one.version === null ? [] : [text('service.version', one.version)]),
            ...(one.instance === null ? [] : [text('service.instance.id', one.instance)]),
          ],
        },
        scopeSpans: [
          {
            scope: { name: 'test' },
            spans: [
              {
                traceId: id,
                spanId: one.id,
                ...(one.parent === null ? {} : { parentSpanId: one.parent }),
                name: one.name,
                kind: kinds.indexOf(one.kind) + 1,
                startTimeUnixNano: nanos(one.start, start),
                endTimeUnixNano: nanos(one.start + one.duration, start),
                attributes: Object.entries(one.attributes).map(([key, value]) => text(key, value)),
                status: one.error ? { code: 2, message: one.message } : {},
                ...service(one),
              },
            ],
          },
        ],
      })),
    ),
  };
}

/** The same as Tempo gives it back: ids in base64, enums as names, integers as strings. */
export function asTempo(json: object): object {
  const base64 = (hex: unknown): string => Buffer.from(String(hex), 'hex').toString('base64');
  const names = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
  return JSON.parse(
    JSON.stringify(json, (key, value) => {
      if (key === 'traceId' || key === 'spanId' || key === 'parentSpanId') return base64(value);
      if (key === 'kind') return `SPAN_KIND_${names[value]}`;
      if (key === 'code') return value === 2 ? 'STATUS_CODE_ERROR' : undefined;
      return key === 'intValue' ? String(value) : value;
    }),
  );
}
