import { type Columns, columnsOf, readHeader, sameColumns } from './jmeter-columns.js';
import type { Layout } from './jmeter-layout.js';

/**
 * Headers further down, as of a second run that was appended. Each record that is no row may be one, and a file can
 * consist of such records, so whether it can be is seen from its bytes before any text is made of them.
 */

/** Bytes of a record in which a header must have both names. */
const HEADER_BYTES = 4096;
/** Fields named elapsed that are tried; a header has one. */
const MAX_TRIES = 4;
/** Different headers that are kept, so that they need not be read again. */
const MAX_KNOWN = 16;
const TIME_STAMP = asciiOf('timestamp');
const ELAPSED = asciiOf('elapsed');
const QUOTE = 34;
const SPACE = 32;
/** What stands before the first name and behind the last one. */
const EDGE = -1;
const NO_DELIMITER = -2;

/** Finds headers among records that are no rows. */
export class LaterHeaders {
  /** The last different records that looked like headers; null = it is none. */
  private readonly known: { bytes: Uint8Array; columns: Columns | null }[] = [];
  private next = 0;

  constructor(private readonly layout: Layout) {}

  /** Columns of the header in `[from, to)`, one object for all that are alike; null if the record is none. */
  find(bytes: Uint8Array, from: number, to: number): Columns | null {
    if (!mayBeHeader(bytes, from, to)) return null;
    for (const header of this.known) if (isSame(header.bytes, bytes, from, to)) return header.columns;
    const columns = this.read(bytes.subarray(from, to));
    if (to - from <= HEADER_BYTES) {
      // A copy, even of what comes from a Buffer.
      this.known[this.next] = { bytes: new Uint8Array(bytes.subarray(from, to)), columns };
      this.next = (this.next + 1) % MAX_KNOWN;
    }
    return columns;
  }

  private read(record: Uint8Array): Columns | null {
    const header = readHeader(record);
    if (header === null) return null;
    const columns = columnsOf(header, this.layout.traceIdColumns);
    const { timeStamp, elapsed, success } = columns.at;
    // Rows that can be judged and rows that cannot do not mix: without a verdict the header is of no use.
    const judged = success >= 0 || this.layout.columns.at.success < 0;
    if (timeStamp < 0 || elapsed < 0 || !judged) return null;
    for (const same of [this.layout.columns, ...this.known.map((known) => known.columns)]) {
      if (same !== null && sameColumns(same, columns)) return same;
    }
    return columns;
  }
}

/** Whether a record has fields timeStamp and elapsed, in any letter case, by one delimiter, and begins with a name. */
function mayBeHeader(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from];
  if (first >= 48 && first <= 57) return false;
  const start = first === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf ? from + 3 : from;
  const end = Math.min(to, from + HEADER_BYTES);
  let tries = 0;
  for (let p = wordAt(bytes, start, end, ELAPSED); p >= 0; p = wordAt(bytes, p + 1, end, ELAPSED)) {
    const delimiter = delimiterAround(bytes, start, p, p + ELAPSED.length, to);
    if (delimiter < 0) continue;
    if (++tries > MAX_TRIES) return false;
    for (let q = wordAt(bytes, start, end, TIME_STAMP); q >= 0; q = wordAt(bytes, q + 1, end, TIME_STAMP)) {
      if (delimiterAround(bytes, start, q, q + TIME_STAMP.length, to) === delimiter) return true;
    }
  }
  return false;
}

/** Position of a word in any letter case within `[from, end)`; -1 if it is not there. */
function wordAt(bytes: Uint8Array, from: number, end: number, word: readonly number[]): number {
  const [first] = word;
  for (let p = from; p <= end - word.length; p++) {
    if ((bytes[p] | 32) !== first) continue;
    let i = 1;
    while (i < word.length && (bytes[p + i] | 32) === word[i]) i++;
    if (i === word.length) return p;
  }
  return -1;
}

/** The one byte that divides the name in `[from, to)` from its neighbours; negative if there is none. */
function delimiterAround(bytes: Uint8Array, start: number, from: number, to: number, end: number): number {
  let p = from - 1;
  if (p >= start && bytes[p] === QUOTE) p--;
  const before = delimiterAt(bytes, p, -1, start, end);
  p = to;
  if (p < end && bytes[p] === QUOTE) p++;
  const after = delimiterAt(bytes, p, 1, start, end);
  if (before === EDGE) return after;
  return after === EDGE || after === before ? before : NO_DELIMITER;
}

/** The delimiter at `p`, or beyond spaces from there on. */
function delimiterAt(bytes: Uint8Array, p: number, step: 1 | -1, start: number, end: number): number {
  let q = p;
  while (q >= start && q < end && bytes[q] === SPACE) q += step;
  if (q < start || q >= end) return EDGE;
  if (!isName(bytes[q])) return bytes[q];
  return q === p ? NO_DELIMITER : SPACE;
}

/** True for what can begin or end a name. */
function isName(byte: number): boolean {
  const letter = byte | 32;
  return (letter >= 97 && letter <= 122) || (byte >= 48 && byte <= 57) || byte === 95 || byte === QUOTE || byte >= 128;
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}

function asciiOf(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
