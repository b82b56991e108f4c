import type { Compression } from './input-file.js';
import type { Notice } from './notice.js';
import type { ByteInput, Reading } from './reading.js';

/** A moment of the run: an absolute time (ms since the epoch), or an offset from the first start (ms). */
export type Moment = { at: number } | { after: number };

/** Bytes of one file, decompressed by whoever opened it. */
export interface FileInput extends ByteInput {
  /** Compression that was undone; 'none' if not said. */
  compression?: Compression;
  /** What had to be swallowed on the way (a cut .gz, …); asked for after the bytes have been walked to their end. */
  notices?: () => Notice[];
}

/** A file that somebody else has parsed already. */
export interface ReadingInput {
  /** File name as shown in reports. */
  name: string;
  reading: Reading;
}

/** Whole bytes of a small file. */
export interface BytesInput {
  /** File name as shown in reports. */
  name: string;
  bytes: Uint8Array;
}

/** One input of an analysis. */
export type AnalyzeInput = FileInput | BytesInput | ReadingInput;

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
