/** One entry of a log, as a backend gave it back. */
export interface LogLine {
  /** When, ms since the epoch; fractions kept. */
  time: number;
  /** Service that wrote it, as the labels name it; null where they name none. */
  service: string | null;
  /** Which stream it is of, any stable text: a stack trace goes on in the next entry of the same stream. */
  stream: string;
  /** Labels of the stream. */
  labels: Readonly<Record<string, string>>;
  /** What stands beside the text: structured metadata of Loki (`detected_level`, `trace_id`, …). */
  metadata: Readonly<Record<string, string>>;
  /** The text itself, hostile as it is. */
  text: string;
}

/** Even bins of time. Bin `i` is (start + i·width, start + (i+1)·width]: open at the left, closed at the right, as metric queries of Loki count. */
export interface LogBins {
  /** Start of the first, ms since the epoch. */
  start: number;
  /** Width, ms. */
  width: number;
  /** How many. */
  count: number;
}

/** Number of the bin that a moment (ms) lies in; may be outside of 0 … count − 1. */
export function binOf(time: number, bins: LogBins): number {
  return Math.ceil((time - bins.start) / bins.width) - 1;
}

/** Characters of a line that are looked at; the rest is cut. Loki's own limit is 256 kB a line, and what tells lines apart stands in front. */
export const MAX_LINE = 4096;
/** Lines that are looked at in one go; the rest is left out. */
export const MAX_LINES = 200_000;
/** Templates of one service; the rest is folded into one. */
export const MAX_TEMPLATES = 500;
/** Trace ids kept of a template. */
export const MAX_TRACE_IDS = 20;
/** Characters of a template and of an example. */
export const MAX_TEXT = 400;
