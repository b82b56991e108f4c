import type { Span, Trace } from '../model/telemetry.js';
import { type ExportedSpan, exportedSpans } from './otlp-spans.js';
import { settleClocks } from './trace-clocks.js';

/** A trace and what had to be done to it. */
export interface AssembledTrace {
  trace: Trace;
  /** How far spans were moved since clocks differ, ms; 0 if they were not. */
  skew: number;
}

/**
 * Traces of an answer.
 * @param json parsed: OTLP/JSON, or Tempo's v1 or v2
 * @returns in the order in which they first occur; `request` is null
 * @throws Error where it is no trace JSON
 */
export function tracesOf(json: unknown): Trace[] {
  return assembledTraces(json).map(({ trace }) => trace);
}

/** As {@link tracesOf}, with the shift of clocks. */
export function assembledTraces(json: unknown): AssembledTrace[] {
  const { spans, cut } = exportedSpans(json);
  const byTrace = new Map<string, ExportedSpan[]>();
  for (const span of spans) {
    const known = byTrace.get(span.traceId);
    if (known === undefined) byTrace.set(span.traceId, [span]);
    else known.push(span);
  }
  return [...byTrace].map(([id, own]) => assembled(id, own, cut));
}

function assembled(id: string, exported: readonly ExportedSpan[], cut: boolean): AssembledTrace {
  const start = exported.reduce((least, { nanos }) => (nanos < least ? nanos : least), exported[0]!.nanos);
  const spans = parentsFirst(
    withoutDoubles(exported.map(({ span, nanos }) => Object.assign(span, { start: Number(nanos - start) / 1e6 }))),
  );
  const skew = settleClocks(spans);
  const first = spans.reduce((least, span) => Math.min(least, span.start), Number.POSITIVE_INFINITY);
  for (const span of spans) span.start -= first;
  return {
    trace: {
      id,
      start: Number(start) / 1e6 + first,
      spans: skew === 0 ? spans : parentsFirst(spans),
      incomplete: cut || lacksParents(spans),
      request: null,
    },
    skew,
  };
}

/**
 * One span for each id. Zipkin's libraries give a call and its answer the same id: the answer gets one of its own then, and becomes the parent of
 * what its service did.
 */
function withoutDoubles(spans: readonly Span[]): Span[] {
  const byId = new Map<string, Span>();
  const answers = new Map<string, Span>();
  for (const span of spans) {
    const known = byId.get(span.id);
    if (known === undefined) byId.set(span.id, span);
    else if (known.kind === 'client' && span.kind === 'server') answers.set(span.id, span);
    else if (known.kind === 'server' && span.kind === 'client') {
      answers.set(span.id, known);
      byId.set(span.id, span);
    }
  }
  if (answers.size === 0) return [...byId.values()];
  const ownId = (id: string): string => (id[0] === 'f' ? '0' : 'f') + id.slice(1);
  const kept = [...byId.values()].map((span) => {
    const answer = span.parent === null ? undefined : answers.get(span.parent);
    return answer !== undefined && answer.service === span.service ? { ...span, parent: ownId(answer.id) } : span;
  });
  return [...kept, ...[...answers.values()].map((span) => ({ ...span, id: ownId(span.id), parent: span.id }))];
}

/** In order of start, and parents before children where a clock says otherwise. Parents in a circle are taken as missing. */
function parentsFirst(spans: readonly Span[]): Span[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const places = new Map<Span, { start: number; depth: number }>();
  for (const span of spans) {
    const way = new Set<Span>();
    let below: Span = span;
    for (let at: Span | undefined = span; at !== undefined && !places.has(at); at = at.parent === null ? undefined : byId.get(at.parent)) {
      if (way.has(at)) {
        below.parent = null;
        break;
      }
      way.add(at);
      below = at;
    }
    for (const one of [...way].reverse()) {
      const above = one.parent === null ? undefined : places.get(byId.get(one.parent) as Span);
      places.set(one, { start: Math.max(one.start, above?.start ?? one.start), depth: (above?.depth ?? -1) + 1 });
    }
  }
  const place = (span: Span): { start: number; depth: number } => places.get(span)!;
  return [...spans].sort((a, b) => place(a).start - place(b).start || place(a).depth - place(b).depth);
}

/**
 * Whether a part is missing. That the outermost parent is not there is usual: it is the load tool's. It may have several calls under it, but
 * two missing parents, or one beside a true root, or one above what no caller can have called, are gaps.
 */
function lacksParents(spans: readonly Span[]): boolean {
  const ids = new Set(spans.map((span) => span.id));
  const roots = spans.filter((span) => span.parent === null || !ids.has(span.parent));
  const missing = new Set(roots.map((span) => span.parent).filter((parent) => parent !== null));
  if (missing.size === 0) return false;
  return missing.size > 1 || roots.some((span) => span.parent === null || (span.kind !== 'server' && span.kind !== 'consumer'));
}
