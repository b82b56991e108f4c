/** Outcome of one check. */
export interface Check {
  /** Id of the detector, diagnosis or stage. */
  id: string;
  /** Name for people. */
  title: string;
  /** What became of it. */
  outcome: 'checked' | 'not-checked' | 'failed';
  /** Why it was not checked or how it failed; empty when checked. */
  reason: string;
}
