import type { Span, Trace } from '../model/telemetry.js';

/** A trace whose spans know each other, by their place in `trace.spans`. */
export interface TraceTree {
  trace: Trace;
  /** Place of each span's parent; -1 where it is missing or there is none. */
  parents: Int32Array;
  /** Places of each span's children, in order of start. */
  children: readonly (readonly number[])[];
  /** Steps from its root, 0 for a root. */
  depths: Int32Array;
  /** Place of the entry: the request as the system saw it. */
  entry: number;
  /** What the entry's duration holds: it and everything below it. Other roots are orphans. */
  belowEntry: readonly number[];
}

const NONE: readonly number[] = [];

/**
 * Trees of a trace.
 * @returns null for a trace without spans
 */
export function treeOf(trace: Trace): TraceTree | null {
  const { spans } = trace;
  if (spans.length === 0) return null;
  const places = new Map(spans.map((span, i) => [span.id, i]));
  const parents = new Int32Array(spans.length);
  const depths = new Int32Array(spans.length);
  const children: (number[] | undefined)[] = new Array(spans.length);
  for (const [i, span] of spans.entries()) {
    // A parent stands before its children; whatever does not is no parent, so that nothing runs in a circle.
    const known = span.parent === null ? undefined : places.get(span.parent);
    const parent = known === undefined || known >= i ? -1 : known;
    parents[i] = parent;
    if (parent < 0) continue;
    depths[i] = (depths[parent] as number) + 1;
    const siblings = children[parent];
    if (siblings === undefined) children[parent] = [i];
    else siblings.push(i);
  }
  const entry = entryOf(spans, parents);
  const belowEntry = [entry];
  for (let at = 0; at < belowEntry.length; at++) for (const child of children[belowEntry[at] as number] ?? NONE) belowEntry.push(child);
  return { trace, parents, children: Array.from(children, (own) => own ?? NONE), depths, entry, belowEntry };
}

/** The longest of the roots; the earliest of several. A server's before others: what has lost its parent in the middle is no entry. */
function entryOf(spans: readonly Span[], parents: Int32Array): number {
  let best = -1;
  for (const [i, span] of spans.entries()) {
    if ((parents[i] as number) >= 0) continue;
    if (best < 0) best = i;
    const known = spans[best] as Span;
    const better = rank(span) - rank(known) || span.duration - known.duration;
    if (better > 0) best = i;
  }
  return best;
}

function rank(span: Span): number {
  return span.kind === 'server' || span.kind === 'consumer' || span.parent === null ? 1 : 0;
}
