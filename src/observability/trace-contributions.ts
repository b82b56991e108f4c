import type { Span } from '../model/telemetry.js';
import type { Segment } from './trace-critical-path.js';
import type { TraceTree } from './trace-tree.js';
import type { Work } from './trace-work.js';

/** What one kind of work had in one trace. */
export interface Contribution {
  work: Work;
  /** Critical path in it, ms. Over all contributions of a trace the sum is the entry's duration. */
  ms: number;
  /** Spans of it below the entry, on the critical path or not. */
  calls: number;
  /** Of these, with an error. */
  errors: number;
}

/**
 * What the entry's duration was spent on.
 * @param works of the same tree
 * @param path critical path of the same tree
 * @returns one for each kind of work below the entry
 */
export function contributionsOf(tree: TraceTree, works: readonly Work[], path: readonly Segment[]): Contribution[] {
  const found = new Map<Work, Contribution>();
  const byPlace: Contribution[] = new Array(works.length);
  for (const place of tree.belowEntry) {
    const work = works[place] as Work;
    let one = found.get(work);
    if (one === undefined) {
      one = { work, ms: 0, calls: 0, errors: 0 };
      found.set(work, one);
    }
    one.calls++;
    if ((tree.trace.spans[place] as Span).error) one.errors++;
    byPlace[place] = one;
  }
  for (const { span, from, to } of path) (byPlace[span] as Contribution).ms += to - from;
  return [...found.values()];
}
