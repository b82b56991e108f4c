import { decodeText, undoubleQuotes } from '../decode/byte-text.js';
import type { RecordFields } from '../decode/csv-record.js';
import type { Columns } from './jmeter-columns.js';
import { EARLIEST, LATEST, readStamp, type StampRule } from './jmeter-stamps.js';

/** Longest duration that can be one, ms (some 30 years). */
const MAX_ELAPSED = 1e12;
/** JMeter's own mark of a transaction's sum row; its dashboard uses the same test. */
const TRANSACTION_MESSAGE = [...'Number of samples in transaction'].map((character) => character.charCodeAt(0));

/** The meaning of one split record: the complete rules, at leisure. The fast path must agree with it on every row. */
export class JmeterRow {
  /** ms since the epoch, as stamped. */
  stamp = 0;
  elapsed = 0;
  success = true;
  /** Samples that the row stands for. */
  weight = 1;
  failed = 0;
  bytesIn = Number.NaN;
  bytesOut = Number.NaN;
  connect = Number.NaN;
  ttfb = Number.NaN;
  users = Number.NaN;
  /** The message says that this is the sum row of a transaction. */
  transactionMessage = false;
  /** No message is kept, but the other marks of a sum row are there: no data type and no URL. */
  transactionMarks = false;

  constructor(
    private readonly columns: Columns,
    private readonly stamps: StampRule,
  ) {}

  /** Reads a record; answers null, or the reason why it is no row. */
  read(bytes: Uint8Array, fields: RecordFields): string | null {
    const { at, count, required } = this.columns;
    if (fields.count < required) return 'too few fields';
    for (let i = count; i < fields.count; i++) if (fields.to[i] > fields.from[i]) return 'too many fields';
    return this.readStamp(trimmed(bytes, fields, at.timeStamp))
      ?? this.readElapsed(bytes, fields)
      ?? this.readSuccess(bytes, fields)
      ?? this.readWeight(bytes, fields)
      ?? this.readOthers(bytes, fields);
  }

  private readStamp(text: string): string | null {
    this.stamp = readStamp(text, this.stamps);
    if (this.stamp >= EARLIEST && this.stamp < LATEST) return null;
    if (!Number.isNaN(this.stamp) || /^-\d+(\.\d+)?$/.test(text)) return 'timeStamp out of range';
    return /^\d+[-/]\d+[-/]\d/.test(text) ? 'timeStamp is no valid date' : 'timeStamp is not a number';
  }

  private readElapsed(bytes: Uint8Array, fields: RecordFields): string | null {
    const elapsed = numberIn(bytes, fields, this.columns.at.elapsed);
    if (Number.isNaN(elapsed)) return 'elapsed is not a number';
    if (elapsed < 0) return 'elapsed is negative';
    if (elapsed >= MAX_ELAPSED) return 'elapsed out of range';
    this.elapsed = elapsed;
    return null;
  }

  private readSuccess(bytes: Uint8Array, fields: RecordFields): string | null {
    const column = this.columns.at.success;
    if (column < 0) {
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
    const samples = numberIn(bytes, fields, at.SampleCount);
    if (samples === 0) return 'SampleCount is 0';
    this.weight = samples >= 1 && Number.isInteger(samples) ? samples : 1;
    this.failed = this.success ? 0 : this.weight;
    if (this.weight === 1) return null;
    const errors = numberIn(bytes, fields, at.ErrorCount);
    if (errors >= 0) this.failed = Math.min(errors, this.weight);
    return null;
  }

  private readOthers(bytes: Uint8Array, fields: RecordFields): null {
    const { at } = this.columns;
    this.bytesIn = known(numberIn(bytes, fields, at.bytes));
    this.bytesOut = known(numberIn(bytes, fields, at.sentBytes));
    this.connect = known(numberIn(bytes, fields, at.Connect));
    this.users = known(numberIn(bytes, fields, at.allThreads));
    const latency = known(numberIn(bytes, fields, at.Latency));
    // JMeter writes 0 where no first byte was seen.
    this.ttfb = latency === 0 && this.elapsed > 0 ? Number.NaN : latency;
    const hasMessage = at.responseMessage >= 0;
    this.transactionMessage = hasMessage && isTransactionMessage(bytes, fields.from[at.responseMessage]);
    this.transactionMarks = !hasMessage && at.dataType >= 0 && at.URL >= 0
      && fields.from[at.dataType] === fields.to[at.dataType]
      && isNothing(bytes, fields.from[at.URL], fields.to[at.URL]);
    return null;
  }
}

/** True if a message that starts at `from` is that of a transaction's sum row. */
export function isTransactionMessage(bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < TRANSACTION_MESSAGE.length; i++) if (bytes[from + i] !== TRANSACTION_MESSAGE[i]) return false;
  return true;
}

/** True for an empty field and for JMeter's `null`. */
export function isNothing(bytes: Uint8Array, from: number, to: number): boolean {
  return to === from
    || (to - from === 4 && bytes[from] === 110 && bytes[from + 1] === 117 && bytes[from + 2] === 108 && bytes[from + 3] === 108);
}

/** A negative count or time is no value. */
function known(value: number): number {
  return value >= 0 ? value : Number.NaN;
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
