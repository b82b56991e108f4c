/** A span of time. */
export interface Window {
  /** First moment, ms epoch. */
  start: number;
  /** Last moment, ms epoch. */
  end: number;
}

/** Part of time that the figures cover. */
export interface RunWindow {
  /** First start, ms epoch; null where the files hold no times. */
  start: number | null;
  /** Last end, ms epoch; null where the files hold no times. */
  end: number | null;
  /** Length, ms; null where the files do not say. */
  duration: number | null;
}
