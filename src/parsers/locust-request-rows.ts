import { printableStart } from '../decode/byte-text.js';
import { lineEnd, RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import { fieldText } from './locust-header.js';
import { RequestBatch } from './locust-request-batch.js';
import { type RequestColumns, requestColumns } from './locust-request-columns.js';
import { RowTally } from './row-tally.js';
import type { SampleScanner } from './sample-scanner.js';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const DOT = 46;
const DIGIT_0 = 48;
/** Bytes kept behind what was read, for those who read whole words. */
const PADDING = 8;
/** Longest row that the short way takes, bytes. */
const MAX_PLAIN = 2048;
/** 1990 and 2100, s since the epoch; 31 days, ms. */
const EARLIEST = 631_152_000;
const LATEST = 4_102_444_800;
const LONGEST = 31 * 86_400_000;
const SCALE = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** Rows of the request logger. Rows that succeeded, which nearly all do, are read where they lie; all others by the rules of CSV. */
export class LocustRequestRows implements SampleScanner {
  readonly batch: RequestBatch = new RequestBatch();
  readonly tally: RowTally = new RowTally();
  /** Headers met after the first. */
  headers = 0;
  cut = false;
  columns: RequestColumns;
  #bytes: Uint8Array = new Uint8Array(PADDING);
  #view = new DataView(this.#bytes.buffer);
  #pos = 0;
  #end = 0;
  #line: number;
  #final = false;
  readonly #fields = new RecordFields();

  /** @param line physical line of the first row */
  constructor(columns: RequestColumns, line: number) {
    this.columns = columns;
    this.#line = line;
  }

  feed(bytes: Uint8Array): void {
    const rest = this.#end - this.#pos;
    const needed = rest + bytes.length + PADDING;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(needed + (needed >> 2));
      larger.set(this.#bytes.subarray(this.#pos, this.#end));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    } else if (rest > 0) this.#bytes.copyWithin(0, this.#pos, this.#end);
    this.#bytes.set(bytes, rest);
    this.#pos = 0;
    this.#end = rest + bytes.length;
  }

  end(): void {
    this.#final = true;
  }

  next(): boolean {
    const { batch } = this;
    batch.clear();
    while (!batch.full && this.#pos < this.#end) {
      if (this.columns.usual) this.#plainRows();
      if (batch.full || this.#pos >= this.#end || !this.#record()) break;
    }
    return batch.rows > 0;
  }

  /** Reads rows until one is not plain: no quotes, no exception, its line end at hand. */
  #plainRows(): void {
    const { batch, tally } = this;
    const { timestamp, latency, label, code, success, failed, bytesIn, line: lines, capacity } = batch;
    const bytes = this.#bytes;
    const view = this.#view;
    const stop = this.#end - MAX_PLAIN;
    let p = this.#pos;
    let line = this.#line;
    let rows = batch.rows;
    let read = 0;
    let whole = tally.wholeMilliseconds;
    reading: while (p < stop && rows < capacity) {
      const limit = p + MAX_PLAIN;
      let at = p;
      let digit = (bytes[at] as number) - DIGIT_0;
      let seconds = 0;
      while (digit >= 0 && digit <= 9) {
        seconds = seconds * 10 + digit;
        digit = (bytes[++at] as number) - DIGIT_0;
      }
      if (seconds < EARLIEST || seconds >= LATEST || at > p + 10) break;
      let micros = 0;
      if (bytes[at] === DOT) {
        const first = ++at;
        digit = (bytes[at] as number) - DIGIT_0;
        while (digit >= 0 && digit <= 9) {
          micros = micros * 10 + digit;
          digit = (bytes[++at] as number) - DIGIT_0;
        }
        if (at === first || at > first + 6) break;
        micros *= SCALE[6 - (at - first)] as number;
      }
      if (bytes[at] !== COMMA) break;
      const from = ++at;
      let commas = 0;
      for (; ; at++) {
        const byte = bytes[at] as number;
        if (byte > COMMA) continue;
        if (byte === COMMA) {
          if (commas++ === 1) break;
        } else if (byte === LF || byte === CR || byte === QUOTE || at >= limit) break reading;
      }
      const to = at++;
      const start = at;
      digit = (bytes[at] as number) - DIGIT_0;
      let time = 0;
      while (digit >= 0 && digit <= 9) {
        time = time * 10 + digit;
        digit = (bytes[++at] as number) - DIGIT_0;
      }
      if (at === start || at > start + 10) break;
      if (bytes[at] === DOT) {
        const first = ++at;
        digit = (bytes[at] as number) - DIGIT_0;
        while (digit >= 0 && digit <= 9) {
          time = time * 10 + digit;
          digit = (bytes[++at] as number) - DIGIT_0;
        }
        if (at === first || at > first + 4) break;
        // Up to 14 digits and a power of ten are exact, so one division rounds right.
        time /= SCALE[at - first] as number;
      }
      if (bytes[at++] !== COMMA || time > LONGEST) break;
      const size = at;
      digit = (bytes[at] as number) - DIGIT_0;
      let length = 0;
      while (digit >= 0 && digit <= 9) {
        length = length * 10 + digit;
        digit = (bytes[++at] as number) - DIGIT_0;
      }
      if (at === size || at > size + 15 || bytes[at++] !== COMMA) break;
      const state = at;
      digit = (bytes[at] as number) - DIGIT_0;
      let status = 0;
      while (digit >= 0 && digit <= 9) {
        status = status * 10 + digit;
        digit = (bytes[++at] as number) - DIGIT_0;
      }
      if (at === state || at > state + 3 || bytes[at++] !== COMMA) break;
      if (bytes[at] === CR) at++;
      if (bytes[at] !== LF) break;
      timestamp[rows] = seconds * 1e6 + micros;
      latency[rows] = time;
      label[rows] = batch.labelAt(bytes, view, from, to);
      code[rows] = batch.codeOf(status);
      success[rows] = 1;
      failed[rows] = 0;
      bytesIn[rows] = length;
      lines[rows] = line++;
      if (whole && !Number.isInteger(time)) whole = false;
      rows++;
      read++;
      p = at + 1;
    }
    batch.rows = rows;
    tally.counts.read += read;
    tally.wholeMilliseconds = whole;
    this.#pos = p;
    this.#line = line;
  }

  /** Reads one record by the rules of CSV. @returns false if its end is not at hand */
  #record(): boolean {
    const fields = this.#fields;
    const start = this.#pos;
    const end = readRecord(this.#bytes, start, this.#end, COMMA, this.#final, fields);
    if (end === RecordEnd.needMore) return false;
    if (end === RecordEnd.line || end === RecordEnd.input) {
      const blank = fields.count === 1 && fields.from[0] === fields.to[0];
      if (!blank) this.#take(end === RecordEnd.line);
      this.#line += fields.lines;
      this.#pos = fields.next;
      return true;
    }
    // Quotes that do not close, and records without an end: one line is lost, what follows may be sound.
    const line = lineEnd(this.#bytes, start, this.#end);
    const reason =
      end === RecordEnd.malformed
        ? 'text after a closing quote'
        : end === RecordEnd.tooLong
          ? 'record longer than 1 MiB'
          : 'quote without an end';
    if (line < 0) {
      this.#reject(this.#final ? 'cut at the end of the file' : reason, this.#end);
      this.#pos = this.#final ? this.#end : fields.next;
      return true;
    }
    this.#reject(reason, line);
    this.#line++;
    this.#pos = line + (this.#bytes[line] === CR && this.#bytes[line + 1] === LF ? 2 : 1);
    return true;
  }

  #take(lineEnded: boolean): void {
    const { batch, columns } = this;
    const { count, next } = this.#fields;
    // The exception comes last: without its line end, a row can look like a success and be none.
    if (!lineEnded) return this.#reject('cut at the end of the file', next);
    const stamp = this.#text(columns.timestamp);
    if (/^[a-z]/.test(stamp) && this.#header()) return;
    if (count !== columns.count) return this.#reject(count < columns.count ? 'too few fields' : 'too many fields', next);
    const seconds = /^(\d{9,10})(?:\.(\d{1,9}))?$/.exec(stamp);
    const micros = seconds === null ? 0 : Number(seconds[1]) * 1e6 + Math.round(Number(`0.${seconds[2] ?? 0}`) * 1e6);
    if (micros < EARLIEST * 1e6 || micros >= LATEST * 1e6) return this.#reject('timestamp is no second from 1990 to 2100', next);
    const time = this.#text(columns.time);
    if (time === '') return this.#reject('no response time', next);
    const ms = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(time) ? Number(time) : Number.NaN;
    if (Number.isNaN(ms)) return this.#reject('response_time_ms is no number', next);
    if (ms < 0) return this.#reject('response_time_ms is negative', next);
    if (ms > LONGEST) return this.#reject('response_time_ms is more than 31 days', next);
    const verdict = columns.success < 0 ? '' : this.#text(columns.success).toLowerCase();
    if (columns.success >= 0 && !['true', 'false', '1', '0'].includes(verdict))
      return this.#reject('success is neither true nor false', next);
    const exception = columns.exception < 0 ? '' : this.#text(columns.exception);
    const failed = exception !== '' || verdict === 'false' || verdict === '0';
    const length = this.#text(columns.length);
    const row = batch.rows++;
    batch.timestamp[row] = micros;
    batch.latency[row] = ms;
    batch.label[row] = batch.labelOf(this.#text(columns.method), this.#text(columns.name));
    batch.code[row] = batch.idOf(batch.codes, this.#text(columns.code));
    batch.success[row] = failed ? 0 : 1;
    batch.failed[row] = failed ? 1 : 0;
    batch.bytesIn[row] = /^\d{1,15}$/.test(length) ? Number(length) : Number.NaN;
    batch.line[row] = this.#line;
    if (exception !== '') batch.setException(row, exception);
    if (!Number.isInteger(ms)) this.tally.wholeMilliseconds = false;
    this.tally.counts.read++;
  }

  /** Whether the record is a header; what follows is read by it. */
  #header(): boolean {
    const columns = requestColumns(Array.from({ length: this.#fields.count }, (_, i) => this.#text(i)));
    if (columns === null) return false;
    this.columns = columns;
    this.headers++;
    return true;
  }

  #text(column: number): string {
    return column < 0 || column >= this.#fields.count ? '' : fieldText(this.#bytes, this.#fields, column);
  }

  #reject(reason: string, to: number): void {
    if (reason === 'cut at the end of the file') this.cut = true;
    this.tally.reject(this.#line, reason, printableStart(this.#bytes, this.#pos, to, 200));
  }
}
