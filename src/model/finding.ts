import type { Window } from './window.js';

/** An anomaly. */
export interface Finding {
  /** Stable id. */
  id: string;
  /** Symptom or cause. */
  kind: string;
  /** How bad. */
  severity: 'info' | 'warning' | 'critical';
  /** When; null where the files hold no times. */
  window: Window | null;
  /** Labels concerned. */
  labels: string[] | 'all';
  /** Service concerned; null where unknown. */
  service: string | null;
  /** Short name. */
  title: string;
  /** What happened. */
  summary: string;
  /** Ids of evidence for it. */
  evidence: string[];
  /** Ids of evidence against it. */
  counterEvidence: string[];
  /** What to do next. */
  recommendation: string;
  /** Calibrated confidence, 0..1. */
  confidence: number;
}

/** A cause. */
export interface RootCause {
  /** 1 = most likely. */
  rank: number;
  /** Id of the diagnosis. */
  cause: string;
  /** Name for people. */
  title: string;
  /** Where the mender must act; null where unknown. */
  service: string | null;
  /** How much speaks for it, 0..1: it ranks causes and is no probability. */
  confidence: number;
  /** `likely` with two kinds of evidence or one hard event, else `possible`. */
  level: 'likely' | 'possible';
  /** Whether no recording of a real run has shown this kind yet, only generated ones. */
  experimental: boolean;
  /** Ids of the findings that it explains; empty for what was seen and hurt no user. */
  findings: string[];
  /** The cause in one sentence. */
  sentence: string;
  /** From the cause to what users saw, in order of time. */
  chain: ChainLink[];
  /** Ids of evidence. */
  evidence: string[];
  /** Ids of evidence that speaks against it. */
  counterEvidence: string[];
  /** What to mend. */
  fix: string;
  /** How to see that it helped. */
  verify: string;
}

/** One step from a cause to what users saw. */
export interface ChainLink {
  /** When it was first seen, ms epoch, on the load tool's clock; null where it cannot be told. */
  at: number | null;
  /** What happened. */
  text: string;
  /** Ids of evidence. */
  evidence: string[];
}

/** A cause that was considered and is none. */
export interface RuledOut {
  /** Id of the diagnosis. */
  cause: string;
  /** Where it was looked for; null for the whole system. */
  service: string | null;
  /** What speaks against it. */
  reason: string;
  /** Ids of evidence. */
  evidence: string[];
}
