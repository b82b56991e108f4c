import type { Exemplar } from './exemplar.js';
import type { Window } from './window.js';

/** A fact that findings cite. */
export interface Evidence {
  /** Stable, derived id. */
  id: string;
  /** File or backend that it comes from. */
  source: string;
  /** The fact in words. */
  summary: string;
  /** Exact query, or file rows. */
  query: string;
  /** Where the query can be looked at: Grafana Explore over the window and a tenth more on each side; null where none is configured, or it is no query. */
  link: string | null;
  /** When, on the load tool's clock; null where the files hold no times. */
  window: Window | null;
  /** Real requests that show it, worst first. */
  exemplars: Exemplar[];
  /** Typed facts with units. */
  facts: {
    /** Name of the quantity. */
    name: string;
    /** Its value, in `unit`. */
    value: number;
    /** Unit of the value. */
    unit: string;
  }[];
  /** The quantity over the run, for what the chain of a cause tells: drawings show it. Null for all else. */
  series: EvidenceSeries | null;
}

/** A measured quantity over the run. */
export interface EvidenceSeries {
  /** What was measured, and of what. */
  title: string;
  /** Unit of the values. */
  unit: string;
  /** Moments, rising, ms epoch, on the load tool's clock. */
  at: number[];
  /** Values at these moments; null where unknown. Pieces of a long series are put together: each has its value that lies farthest from the healthy median. */
  values: (number | null)[];
}
