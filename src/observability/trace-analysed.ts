import type { Span } from '../model/telemetry.js';
import { type Contribution, contributionsOf } from './trace-contributions.js';
import { criticalPath, type Segment } from './trace-critical-path.js';
import type { TraceTree } from './trace-tree.js';
import { type Work, Works } from './trace-work.js';

/** A trace with all that is computed of it alone. */
export interface AnalysedTrace {
  tree: TraceTree;
  /** The request as the system saw it. */
  entry: Span;
  /** Work of each span, by its place. */
  works: readonly Work[];
  /** Critical path, latest first. */
  path: readonly Segment[];
  contributions: readonly Contribution[];
}

/**
 * One tree analysed.
 * @param works those of all traces that it is compared with
 */
export function analysedTree(tree: TraceTree, works: Works = new Works()): AnalysedTrace {
  const own = works.of(tree);
  const path = criticalPath(tree);
  return { tree, entry: tree.trace.spans[tree.entry] as Span, works: own, path, contributions: contributionsOf(tree, own, path) };
}
