import type { Facts } from '../model/facts.js';

/** Something that looks wrong, before its cause is known. */
export interface Anomaly {
  /** Symptom kind, such as `latency-shift`. */
  kind: string;
  /** When, ms epoch. */
  window: { start: number; end: number };
  /** Labels concerned. */
  labels: string[] | 'all';
}

/** Finds one symptom in the facts of a run. Pure. */
export interface Detector {
  /** Stable id, also the name of its file, test and docs page. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Path of its docs page in the repository. */
  readonly docs: string;
  /** Why it cannot judge these facts (too short, column missing, …); null if it can. */
  unable(facts: Facts): string | null;
  /** @returns anomalies; empty = looked and found nothing */
  detect(facts: Facts): Anomaly[];
}
