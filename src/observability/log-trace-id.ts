import type { LogFields } from './log-fields.js';

/** Names of a trace id in metadata and fields: OpenTelemetry, Micrometer, pino, Datadog, W3C. */
const NAMES = [
  'trace_id',
  'traceId',
  'traceID',
  'TraceId',
  'TraceID',
  'traceid',
  'trace.id',
  'otelTraceID',
  'trace-id',
  'traceparent',
  'context.trace_id',
  'span_context.trace_id',
];
/** 32 hex digits that are no part of something longer. */
const IN_TEXT = /(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])/i;
const WHOLE = /^[0-9a-f]{16,32}$/i;

/**
 * Trace id of a line: metadata, then fields, then labels (where a backend mixes metadata into them), then 32 hex digits in the text.
 * @returns 32 lower-case hex digits; null where there is none. What looks like one may be another hash: it proves itself when a trace is found
 */
export function traceIdOf(
  metadata: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
  fields: LogFields | null,
  text: string,
): string | null {
  for (const name of NAMES) {
    const id = valid(metadata[name] ?? fields?.get(name) ?? labels[name]);
    if (id !== null) return id;
  }
  return valid(IN_TEXT.exec(text)?.[0]);
}

function valid(value: string | undefined): string | null {
  if (value === undefined) return null;
  const id = value.includes('-') ? (value.split('-')[1] ?? '') : value;
  return WHOLE.test(id) && !/^0+$/.test(id) ? id.toLowerCase().padStart(32, '0') : null;
}
