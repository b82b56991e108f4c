import type { Span } from '../model/telemetry.js';
import type { TraceTree } from './trace-tree.js';

/** How far a child may outlive its parent and still have been waited for, ms: libraries that stamp in whole ms. */
const TOLERANCE = 1;

/** A piece of the critical path, ms since the start of the trace. */
export interface Segment {
  /** Place of the span that worked. */
  span: number;
  from: number;
  to: number;
}

/**
 * Self time: a span's duration without the time in which at least one of its children ran, clipped to it.
 * @returns ms
 */
export function selfTime(tree: TraceTree, span: number): number {
  const { spans } = tree.trace;
  const { start, duration } = spans[span] as Span;
  const end = start + duration;
  let covered = 0;
  let reached = start;
  for (const child of tree.children[span] as readonly number[]) {
    const { start: from, duration: length } = spans[child] as Span;
    const to = Math.min(end, from + length);
    if (to <= reached) continue;
    covered += to - Math.max(from, reached);
    reached = to;
  }
  return Math.max(0, duration - covered);
}

/**
 * Critical path of the entry: what it was waiting for, moment by moment. From its end backwards, always the child that ended last; what no child
 * covers is the span's own. A child that overlaps the one after it is clipped: the caller had nothing else to do while it ran. The pieces cover
 * the entry's duration once, without gap or overlap.
 * @returns segments, latest first
 */
export function criticalPath(tree: TraceTree): Segment[] {
  const { spans } = tree.trace;
  const segments: Segment[] = [];
  const entry = spans[tree.entry] as Span;
  const work = [frameOf(tree, tree.entry, entry.start, entry.start + entry.duration)];
  while (work.length > 0) {
    const frame = work[work.length - 1] as Frame;
    const child = lastBefore(tree, frame);
    if (child === null) {
      if (frame.cursor > frame.from) segments.push({ span: frame.span, from: frame.from, to: frame.cursor });
      work.pop();
      continue;
    }
    if (frame.cursor > child.to) segments.push({ span: frame.span, from: child.to, to: frame.cursor });
    frame.cursor = child.from;
    work.push(frameOf(tree, child.span, child.from, child.to));
  }
  return segments;
}

/** A span on the way down, from `from` to `cursor`; later than the cursor all is told. */
interface Frame {
  span: number;
  from: number;
  cursor: number;
  /** Children that were waited for, by end, latest last; they are taken from the end. */
  left: number[];
}

function frameOf(tree: TraceTree, span: number, from: number, to: number): Frame {
  const { spans } = tree.trace;
  const endOf = (i: number): number => (spans[i] as Span).start + (spans[i] as Span).duration;
  const left = (tree.children[span] as readonly number[]).filter((child) => isWaitedFor(spans[span] as Span, spans[child] as Span));
  return { span, from, cursor: to, left: left.sort((a, b) => endOf(a) - endOf(b) || b - a) };
}

/**
 * Whether a span waits for its child. One that outlives it was only started by it, unless the waiting was given up: a call that timed out waited
 * for the answer that came later, or the work ended with an error.
 */
function isWaitedFor(parent: Span, child: Span): boolean {
  if (parent.kind === 'producer' || child.kind === 'consumer') return false;
  if (child.start + child.duration <= parent.start + parent.duration + TOLERANCE) return true;
  return parent.error || (parent.kind === 'client' && child.kind === 'server');
}

/** The child that ended last before the cursor, clipped to what is left; of those that reach over it the one that ends first. */
function lastBefore(tree: TraceTree, frame: Frame): Segment | null {
  const { spans } = tree.trace;
  const { left } = frame;
  let over = -1;
  for (let at = left.length - 1; at >= 0; at--) {
    const { start, duration } = spans[left[at] as number] as Span;
    if (start >= frame.cursor || start + duration <= frame.from) {
      // Begins after what is left, or ended before it: it can come no more.
      left.splice(at, 1);
      if (over > at) over--;
      continue;
    }
    if (start + duration <= frame.cursor && over >= 0) break;
    over = at;
    if (start + duration <= frame.cursor) break;
  }
  if (over < 0) return null;
  const span = left.splice(over, 1)[0] as number;
  const { start, duration } = spans[span] as Span;
  return { span, from: Math.max(frame.from, start), to: Math.min(frame.cursor, start + duration) };
}
