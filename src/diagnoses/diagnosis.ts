import type { Case } from './case.js';
import type { Dossier } from './dossier.js';

/** A cause that can be recognised. Pure: it reads the case and asks nothing else. */
export interface Diagnosis {
  /** Stable id, also the name of its file, test and docs page. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Path of its docs page in the repository. */
  readonly docs: string;
  /** What it claims, in one sentence. */
  readonly claim: string;
  /** Symptom kinds that it can explain; empty = any. */
  readonly explains: readonly string[];
  /** What it looks at, as questions: also what a missing backend would have told. */
  readonly asks: readonly { source: 'metrics' | 'logs' | 'traces' | 'results'; question: string }[];
  /** Causes that look alike, and what tells them apart. */
  readonly lookAlikes: readonly { id: string; toldApartBy: string }[];
  /** What to mend. @param service where */
  fix(service: string): string;
  /** How to see that it helped. */
  readonly verify: string;
  /** True while no recording of a real run shows it: it then never stands before one that is proven, unless a hard event says so. */
  readonly experimental: boolean;
  /**
   * Examines one place.
   * @param place service, `host` or `load-generator`, or the name of a database
   * @param file where what speaks for and against goes
   */
  examine(c: Case, place: string, file: Dossier): void;
  /** Places to examine; services where time is lost or failures begin by default. */
  places?(c: Case): Iterable<string>;
}

/** Makes a diagnosis known to the type checker; a user's own ones are made so too (docs/diagnoses/README.md). */
export function defineDiagnosis(diagnosis: Diagnosis): Diagnosis {
  return diagnosis;
}
