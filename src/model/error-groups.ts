import type { Exemplar } from './exemplar.js';

/** Classes of failures. */
export type ErrorClass = '4xx' | '5xx' | 'timeout' | 'connection' | 'assertion' | 'other';

/** Failures of one class. */
export interface ErrorClassCount {
  /** Class of the failure. */
  class: ErrorClass;
  /** Failed requests. */
  count: number;
  /** Start of the first one, ms epoch (of a phase or step: to the step); null where the file has no times. */
  firstSeen: number | null;
  /** Start of the last one, ms epoch (of a phase or step: to the step); null where the file has no times. */
  lastSeen: number | null;
  /** Message of the first one seen; null where not kept (phases, steps). */
  message: string | null;
}

/** Failed requests. */
export interface Errors {
  /** Failed requests, all classes; null where the file does not say. */
  total: number | null;
  /** By class and code, most frequent first. */
  groups: ErrorGroup[];
  /** Groups that were not kept apart because there were too many of them (requests in them); 0 normally. */
  ungrouped: number;
}

/** Failures of one class and code. */
export interface ErrorGroup {
  /** Class of the failure. */
  class: ErrorClass;
  /** Response code as the file has it, with JMeter's "Non HTTP response code: " taken off. */
  code: string;
  /** Failed requests. */
  count: number;
  /** Share of all failed requests, 0..1. */
  share: number;
  /** Start of the first one, ms epoch; null where the file has no times. */
  firstSeen: number | null;
  /** Start of the last one, ms epoch; null where the file has no times. */
  lastSeen: number | null;
  /** Message of the exemplar. */
  message: string;
  /** Labels concerned, most failures first, at most ten. */
  labels: {
    /** Label. */
    label: string;
    /** Failed requests of it in this group. */
    count: number;
  }[];
  /** A real failed request: the first one; null where the file has no single requests. */
  exemplar: Exemplar | null;
}
