/** Something the reader of a result must know, that did not stop the analysis. */
export interface Notice {
  /** Stable id of the kind of notice, such as `second-header` or `rows-rejected`. */
  id: string;
  /** How much it matters: `info` explains, `warning` limits what the figures mean. */
  level: 'info' | 'warning';
  /** Name of the input file concerned; null for the whole run. */
  file: string | null;
  /** What happened. */
  what: string;
  /** Why it matters, or how it came about. */
  why: string;
  /** What the user can do; empty where nothing is to be done. */
  todo: string;
}
