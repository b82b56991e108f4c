import { printableStart } from '../decode/byte-text.js';
import type { RowCounts } from '../model/reading.js';
import { type ColumnName, type Columns, STANDARD_COLUMNS } from './jmeter-columns.js';

/** What is counted while a file is read. */

/** Rejected records, and lines of headers, that are kept. */
const MAX_KEPT = 20;
const REJECT_CHARACTERS = 200;

/** Line, rows and oddities so far. */
export class Tally {
  readonly counts: RowCounts = { read: 0, rejected: 0, rejects: [], reasons: {} };
  /** False once a latency was no whole number of ms. */
  wholeMilliseconds = true;
  /** Lines of headers after the first (as many as are kept). */
  readonly secondHeaders: number[] = [];
  secondHeaderCount = 0;
  /** Columns that some headers have and others lack. */
  readonly partial = new Set<ColumnName | 'traceId'>();
  /** Standard names that occur more than once in a header. */
  readonly duplicates = new Set<string>();
  /** Line of a last record that is cut; 0 = none. */
  cutLastRecord = 0;
  /** Rows that stand for several samples. */
  aggregatedRows = 0;
  /** Requests in a file that was taken to hold nothing but transactions. */
  requestsAmongTransactions = 0;

  /** @param line physical line of the next record */
  constructor(public line: number) {}

  /** Counts a record that is no row. */
  reject(bytes: Uint8Array, from: number, to: number, line: number, reason: string): void {
    const { counts } = this;
    counts.read++;
    counts.rejected++;
    counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
    if (counts.rejects.length >= MAX_KEPT) return;
    counts.rejects.push({ line, reason, text: printableStart(bytes, from, to, REJECT_CHARACTERS) });
  }

  /** Counts a header after the first; it is no record. */
  secondHeader(line: number): void {
    this.secondHeaderCount++;
    if (this.secondHeaders.length < MAX_KEPT) this.secondHeaders.push(line);
  }

  /** Notes in what the columns of a header differ from those of the first. */
  otherColumns(columns: Columns, first: Columns): void {
    for (const name of STANDARD_COLUMNS) if (columns.at[name] >= 0 !== first.at[name] >= 0) this.partial.add(name);
    if (columns.traceId >= 0 !== first.traceId >= 0) this.partial.add('traceId');
    for (const name of columns.duplicates) this.duplicates.add(name);
  }
}
