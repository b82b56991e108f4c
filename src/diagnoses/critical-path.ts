import type { Span, Trace } from '../model/telemetry.js';

/** A piece of a trace that its end waited for. */
export interface Segment {
  span: Span;
  /** ms */
  duration: number;
}

/** Depth of spans that is followed: a chain longer than this is a loop or a bomb. */
const MAX_DEPTH = 200;

/** Parents and children of a trace. */
export interface SpanTree {
  /** Where the request entered: the root that lasts longest. */
  root: Span | null;
  children: ReadonlyMap<string, readonly Span[]>;
  byId: ReadonlyMap<string, Span>;
}

/** Orders spans by parent. A span whose parent is missing is a root of its own. */
export function spanTree(trace: Trace): SpanTree {
  const byId = new Map(trace.spans.map((span) => [span.id, span]));
  const children = new Map<string, Span[]>();
  let root: Span | null = null;
  for (const span of trace.spans) {
    if (span.parent !== null && byId.has(span.parent) && span.parent !== span.id) {
      const siblings = children.get(span.parent);
      if (siblings) siblings.push(span);
      else children.set(span.parent, [span]);
    } else if (root === null || span.duration > root.duration) root = span;
  }
  return { root, children, byId };
}

/**
 * What the root's end waited for: walks back from its end, always to the child that ended last (fan-out: the slowest one), and charges what is left to
 * the span itself. Children are cut to their parent, so work that outlives it (a caller that gave up, a message) does not count. The durations sum to the
 * root's (research/observability 3.3).
 */
export function criticalPath({ root, children }: SpanTree): Segment[] {
  const segments: Segment[] = [];
  const charge = (span: Span, from: number, to: number): void => {
    if (to > from) segments.push({ span, duration: to - from });
  };
  const walk = (span: Span, from: number, to: number, depth: number): void => {
    let cursor = to;
    const inside = (depth < MAX_DEPTH ? (children.get(span.id) ?? []) : [])
      .filter((child) => child.kind !== 'consumer' && child.start < to && child.start + child.duration > from)
      .sort((a, b) => b.start + b.duration - (a.start + a.duration));
    for (const child of inside) {
      const end = Math.min(child.start + child.duration, cursor);
      const start = Math.max(child.start, from);
      if (end <= start) continue;
      charge(span, end, cursor);
      walk(child, start, end, depth + 1);
      cursor = start;
    }
    charge(span, from, cursor);
  };
  if (root) walk(root, root.start, root.start + root.duration, 0);
  return segments;
}
