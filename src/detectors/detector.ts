import type { Facts } from '../model/facts.js';

/** Something that looks wrong, before its cause is known. */
export interface Anomaly {
  /** Symptom kind, such as `latency-shift`. */
  kind: string;
  /** When, ms epoch. */
  window: { start: number; end: number };
  /** Labels concerned. */
  labels: string[] | 'all';
  /** What it is compared with, ms epoch; null where the run has no healthy part to compare with. */
  before: { start: number; end: number } | null;
  /** How far it is beyond the floor of its kind: 1 = just at it. */
  strength: number;
  /** Whether it breaks what the system is for, and not only its promise. */
  critical: boolean;
  /** True for what is good to know and no reason to act. */
  informative?: boolean;
  /** What it says of the run, in one sentence with numbers. */
  summary: string;
  /** Figures that the detector rests on. */
  facts: { name: string; value: number; unit: string }[];
  /** What speaks against it, in words. */
  against: string[];
}

/** Finds one symptom in the facts of a run. Pure. */
export interface Detector {
  /** Stable id, also the name of its file, test and docs page. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Path of its docs page in the repository. */
  readonly docs: string;
  /** Kinds of anomalies that it names. */
  readonly kinds: readonly string[];
  /** Why it cannot judge these facts (too short, column missing, …); null if it can. */
  unable(facts: Facts): string | null;
  /** @returns anomalies; empty = looked and found nothing */
  detect(facts: Facts): Anomaly[];
}
