/** A span of time. */
export interface Window {
  /** First moment, ms epoch. */
  start: number;
  /** Last moment, ms epoch. */
  end: number;
}
