import { printableText } from '../decode/byte-text.js';
import type { RowCounts } from '../model/reading.js';

/** Rejected records that are kept. */
const MAX_KEPT = 20;
const REJECT_CHARACTERS = 200;

/** Records met and rejected; the scanner's own counters. */
export class RowTally {
  readonly counts: RowCounts = { read: 0, rejected: 0, rejects: [], reasons: {} };
  /** False once a latency was no whole number of ms. */
  wholeMilliseconds = true;

  /**
   * Counts a record that is no row.
   * @param line physical line (or number) of the record, from 1
   * @param reason why, in words from a closed list: it is a key of `reasons`
   * @param text the record or its start
   */
  reject(line: number, reason: string, text: string): void {
    const { counts } = this;
    counts.read++;
    counts.rejected++;
    counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
    if (counts.rejects.length < MAX_KEPT) counts.rejects.push({ line, reason, text: printableText(text, REJECT_CHARACTERS) });
  }
}
