import { decodeText, undoubleQuotes } from '../decode/byte-text.js';
import { RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import type { LocustPart } from './locust-names.js';

/** The header line of Locust's CSV files, in the spellings of all versions since 0.8. */

const COMMA = 44;

/** Header of a file: names of its columns, and where the first record starts. */
export interface LocustHeader {
  names: readonly string[];
  /** True if names stand in quotes: versions up to 1.1, which put values in quotes without doubling those within. */
  quoted: boolean;
  /** First byte after the header. */
  next: number;
  /** Physical lines up to there. */
  lines: number;
}

/** Columns by what they hold; several names are one column's in different versions. */
export const COLUMN = {
  method: ['Type', 'Method'],
  name: ['Name'],
  count: ['Request Count', '# requests'],
  failures: ['Failure Count', '# failures'],
  median: ['Median Response Time', 'Median response time'],
  mean: ['Average Response Time', 'Average response time'],
  min: ['Min Response Time', 'Min response time'],
  max: ['Max Response Time', 'Max response time'],
  size: ['Average Content Size'],
  rate: ['Requests/s'],
  timestamp: ['Timestamp'],
  users: ['User Count'],
  totalCount: ['Total Request Count', '# requests'],
  totalFailures: ['Total Failure Count', '# failures'],
  totalMedian: ['Total Median Response Time', 'Median response time'],
  totalMean: ['Total Average Response Time', 'Average response time'],
  totalMin: ['Total Min Response Time', 'Min response time'],
  totalMax: ['Total Max Response Time', 'Max response time'],
  totalSize: ['Total Average Content Size', 'Average Content Size'],
  error: ['Error'],
  occurrences: ['Occurrences'],
  exceptions: ['Count'],
  message: ['Message'],
  traceback: ['Traceback'],
} as const;
/** Name of a column by what it holds. */
export type ColumnOf = keyof typeof COLUMN;

/**
 * Reads the header of the bytes.
 * @param final true if nothing follows them
 * @returns null if there is none, or its end is not there
 */
export function readLocustHeader(bytes: Uint8Array, final: boolean): LocustHeader | null {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let lines = 0;
  const fields = new RecordFields();
  for (;;) {
    const end = readRecord(bytes, at, bytes.length, COMMA, final, fields);
    if (end !== RecordEnd.line && (end !== RecordEnd.input || at >= bytes.length)) return null;
    const blank = fields.count === 1 && fields.from[0] === fields.to[0];
    lines += fields.lines;
    if (blank && end === RecordEnd.input) return null;
    if (!blank) break;
    at = fields.next;
  }
  const names = Array.from({ length: fields.count }, (_, i) => fieldText(bytes, fields, i).trim());
  return { names, quoted: (fields.quoting[0] as number) > 0, next: fields.next, lines };
}

/** Text of a field, doubled quotes made single. */
export function fieldText(bytes: Uint8Array, fields: RecordFields, i: number): string {
  const from = fields.from[i] as number;
  const to = fields.to[i] as number;
  if (fields.quoting[i] !== 2) return decodeText(bytes, from, to);
  const single = undoubleQuotes(bytes, from, to);
  return decodeText(single, 0, single.length);
}

/** Index of the first column that holds something; -1 if none does. */
export function columnAt(names: readonly string[], what: ColumnOf): number {
  return names.findIndex((name) => (COLUMN[what] as readonly string[]).includes(name));
}

/** Which file the columns are of; null if none of Locust's. Columns that figures need may still be missing. */
export function partOfColumns(names: readonly string[]): LocustPart | null {
  const has = (...all: string[]): boolean => all.every((name) => names.includes(name));
  if (has('Timestamp', 'Name', 'Requests/s') && (has('User Count', 'Type') || has('Type', '# requests'))) return 'history';
  if (has('Method', 'Name', 'Error', 'Occurrences')) return 'failures';
  if (has('Count', 'Message', 'Traceback')) return 'exceptions';
  if (has('Timestamp')) return null;
  if (has('Type', 'Name') && (has('Request Count') || has('# requests'))) return 'stats';
  if (has('Method', 'Name', '# requests')) return 'stats';
  return has('Name', '# requests', '50%') ? 'distribution' : null;
}

/** Which file the head of a file is of. */
export function partOfHead(head: Uint8Array): LocustPart | null {
  const header = readLocustHeader(head, head.length < HEAD_BYTES);
  return header === null ? null : partOfColumns(header.names);
}

/** Bytes that detection sees; fewer are a whole file. */
const HEAD_BYTES = 1 << 16;
