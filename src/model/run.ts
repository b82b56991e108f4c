/** About this very execution. */
export interface Run {
  /** Version of Heimr. */
  version: string;
  /** When the analysis began, ISO 8601 in UTC; null where the caller gave no clock. */
  startedAt: string | null;
  /** How long it took, ms; null where the caller gave no clock. */
  durationMs: number | null;
  /** Worker threads used beside the main one; 0 = none (threads). */
  workers: number;
}
