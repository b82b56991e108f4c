import type { StoredSpan, StoredTrace } from './span-store.js';
import { valuesOf } from './traceql-fields.js';
import type { Query } from './traceql-parser.js';
import { matchesOf } from './traceql-spansets.js';

/** Intrinsics that Tempo lists. */
const INTRINSICS =
  'duration event:name event:timeSinceStart instrumentation:name instrumentation:version kind link:spanID link:traceID name rootName rootServiceName span:duration span:id span:kind span:name span:parentID span:status span:statusMessage status statusMessage trace:duration trace:id trace:rootName trace:rootService traceDuration'.split(
    ' ',
  );

/** Names of attributes by scope. @param scope one of them; empty for all */
export function tagsAnswer(traces: Iterable<StoredTrace>, scope: string): object {
  const scopes: Record<string, Set<string>> = { span: new Set(), resource: new Set(), event: new Set(), intrinsic: new Set(INTRINSICS) };
  for (const { spans } of traces)
    for (const { own, ofResource, otlp } of spans) {
      for (const key of own.keys()) scopes['span']?.add(key);
      for (const key of ofResource.keys()) scopes['resource']?.add(key);
      for (const { attributes } of otlp.events ?? []) for (const { key } of attributes ?? []) scopes['event']?.add(key);
    }
  const listed = Object.entries(scopes).filter(([name, tags]) => tags.size > 0 && (scope === '' || scope === name));
  return { scopes: listed.map(([name, tags]) => ({ name, tags: [...tags].sort() })), metrics: { inspectedBytes: '100000' } };
}

/** Values of an attribute, in spans that the query holds for. */
export function tagValuesAnswer(traces: Iterable<StoredTrace>, tag: string, query: Query | null): object {
  const values = new Map<string, object>();
  for (const trace of traces) {
    const spans: StoredSpan[] = query === null ? trace.spans : matchesOf(trace, query).flatMap((match) => match.spans);
    for (const span of spans)
      for (const value of valuesOf(span, tag)) {
        if (value === null) continue;
        const type =
          tag === 'status' || tag === 'kind' ? 'keyword' : { string: 'string', number: 'int', boolean: 'bool' }[typeof value as 'string'];
        values.set(String(value), { type, value: String(value) });
      }
  }
  return { tagValues: [...values.values()], metrics: { inspectedBytes: '100000' } };
}
