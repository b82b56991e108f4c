import type { Window } from '../model/window.js';

/*
 * What a model may speak of: short ids that it can cite, names that it can use, figures that it can put in. Anything else in an answer is not from
 * the analysis and is struck.
 */

/** A figure of an item. */
export interface ItemFact {
  /** Name in slots: `{{F1.p50_during}}`. */
  slot: string;
  /** Name in the analysis, such as `p50 during`. */
  name: string;
  /** Value, in `unit`. */
  value: number;
  /** Unit as the analysis has it: `ms`, `1/s`, `0..1`, `requests`, … */
  unit: string;
}

/** What an item is: figures of the run, a finding, evidence for a cause, a doubt, a check that found nothing, a gap. */
export type ItemRole = 'figures' | 'finding' | 'evidence' | 'doubt' | 'normal' | 'gap';

/** Something that can be cited. */
export interface EvidenceItem {
  /** Short id: letter of its role and number (K1, F1, E1, X1, N1, G1). */
  id: string;
  role: ItemRole;
  /** Ids in the analysis that it stands for. */
  refs: readonly string[];
  /** The statement, in our words. */
  text: string;
  facts: readonly ItemFact[];
  /** When; null where unknown. */
  window: Window | null;
  /** Names that it is about: labels, services. */
  names: readonly string[];
  /** Kind of data that it comes from. */
  signal: 'results' | 'metrics' | 'logs' | 'traces';
}

/** A cause that a model may name. */
export interface Candidate {
  /** C1 = ours first. */
  id: string;
  /** Id of the diagnosis, or kind of the finding that is its own cause. */
  cause: string;
  title: string;
  service: string | null;
  /** Ours, 0..1. */
  confidence: number;
  /** Ids of items for it and against it. */
  supporting: readonly string[];
  opposing: readonly string[];
  /** What to mend, in our words. */
  fix: string;
}

/** All that a model may speak of. */
export interface Subject {
  items: readonly EvidenceItem[];
  candidates: readonly Candidate[];
  /** First moment of the run, ms epoch; null where unknown. */
  start: number | null;
  /** Whether nothing wrong was found, and enough was checked to say so. */
  healthy: boolean;
  /** What to do, in our words: mending of causes, recommendations of findings. */
  advice: readonly string[];
}

/** @returns a name for slots: lower case, digits and underscores */
export function slotOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
