import type { ByteInput, Note, Reading } from '../model/reading.js';

/** How sure a parser is that bytes are its format. `maybe` wins only if nobody is `sure`. */
export type Grade = 'no' | 'maybe' | 'sure';

/** What the caller knows better than the file. */
export interface OpenOptions {
  /** IANA zone (or `UTC`, `+02:00`) of stamps that are written as local time without a zone; undefined = not said. */
  timeZone?: string | undefined;
  /** Names of columns or tags that hold trace ids, matched without case. */
  traceIdColumns: readonly string[];
  /** Where notices go. */
  note: Note;
}

/** One result format. A parser holds no state: `open` can be called for many files. */
export interface Parser {
  /** Stable id, also the name of its file, test and docs page. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Path of its docs page in the repository. */
  readonly docs: string;
  /** What its readings hold. */
  readonly granularity: Reading['granularity'];
  /**
   * Grades the first bytes (at most 64 KiB, decompressed).
   * @param head first bytes of the file
   * @param fileName only ever a tie-breaker
   */
  detect(head: Uint8Array, fileName: string): Grade;
  /**
   * Reads the head, decides the layout, and returns the reading.
   * @throws HeimrError `unusable` where the columns needed for any figure are missing
   */
  open(input: ByteInput, options: OpenOptions): Promise<Reading>;
}

/** Names of columns or tags that hold trace ids. */
export const TRACE_ID_COLUMNS: readonly string[] = ['trace_id', 'traceId', 'tid', 'traceparent'];
