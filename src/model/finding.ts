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
  /** Where the mender must act; null where unknown. */
  service: string | null;
  /** Calibrated confidence, 0..1. */
  confidence: number;
  /** Ids of evidence. */
  evidence: string[];
  /** What to mend. */
  fix: string;
}
