import type { Span } from '../model/telemetry.js';
import { NO_NAMES, type PeerNames } from './span-peer.js';
import { type Contribution, contributionsOf, type Work, worksOf } from './trace-contributions.js';
import type { TraceTree } from './trace-tree.js';

/** A trace with all that is computed of it alone. */
export interface AnalysedTrace {
  tree: TraceTree;
  /** The request as the system saw it. */
  entry: Span;
  /** Work of each span, by its place. */
  works: readonly Work[];
  contributions: readonly Contribution[];
}

/** One tree analysed. @param names services by address */
export function analysedTree(tree: TraceTree, names: PeerNames = NO_NAMES): AnalysedTrace {
  const works = worksOf(tree, names);
  return { tree, entry: tree.trace.spans[tree.entry] as Span, works, contributions: contributionsOf(tree, works) };
}
