/**
 * The general splitter for delimited text: one record at a time, with everything the format allows.
 * Quoted fields may hold delimiters, doubled quotes and raw line ends; a line ends with LF, CR LF or CR.
 * A quote inside a field that does not start with one is an ordinary character.
 */

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** A record must end within so many bytes, its line end included; what does not is no record. */
export const MAX_RECORD_BYTES = 1 << 20;

/*
 * Quotes that never close make every line a record that is looked for over the whole of that size, in vain. So what is looked at in vain
 * is counted, and once it is far more than what was read, records must end sooner. It depends on the bytes only, never on chunks.
 */

/** Bytes that may be looked at in vain, and how many more for each byte of records that end. */
const IN_VAIN = 32 * MAX_RECORD_BYTES;
const PER_BYTE = 16;
/** A record must end within so many bytes where too much was looked at in vain. */
const SHORT_RECORD_BYTES = 1 << 10;

/** How a record ended, or why it did not. */
export const RecordEnd = {
  /** At a line end. */
  line: 0,
  /** At the end of the input, without a line end. */
  input: 1,
  /** Not within the bytes given; more may come. */
  needMore: 2,
  /** The input ended inside quotes. */
  openQuote: 3,
  /** A closing quote is followed by neither a delimiter nor a line end. */
  malformed: 4,
  /** Not within {@link MAX_RECORD_BYTES}. */
  tooLong: 5,
} as const;
/** Value of {@link RecordEnd}. */
export type RecordEnd = (typeof RecordEnd)[keyof typeof RecordEnd];

/** Where the fields of a record lie. Reused for every record, so that splitting makes no garbage. */
export class RecordFields {
  /** Number of fields. */
  count = 0;
  /** First byte of each field's content, quotes not included. */
  from = new Int32Array(64);
  /** Byte after each field's content. */
  to = new Int32Array(64);
  /** 0 = not quoted, 1 = quoted, 2 = quoted and holds doubled quotes. */
  quoting = new Uint8Array(64);
  /** Where the next record starts. */
  next = 0;
  /** Line ends passed, those inside quotes included. */
  lines = 0;
  /** Bytes that may still be looked at in vain. */
  budget: number = IN_VAIN;

  /** Appends a field. */
  push(from: number, to: number, quoting: number): void {
    const n = this.count;
    if (n === this.from.length) this.grow();
    this.from[n] = from;
    this.to[n] = to;
    this.quoting[n] = quoting;
    this.count = n + 1;
  }

  private grow(): void {
    const from = new Int32Array(this.count * 2);
    const to = new Int32Array(this.count * 2);
    const quoting = new Uint8Array(this.count * 2);
    from.set(this.from);
    to.set(this.to);
    quoting.set(this.quoting);
    this.from = from;
    this.to = to;
    this.quoting = quoting;
  }
}

/**
 * Splits the record that starts at `start`. The answer depends on the bytes from there on only, never on how much
 * of them is at hand: as long as it could still change, it is `needMore`.
 * @param bytes the bytes
 * @param start first byte of the record
 * @param end byte after the last one at hand
 * @param delimiter byte between fields
 * @param final true if nothing follows `end`
 * @param fields filled with the fields; whole only if the record ended at a line end or at the end of the input
 */
export function readRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
  final: boolean,
  fields: RecordFields,
): RecordEnd {
  const outcome = splitRecord(bytes, start, end, delimiter, final, fields);
  if (outcome === RecordEnd.line) fields.budget = Math.min(IN_VAIN, fields.budget + PER_BYTE * (fields.next - start));
  else if (outcome === RecordEnd.tooLong || outcome === RecordEnd.openQuote) fields.budget -= fields.next - start;
  return outcome;
}

function splitRecord(bytes: Uint8Array, start: number, end: number, delimiter: number, final: boolean, fields: RecordFields): RecordEnd {
  const limit = start + (fields.budget > 0 ? MAX_RECORD_BYTES : SHORT_RECORD_BYTES);
  const stop = end < limit ? end : limit;
  const atStop = stop === limit ? RecordEnd.tooLong : final ? RecordEnd.input : RecordEnd.needMore;
  fields.count = 0;
  fields.lines = 0;
  fields.next = stop;
  let p = start;
  for (;;) {
    if (p < stop && bytes[p] === QUOTE) {
      const close = closingQuote(bytes, p + 1, stop, fields);
      if (close < 0) return atStop === RecordEnd.input ? RecordEnd.openQuote : atStop;
      const after = close + 1;
      if (after >= stop && atStop !== RecordEnd.input) return atStop;
      fields.push(p + 1, close, doubledQuotes ? 2 : 1);
      p = after;
      if (p < stop && bytes[p] !== delimiter && bytes[p] !== LF && bytes[p] !== CR) return RecordEnd.malformed;
    } else {
      const from = p;
      while (p < stop && bytes[p] !== delimiter && bytes[p] !== LF && bytes[p] !== CR) p++;
      fields.push(from, p, 0);
    }
    if (p >= stop) return atStop;
    const mark = bytes[p++];
    if (mark === delimiter) continue;
    if (mark === CR) {
      // Whether a CR at the end of what is at hand is half of a CR LF is not known yet.
      if (p >= end && !final) return RecordEnd.needMore;
      if (p < end && bytes[p] === LF) p++;
    }
    fields.lines++;
    fields.next = p;
    return RecordEnd.line;
  }
}

/** Whether the field that {@link closingQuote} passed last held doubled quotes; a second result without an object. */
let doubledQuotes = false;

/** Position of the quote that closes a field whose content starts at `from`; -1 if there is none before `stop`. */
function closingQuote(bytes: Uint8Array, from: number, stop: number, fields: RecordFields): number {
  doubledQuotes = false;
  for (let p = from; p < stop; p++) {
    const byte = bytes[p];
    if (byte === QUOTE) {
      if (p + 1 >= stop || bytes[p + 1] !== QUOTE) return p;
      doubledQuotes = true;
      p++;
    } else if (byte === LF || (byte === CR && bytes[p + 1] !== LF)) {
      fields.lines++;
    }
  }
  return -1;
}

/** Position of the first line end at or after `start`; -1 if there is none before `end`. */
export function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let p = start; p < end; p++) if (bytes[p] === LF || bytes[p] === CR) return p;
  return -1;
}
