import type { StoredSpan, StoredTrace } from './span-store.js';
import { type Value, valuesOf } from './traceql-fields.js';
import type { Query } from './traceql-parser.js';
import { type Match, matchesOf, namedIn } from './traceql-spansets.js';

export interface SearchRange {
  /** ns; null for all. */
  start: bigint | null;
  end: bigint | null;
  limit: number;
  /** Spans shown of each set. */
  spss: number;
}

/** Intrinsics that every span of an answer has in places of their own. */
const SHOWN = /^(?:duration|span:duration|traceDuration|trace:.*|span:id|name|span:name|root.*|nestedSet.*)$/;

/** The first traces found, not the slowest; the newest first only where asked for. */
export function searchAnswer(traces: Iterable<StoredTrace>, query: Query, range: SearchRange): object {
  const inRange = [...traces].filter(
    ({ start, duration }) =>
      (range.end === null || start <= range.end) && (range.start === null || start + BigInt(duration) >= range.start),
  );
  if (query.hints['most_recent'] === true) inRange.sort((a, b) => Number(b.start - a.start));
  const names = namedIn(query).filter((name) => !SHOWN.test(name));
  const found: object[] = [];
  for (const trace of inRange) {
    if (found.length >= range.limit) break;
    const matches = matchesOf(trace, query);
    if (matches.length > 0) found.push(traceJson(trace, matches, names, range.spss));
  }
  return { traces: found, metrics: { inspectedBytes: '100000', completedJobs: 1, totalJobs: 1 } };
}

function traceJson(trace: StoredTrace, matches: readonly Match[], names: readonly string[], spss: number): object {
  const spanSets = matches.map(({ spans, attributes }) => ({
    spans: spans.slice(0, spss).map((span) => spanJson(span, names)),
    matched: spans.length,
    ...(attributes.length === 0 ? {} : { attributes: attributes.map(({ key, value }) => ({ key, value: anyValue(value) })) }),
  }));
  const serviceStats: Record<string, { spanCount: number; errorCount?: number }> = {};
  for (const { service, otlp } of trace.spans) {
    const stats = serviceStats[service] ?? { spanCount: 0 };
    serviceStats[service] = stats;
    stats.spanCount++;
    if (otlp.status?.code === 2) stats.errorCount = (stats.errorCount ?? 0) + 1;
  }
  return {
    traceID: trace.id.replace(/^0+/, ''),
    rootServiceName: trace.root?.service ?? '<root span not yet received>',
    ...(trace.root === null ? {} : { rootTraceName: trace.root.otlp.name }),
    startTimeUnixNano: String(trace.start),
    ...(trace.duration < 1e6 ? {} : { durationMs: Math.floor(trace.duration / 1e6) }),
    spanSet: spanSets[0],
    spanSets,
    serviceStats,
  };
}

/** Names lose their scope in answers; what is not there is the text `nil`. */
function spanJson(span: StoredSpan, names: readonly string[]): object {
  const attributes = names.map((name) => ({
    key: name.replace(/^(?:span|resource|event|link|instrumentation)?\./, ''),
    value: anyValue(valuesOf(span, name).find((value) => value !== null) ?? 'nil'),
  }));
  return {
    spanID: span.otlp.spanId.replace(/^0+/, ''),
    startTimeUnixNano: String(span.start),
    durationNanos: String(span.duration),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
}

export function anyValue(value: Value): object {
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value ?? 'nil' };
}
