import { decodeText, undoubleQuotes } from '../decode/byte-text.js';
import { RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import type { OptionalColumn } from '../model/reading.js';

/**
 * The columns of a JTL file, found by name. JMeter writes them in a fixed order but any of them can be left out,
 * other writers use any order, and sample variables follow under names of their own.
 */

/** Columns that JMeter itself writes, in its order. */
export const STANDARD_COLUMNS = [
  'timeStamp',
  'elapsed',
  'label',
  'responseCode',
  'responseMessage',
  'threadName',
  'dataType',
  'success',
  'failureMessage',
  'bytes',
  'sentBytes',
  'grpThreads',
  'allThreads',
  'URL',
  'Filename',
  'Latency',
  'Encoding',
  'SampleCount',
  'ErrorCount',
  'Hostname',
  'IdleTime',
  'Connect',
] as const;
const LOWER_NAMES = STANDARD_COLUMNS.map((name) => name.toLowerCase());
/** Name of a standard column. */
export type ColumnName = (typeof STANDARD_COLUMNS)[number];

/** Our optional columns by JMeter's names. */
export const OPTIONAL_COLUMNS: Partial<Record<ColumnName, OptionalColumn>> = {
  label: 'label',
  responseCode: 'responseCode',
  responseMessage: 'responseMessage',
  failureMessage: 'failureMessage',
  threadName: 'thread',
  success: 'success',
  bytes: 'bytesIn',
  sentBytes: 'bytesOut',
  Connect: 'connect',
  Latency: 'ttfb',
  allThreads: 'users',
  URL: 'url',
  SampleCount: 'weight',
};

/** Where the columns of a file are. */
export interface Columns {
  /** Byte between fields. */
  delimiter: number;
  /** Number of columns. */
  count: number;
  /** Fields that a row must have: up to the last standard column. What follows are sample variables. */
  required: number;
  /** Index by standard name; -1 = not in the file. */
  at: Readonly<Record<ColumnName, number>>;
  /** Index of the column with trace ids; -1 = none. */
  traceId: number;
  /** Standard names that occur more than once. */
  duplicates: readonly string[];
}

const BOM = '\uFEFF';
/** Tried where the first character after the first name does not separate the others. */
const USUAL_DELIMITERS = ',;\t|~';

/** Names of the first line as separated by `delimiter`. */
function splitNames(line: Uint8Array, delimiter: number): string[] | null {
  const fields = new RecordFields();
  const end = readRecord(line, 0, line.length, delimiter, true, fields);
  if (end !== RecordEnd.input && end !== RecordEnd.line) return null;
  const names: string[] = [];
  for (let i = 0; i < fields.count; i++) {
    const raw = line.subarray(fields.from[i], fields.to[i]);
    const bytes = fields.quoting[i] === 2 ? undoubleQuotes(raw, 0, raw.length) : raw;
    const name = decodeText(bytes, 0, bytes.length).replace(BOM, '').trim();
    // Quotes are left where a space stands before them.
    names.push(/^"[^"]*"$/.test(name) ? name.slice(1, -1) : name);
  }
  return names;
}

/** Header line: its delimiter and names, as far as it can be one. */
export interface Header {
  delimiter: number;
  names: string[];
}

/**
 * Reads a line as a header, the way JMeter guesses the delimiter: the first character after the first name.
 * If that does not give the columns timeStamp and elapsed, the usual delimiters are tried.
 * @param line bytes of the line; a byte order mark before it is ignored
 */
export function readHeader(line: Uint8Array): Header | null {
  const start = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
  const bytes = line.subarray(start);
  const first = /^\s*(?:"[^"]*"|\w+)([^\w"\r\n\x80-\uffff])/.exec(decodeText(bytes, 0, Math.min(bytes.length, 1024)));
  let best: Header | null = null;
  for (const mark of new Set((first?.[1] ?? '') + USUAL_DELIMITERS)) {
    const delimiter = mark.charCodeAt(0);
    const names = splitNames(bytes, delimiter);
    if (names === null) continue;
    if (locate(names, 'timeStamp') >= 0 && locate(names, 'elapsed') >= 0) return { delimiter, names };
    if (best === null || knownNames(names) > knownNames(best.names)) best = { delimiter, names };
  }
  return best;
}

/** Number of standard names, letter case included. */
export function knownNames(names: readonly string[]): number {
  return STANDARD_COLUMNS.filter((name) => names.includes(name)).length;
}

/** Index of a name: as written, or else in any letter case; -1 if it is missing. */
export function locate(names: readonly string[], name: string): number {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const lower = name.toLowerCase();
  return names.findIndex((candidate) => candidate.toLowerCase() === lower);
}

/**
 * Finds every column of a header.
 * @param traceIdColumns names that hold trace ids, the first one found counts
 */
export function columnsOf(header: Header, traceIdColumns: readonly string[]): Columns {
  const at = {} as Record<ColumnName, number>;
  const duplicates: string[] = [];
  const lower = header.names.map((name) => name.toLowerCase());
  let required = 0;
  for (const [i, name] of STANDARD_COLUMNS.entries()) {
    const exact = header.names.indexOf(name);
    at[name] = exact >= 0 ? exact : lower.indexOf(LOWER_NAMES[i]);
    if (at[name] >= 0 && lower.includes(LOWER_NAMES[i], at[name] + 1)) duplicates.push(name);
    required = Math.max(required, at[name] + 1);
  }
  let traceId = -1;
  for (const name of traceIdColumns) {
    if (traceId < 0) traceId = lower.indexOf(name.toLowerCase());
  }
  return { delimiter: header.delimiter, count: header.names.length, required, at, traceId, duplicates };
}

/** True if records by both are read alike. */
export function sameColumns(one: Columns, other: Columns): boolean {
  if (one.delimiter !== other.delimiter || one.count !== other.count || one.traceId !== other.traceId) return false;
  if (one.duplicates.join() !== other.duplicates.join()) return false;
  return STANDARD_COLUMNS.every((name) => one.at[name] === other.at[name]);
}
