import type { Reject, StampConvention } from './reading.js';

/** How bytes were packed. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** One input file and what became of its rows. */
export interface InputFile {
  /** Name as given, without control characters. */
  file: string;
  /** Id of the parser that read it. */
  format: string;
  /** The tool that wrote it, as far as the file says. */
  tool: {
    /** Name of the tool. */
    name: string;
    /** Its version; null where the file does not say. */
    version: string | null;
  };
  /** What it holds: single requests (samples), figures per step of time (intervals), or figures of the whole run (summary). */
  granularity: 'samples' | 'intervals' | 'summary';
  /** Compression that was undone. */
  compression: Compression;
  /** Length after decompression, bytes. */
  bytes: number;
  /** Data records: read = counted + excluded + rejected. */
  rows: Rows;
  /** This file's counted requests alone. */
  totals: {
    /** Requests. */
    count: number;
    /** Failed requests; null where the file does not tell successes from failures. */
    errors: number | null;
    /** First start, ms epoch; null without requests. */
    start: number | null;
    /** Last end, ms epoch; null without requests. */
    end: number | null;
  };
  /** What its time stamps meant; null for files without single requests. */
  stamp: StampConvention | null;
  /**
   * Optional columns that the file has, in order of their names: label, responseCode, responseMessage, failureMessage, thread, success,
   * bytesIn, bytesOut, connect, ttfb, users, traceId, url, weight. What is missing is unknown in every figure.
   */
  columns: string[];
}

/** Where the data records of a file went. */
export interface Rows {
  /** Data records met by the scanner (rows). */
  read: number;
  /** Rows that are requests and are in the figures (rows). */
  counted: number;
  /** Rows left out by a rule (rows); `excludedBy` says by which. */
  excluded: number;
  /** Rows that could not be used (rows). */
  rejected: number;
  /** Excluded rows by rule (rows). */
  excludedBy: {
    /** Transactions, whose time is their requests' time once more (rows). */
    transaction: number;
    /** Redirects and embedded resources, which are part of a request (rows). */
    subResult: number;
    /** Requests that start outside `settings.from` and `settings.to` (rows). */
    outsideWindow: number;
    /** Requests whose label `settings.include` and `settings.exclude` leave out (rows). */
    labelFilter: number;
    /** Requests of the script's setup and teardown, which are no load (rows). */
    setup: number;
    /** Rows that another file of the same run has too: another export, or its failures once more (rows). */
    overlap: number;
    /** All rows of a file whose bytes were given already (rows). */
    duplicateFile: number;
  };
  /** Rejected rows by reason, in order of the reason's text. */
  rejectedBy: {
    /** Why, in words. */
    reason: string;
    /** Rows rejected for it (rows). */
    rows: number;
  }[];
  /** The first rejected rows, in file order. */
  firstRejected: Reject[];
}
