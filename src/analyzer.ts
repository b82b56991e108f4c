import type { Analysis, Tag } from './model/analysis.js';
import type { ByteInput } from './model/reading.js';
import type { Parser } from './parsers/parser.js';

/** A moment of the run: an absolute time, or an offset from the first start. */
export type Moment = { at: number } | { after: number };

/** One input: bytes already decompressed, with what the edge knows of the file. */
export interface AnalyzeInput extends ByteInput {
  /** Compression that was undone by the edge; 'none' if not said. */
  compression?: 'none' | 'gzip';
  /** What the edge had to swallow (a cut .gz, …); read after the bytes have been walked to their end. */
  notices?: () => import('./model/notice.js').Notice[];
}

/** How far the reading is. */
export interface Progress {
  /** Name of the file being read. */
  file: string;
  /** Position of the file among the inputs, from 0. */
  index: number;
  /** Bytes (decompressed) of this file so far. */
  bytes: number;
  /** Rows of this file so far. */
  rows: number;
}

/** Choices; all have defaults. */
export interface AnalyzeOptions {
  /** Title of the report; by default made from the file names. */
  title?: string;
  /** What is known of the run. */
  tags?: Tag[];
  /** Apdex target, ms; 500 by default. */
  apdexT?: number;
  /** Count only requests that start at or after this moment. */
  from?: Moment;
  /** Count only requests that start before this moment. */
  to?: Moment;
  /** Length of the warm-up phase, ms from the first start; found from the data if not given. */
  warmup?: number;
  /** Zone of stamps written as local time: IANA name, `UTC` or an offset such as `+02:00`. */
  timeZone?: string;
  /** Patterns (`*` = any text) of labels to keep; empty = all. */
  include?: string[];
  /** Patterns of labels to leave out. */
  exclude?: string[];
  /** Columns that hold trace ids; trace_id, traceId, tid, traceparent by default. */
  traceIdColumns?: string[];
  /** Formats that can be read; the catalog by default. */
  parsers?: readonly Parser[];
  /** Clock for `run`, ms epoch; without it `run` holds no times. */
  clock?: () => number;
  /** Called after each chunk of bytes. */
  onProgress?: (progress: Progress) => void;
  /** Ends the analysis early. */
  signal?: AbortSignal;
}

/**
 * The whole road: files in, Analysis out. Pure: no file, no clock, no network of its own.
 * @param inputs files of one run; several are merged exactly
 * @throws HeimrError where no Analysis is possible
 */
export async function analyze(_inputs: readonly AnalyzeInput[], _options: AnalyzeOptions = {}): Promise<Analysis> {
  throw new Error('being written');
}
