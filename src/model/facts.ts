import type { Histogram } from '../stats/histogram.js';
import type { Moments } from '../stats/moments.js';
import type { ErrorClass, ErrorClassCount, Errors, Exemplar } from './analysis.js';
import type { LoadTool } from './load-tool.js';

/** Totals of one part of a request. */
export interface PartTotals {
  /** Requests that have the part. */
  n: number;
  /** Sum, ms. */
  sum: number;
  /** Largest, ms. */
  max: number;
}

/** Totals of some requests, all exact and mergeable. */
export interface Totals {
  /** Requests. */
  n: number;
  /** Sum of latencies, ms. */
  sum: number;
  /** Moments of the latencies, ms. */
  moments: Moments;
  /** Smallest latency, ms; infinity without requests. */
  min: number;
  /** Largest latency, ms; −infinity without requests. */
  max: number;
  /** Successes within the Apdex target. */
  satisfied: number;
  /** Successes beyond the Apdex target, within four times it. */
  tolerating: number;
  bytesIn: number;
  bytesOut: number;
  ttfb: PartTotals;
  connect: PartTotals;
}

/** Successes and failures of one label (or all) over some time. */
export interface Population {
  /** Null for all labels. */
  label: string | null;
  ok: Totals;
  failed: Totals;
  okHistogram: Histogram;
  failedHistogram: Histogram;
  errorClasses: ErrorClassCount[];
}

/** Successes and failures that started in one step of time. */
export interface Step {
  /** Start, ms epoch. */
  start: number;
  ok: Totals;
  failed: Totals;
  /** Failures by class. */
  errorClasses: { class: ErrorClass; count: number }[];
  /** Users active, injectors summed: largest number, and mean over the requests; null where unknown. */
  users: { max: number; mean: number } | null;
}

/** Real requests per label and step of time, chosen deterministically: what logs and traces are asked for by name. */
export interface StepExemplars {
  label: string;
  /** Start of the step, ms epoch. */
  start: number;
  /** Width of the step, ms. */
  width: number;
  slowest: Exemplar;
  /** First failed one; null where none failed. */
  failed: Exemplar | null;
}

/** A request that has a trace id. */
export interface TracedRequest {
  /** As the file has it: an id, or a `traceparent`. */
  traceId: string;
  label: string;
  /** Start, ms epoch. */
  timestamp: number;
  /** Duration, ms. */
  latency: number;
  success: boolean;
}

/** Which columns the files have; what one of several files lacks is unknown for the run. */
export interface KnownParts {
  bytesIn: boolean;
  bytesOut: boolean;
  connect: boolean;
  ttfb: boolean;
  users: boolean;
  /** Whether the files tell successes from failures. */
  success: boolean;
  threads: boolean;
}

/** What one pass over a run leaves: bounded, and the only input of detectors. */
export interface Facts {
  /** First start and last end of counted requests, ms epoch. */
  window: { start: number; end: number };
  /** All latencies are multiples of this, ms; null = not quantised. */
  resolution: number | null;
  known: KnownParts;
  overall: Population;
  /** In order of the label's text. */
  labels: Population[];
  /** Transactions, in order of the label's text. */
  transactions: Population[];
  /** Width of `steps`, ms. */
  stepWidth: number;
  /** All steps from the first start to the last, in time order, empty ones too. */
  steps: Step[];
  /** Latencies of the steps `from` to `to` (exclusive) together, successes and failures apart. With `into`, added to those histograms. */
  stepHistograms(from: number, to: number, into?: { ok: Histogram; failed: Histogram }): { ok: Histogram; failed: Histogram };
  /** Width of the steps of `labelSteps`, ms. */
  labelStepWidth: number;
  /**
   * All labels over time: calls back for sixteen neighbouring buckets of one label's successes or failures in one step, where there are any, in
   * no order that means anything. One pass over what is kept, however many labels there are.
   * @param visit label; start of the step, ms epoch; whether these are failures; number of the page, as {@link Histogram.addPage} takes it;
   * where its counts are
   */
  labelPages(visit: (label: string, start: number, failed: boolean, page: number, counts: ArrayLike<number>, from: number) => void): void;
  /** Whole-run distributions of time to first byte and of time to connect. */
  parts: { ttfb: Histogram; connect: Histogram };
  /** Slowest requests of each label, slowest first; at most ten. */
  slowest: ReadonlyMap<string, Exemplar[]>;
  stepExemplars: StepExemplars[];
  /** A fair sample of the requests that have a trace id, some of each label and step of time; in order of label, then time. */
  traced: TracedRequest[];
  /** Failed requests by class and code. */
  errors: Errors;
  /** Distinct threads of all files. */
  threads: number;
  /** Longest time without a start, and the resolution it is known to, ms. */
  longestGap: { resolution: number; gap: number; start: number };
  /** What the load tool reports of itself; null where the files do not say. */
  loadTool: LoadTool | null;
}
