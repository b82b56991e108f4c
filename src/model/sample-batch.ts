/** Columns of normalized samples, the same for every format. One batch holds some thousand rows; nothing is an object per row. */

/**
 * What a row stands for. Only requests are counted: transactions and sub-results would count the same time twice, and what setup and
 * teardown of the script ask for is no load.
 */
export const Kind = { request: 0, transaction: 1, sub: 2, setup: 3 } as const;
/** Value of {@link Kind}. */
export type Kind = (typeof Kind)[keyof typeof Kind];
/** Names of the kinds by value, as `heimr samples` prints them. */
export const KIND_NAMES = ['request', 'transaction', 'sub', 'setup'] as const;

/** Texts by id, in order of first appearance. Ids are dense and start at 0. */
export interface Dictionary {
  /** Number of distinct texts so far. */
  readonly size: number;
  /** Text of an id below `size`. */
  text(id: number): string;
}

/** Texts of a row that are looked up only where they are shown (failed rows, exemplars, `heimr samples`). */
export type RowText = 'responseMessage' | 'failureMessage' | 'traceId' | 'url';

/**
 * Some rows of one file, column by column, in file order.
 * The arrays are reused: a batch is valid only until the next one is asked for.
 */
export interface SampleBatch {
  /** Number of valid rows; the arrays may be longer. */
  rows: number;
  /** Start of the request, µs since the epoch. */
  readonly timestamp: Float64Array;
  /** Duration, ms. For a row that stands for many samples, their mean. Finite, >= 0. */
  readonly latency: Float64Array;
  /** Id in `labels`. */
  readonly label: Int32Array;
  /** Id in `codes`: the response code as text, as the file has it. */
  readonly code: Int32Array;
  /** Id in `threads`; -1 where the file does not say. */
  readonly thread: Int32Array;
  /** See {@link Kind}. */
  readonly kind: Uint8Array;
  /** 1 = succeeded, 0 = failed. The file's own verdict, never guessed from the code. */
  readonly success: Uint8Array;
  /** Samples the row stands for, >= 1; 1 for raw rows. */
  readonly weight: Float64Array;
  /** Failed samples among `weight`. */
  readonly failed: Float64Array;
  /** Bytes received; NaN = unknown. */
  readonly bytesIn: Float64Array;
  /** Bytes sent; NaN = unknown. */
  readonly bytesOut: Float64Array;
  /** Time to connect, ms; NaN = unknown; 0 = the connection was reused. */
  readonly connect: Float64Array;
  /** Time from start to first byte, ms; NaN = unknown. */
  readonly ttfb: Float64Array;
  /** Active users of the whole generator when the row was written; NaN = unknown. */
  readonly users: Float64Array;
  /** Physical line (or record) number in the file, from 1. */
  readonly line: Float64Array;
  readonly labels: Dictionary;
  readonly codes: Dictionary;
  readonly threads: Dictionary;
  /** A text of row `row` (0-based in this batch), unquoted, cut at 8 KiB; '' where there is none. Slow: for few rows only. */
  text(row: number, what: RowText): string;
}
