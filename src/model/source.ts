/** A backend that was asked. */
export interface Source {
  /** Kind of backend. */
  backend: 'prometheus' | 'loki' | 'tempo';
  /** Address without user info. */
  url: string;
  /** Questions asked. */
  asked: number;
  /** Questions answered. */
  answered: number;
  /** Questions without data. */
  noData: number;
  /** Questions that failed. */
  failed: number;
  /** What went wrong; empty if nothing. */
  message: string;
  /** How far its clock is ahead of the machine that asked, ms, to about a second; null where it did not say. */
  clockOffset: number | null;
  /** How far the clock of the traced services is ahead of the load tool's, from requests whose traces it has; null where there are too few, or no traces. */
  loadToolClock: {
    /** Best guess, ms. */
    offset: number;
    /** Least that the traces allow, ms. */
    low: number;
    /** Greatest that the traces allow, ms. */
    high: number;
    /** Traces that it rests on. */
    traces: number;
    /** Offset that backends were asked with, ms: the one given, else this where it is large, else 0. */
    reckonedWith: number;
  } | null;
  /** The questions, in order of asking; at most 500. */
  queries: AskedQuery[];
}

/** One question to a backend, and how it ended. */
export interface AskedQuery {
  /** What was wanted, in words. */
  title: string;
  /** PromQL, LogQL, TraceQL or path. */
  query: string;
  /** Part of time asked about; null where the question has none. */
  window: {
    /** First moment, ms epoch. */
    start: number;
    /** Last moment, ms epoch. */
    end: number;
  } | null;
  /** How it ended. */
  status: 'answered' | 'no-data' | 'failed';
  /** HTTP status; null where no answer came. */
  httpStatus: number | null;
  /** Size of the answer, characters. */
  bytes: number;
  /** What went wrong; empty if nothing. */
  message: string;
}
