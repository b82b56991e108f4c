import { decodeText, undoubleQuotes } from '../decode/byte-text.js';
import type { RecordFields } from '../decode/csv-record.js';
import type { Columns } from './jmeter-columns.js';
import type { Layout } from './jmeter-layout.js';
import { EARLIEST, LATEST, readStamp } from './jmeter-stamps.js';

/** Longest duration of a sample, ms (31 days): what is longer is no duration, but would stretch the run to it. */
export const MAX_ELAPSED = 2_678_400_000;
/** Most samples that a row can stand for. */
const MAX_SAMPLES = 1_000_000;
/** Characters of `yyyy-MM-dd HH:mm`, and of it with seconds and milliseconds. */
const MINUTE = 16;
const WITH_SECONDS = 19;
const WITH_MILLISECONDS = 23;
/** JMeter's own mark of a transaction's sum row; its dashboard uses the same test. */
const TRANSACTION_MESSAGE = asciiOf('Number of samples in transaction');
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const TRUE = asciiOf('true');
const NULL = asciiOf('null');

/** The meaning of one split record: the complete rules, at leisure. The fast path must agree with it on every row. */
export class JmeterRow {
  /** ms since the epoch, as stamped. */
  stamp = 0;
  elapsed = 0;
  /** ms since the epoch at which the request began; of several, the last one. */
  start = 0;
  success = true;
  /** Samples that the row stands for. */
  weight = 1;
  failed = 0;
  bytesIn = Number.NaN;
  bytesOut = Number.NaN;
  connect = Number.NaN;
  ttfb = Number.NaN;
  users = Number.NaN;
  /** ms that the row paused for; not part of its duration. */
  idle = 0;
  /** The message says that this is the sum row of a transaction. */
  transactionMessage = false;
  /** The other marks of a sum row are there: no data type, and no URL where URLs are kept. */
  transactionMarks = false;

  private readonly minuteText = new Uint8Array(MINUTE);
  private minute = new Uint8Array(0);
  private minuteStart = 0;

  constructor(
    private readonly columns: Columns,
    private readonly layout: Pick<Layout, 'stamps' | 'endStamps' | 'anyStart'>,
  ) {}

  /** Reads a record; answers null, or the reason why it is no row. */
  read(bytes: Uint8Array, fields: RecordFields): string | null {
    const { count, required } = this.columns;
    if (fields.count < required) return 'too few fields';
    for (let i = count; i < fields.count; i++) if (fields.to[i] > fields.from[i]) return 'too many fields';
    return (
      this.readStamp(bytes, fields) ??
      this.readElapsed(bytes, fields) ??
      this.readSuccess(bytes, fields) ??
      this.readWeight(bytes, fields) ??
      this.readOthers(bytes, fields) ??
      this.readStart()
    );
  }

  private readStamp(bytes: Uint8Array, fields: RecordFields): string | null {
    const column = this.columns.at.timeStamp;
    this.stamp = this.sameMinute(bytes, fields.from[column], fields.to[column]);
    if (this.stamp >= 0) return null;
    const text = trimmed(bytes, fields, column);
    this.stamp = readStamp(text, this.layout.stamps);
    if (this.stamp >= EARLIEST && this.stamp < LATEST) {
      this.keepMinute(text);
      return null;
    }
    if (!Number.isNaN(this.stamp) || /^-\d+(\.\d+)?$/.test(text)) return 'timeStamp out of range';
    return /^\d+[-/]\d+[-/]\d/.test(text) ? 'timeStamp is no valid date' : 'timeStamp is not a number';
  }

  /** Time of a stamp that differs from one read before in its seconds only; -1 if it is none. */
  private sameMinute(bytes: Uint8Array, from: number, to: number): number {
    const { minute } = this;
    const length = to - from;
    if (minute.length === 0 || (length !== WITH_SECONDS && length !== WITH_MILLISECONDS)) return -1;
    for (let i = 0; i < MINUTE; i++) if (bytes[from + i] !== minute[i]) return -1;
    let seconds = 0;
    for (let i = MINUTE; i < length; i++) {
      const separator = i === MINUTE ? 58 : i === WITH_SECONDS ? 46 : -1;
      const digit = bytes[from + i] - 48;
      if (separator >= 0 ? bytes[from + i] !== separator : digit < 0 || digit > 9) return -1;
      if (separator < 0) seconds = seconds * 10 + digit;
    }
    const ms = length === WITH_SECONDS ? seconds * 1000 : seconds;
    return ms < 60_000 ? this.minuteStart + ms : -1;
  }

  /** Remembers the minute of a stamp such as `2024-02-29 12:34:56.789`; zones change their offset between minutes. */
  private keepMinute(text: string): void {
    if (!/^\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(\.\d{3})?$/.test(text)) return;
    for (let i = 0; i < MINUTE; i++) this.minuteText[i] = text.charCodeAt(i);
    this.minute = this.minuteText;
    this.minuteStart = this.stamp - Math.round(Number(text.slice(MINUTE + 1)) * 1000);
  }

  private readElapsed(bytes: Uint8Array, fields: RecordFields): string | null {
    const elapsed = numberIn(bytes, fields, this.columns.at.elapsed);
    if (Number.isNaN(elapsed)) return 'elapsed is not a number';
    if (elapsed < 0) return 'elapsed is negative';
    this.elapsed = elapsed;
    return null;
  }

  private readSuccess(bytes: Uint8Array, fields: RecordFields): string | null {
    const column = this.columns.at.success;
    if (column < 0) {
      this.success = true;
      return null;
    }
    const from = fields.from[column];
    if (fields.to[column] - from === TRUE.length && isWord(bytes, from, TRUE)) {
      this.success = true;
      return null;
    }
    const verdict = trimmed(bytes, fields, column).toLowerCase();
    if (verdict !== 'true' && verdict !== 'false') return 'success is neither true nor false';
    this.success = verdict === 'true';
    return null;
  }

  private readWeight(bytes: Uint8Array, fields: RecordFields): string | null {
    const { at } = this.columns;
    const samples = countIn(bytes, fields, at.SampleCount);
    if (samples === 0) return 'SampleCount is 0';
    if (samples < 0) return 'SampleCount is no whole number';
    if (samples > MAX_SAMPLES) return 'SampleCount is more than 1000000';
    this.weight = samples >= 1 ? samples : 1;
    if (this.elapsed / this.weight > MAX_ELAPSED) return 'elapsed is more than 31 days';
    this.failed = this.success ? 0 : this.weight;
    // Whatever counts errors where nothing counts samples, it is not JMeter.
    const errors = at.SampleCount < 0 ? Number.NaN : countIn(bytes, fields, at.ErrorCount);
    if (errors < 0) return 'ErrorCount is no whole number';
    if (errors > this.weight) return 'ErrorCount is more than SampleCount';
    if (this.weight > 1 && errors >= 0) this.failed = this.success ? errors : Math.max(errors, 1);
    return null;
  }

  /** A row of several samples is stamped with the end of the last one, whatever the file does otherwise. */
  private readStart(): string | null {
    const { stamp, elapsed, weight, layout } = this;
    this.start = weight > 1 ? stamp - elapsed / weight : layout.endStamps ? stamp - elapsed - this.idle : stamp;
    return this.start >= EARLIEST || (weight === 1 && layout.anyStart === true) ? null : 'start out of range';
  }

  private readOthers(bytes: Uint8Array, fields: RecordFields): null {
    const { at } = this.columns;
    this.bytesIn = known(numberIn(bytes, fields, at.bytes));
    this.bytesOut = known(numberIn(bytes, fields, at.sentBytes));
    this.connect = known(numberIn(bytes, fields, at.Connect));
    // JMeter writes 0 where it does not know how many threads there are, or saw no first byte.
    this.users = zeroUnknown(known(numberIn(bytes, fields, at.allThreads)));
    this.ttfb = zeroUnknown(known(numberIn(bytes, fields, at.Latency)));
    this.idle = known(numberIn(bytes, fields, at.IdleTime)) || 0;
    const hasMessage = at.responseMessage >= 0;
    this.transactionMessage = hasMessage && isTransactionMessage(bytes, fields.from[at.responseMessage]);
    this.transactionMarks =
      at.dataType >= 0 &&
      fields.from[at.dataType] === fields.to[at.dataType] &&
      (at.URL < 0 || isNothing(bytes, fields.from[at.URL], fields.to[at.URL]));
    return null;
  }
}

function isWord(bytes: Uint8Array, from: number, word: readonly number[]): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return true;
}

/** True if a message that starts at `from` is that of a transaction's sum row. */
export function isTransactionMessage(bytes: Uint8Array, from: number): boolean {
  return isWord(bytes, from, TRANSACTION_MESSAGE);
}

/** True for an empty field and for JMeter's `null`. */
export function isNothing(bytes: Uint8Array, from: number, to: number): boolean {
  return to === from || (to - from === NULL.length && isWord(bytes, from, NULL));
}

function asciiOf(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

/** A negative count or time is no value. */
function known(value: number): number {
  return value >= 0 ? value : Number.NaN;
}

function zeroUnknown(value: number): number {
  return value === 0 ? Number.NaN : value;
}

/** Text of a field without spaces around it. Only for fields that are short if they are right. */
function trimmed(bytes: Uint8Array, fields: RecordFields, column: number): string {
  const from = fields.from[column];
  const to = Math.min(fields.to[column], from + 256);
  if (fields.quoting[column] !== 2) return decodeText(bytes, from, to).trim();
  const plain = undoubleQuotes(bytes, from, to);
  return decodeText(plain, 0, plain.length).trim();
}

/** Number in a field; NaN if there is none. */
function numberIn(bytes: Uint8Array, fields: RecordFields, column: number): number {
  if (column < 0 || column >= fields.count) return Number.NaN;
  const from = fields.from[column];
  const to = fields.to[column];
  if (to - from > 0 && to - from <= 15) {
    let value = 0;
    let p = from;
    for (; p < to; p++) {
      const digit = bytes[p] - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (p === to) return value;
  }
  const text = trimmed(bytes, fields, column);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** Whole number in a field; NaN if there is nothing, -1 if there is something else. */
function countIn(bytes: Uint8Array, fields: RecordFields, column: number): number {
  if (column < 0 || column >= fields.count) return Number.NaN;
  const from = fields.from[column];
  if (fields.to[column] === from + 1 && bytes[from] >= DIGIT_0 && bytes[from] <= DIGIT_9) return bytes[from] - DIGIT_0;
  const text = trimmed(bytes, fields, column);
  if (text === '') return Number.NaN;
  return /^\d+$/.test(text) ? Number(text) : -1;
}
