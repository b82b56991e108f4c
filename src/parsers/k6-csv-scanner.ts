import { ByteDictionary } from '../decode/byte-dictionary.js';
import { decodeText } from '../decode/byte-text.js';
import { KeptBytes } from '../decode/kept-bytes.js';
import { NumberReader } from '../decode/number-bytes.js';
import { RecordReader } from '../decode/record-reader.js';
import { columnsOfHeader, fieldOf, type K6Columns, tagsOfRecord } from './k6-csv-columns.js';
import { type TimeFormat, timeFormatOf } from './k6-csv-time.js';
import { PART_OF, Part } from './k6-metrics.js';
import { K6Run, REASON } from './k6-run.js';
import type { K6Tags } from './k6-tags.js';
import type { SampleScanner } from './sample-scanner.js';

/*
 * Rows of `--out csv` to requests. The rows of one request follow one another and differ in the first field, the metric, and the
 * third, its value; so the bytes between and behind are compared with the first row's. Keying by time and tags would be wrong: times
 * are whole seconds.
 */

const COMMA = 44;
const LF = 10;
const MAX_METRICS = 1024;
const MAX_TAG_SETS = 4096;
const MAX_TAG_BYTES = 4 * 2 ** 20;

/** Requests and totals of one file. */
export class K6CsvScanner implements SampleScanner {
  readonly run: K6Run = new K6Run();
  readonly #records = new RecordReader(COMMA);
  readonly #numbers = new NumberReader();
  readonly #traceIdNames: readonly string[];
  readonly #metrics = new ByteDictionary(MAX_METRICS, 2 ** 18, null);
  readonly #bits: number[] = [];
  readonly #tagSets = new ByteDictionary(MAX_TAG_SETS, MAX_TAG_BYTES, null);
  readonly #parsed: K6Tags[] = [];
  #columns: K6Columns | null = null;
  /** Whether metric, time and value are the first three columns, as k6 writes them. */
  #plain = false;
  /** How times are written; null before the first row. */
  format: TimeFormat | null = null;
  #mask = 0;
  readonly #parts = new Float64Array(9);
  #end = Number.NaN;
  #line = 0;
  #tags: K6Tags | null = null;
  readonly #between = new KeptBytes();
  readonly #behind = new KeptBytes();
  #final = false;
  #viewOf: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Whether the last record has no line end. */
  cut = false;

  constructor(traceIdNames: readonly string[]) {
    this.#traceIdNames = traceIdNames;
  }

  get batch(): K6Run['batch'] {
    return this.run.batch;
  }

  get tally(): K6Run['tally'] {
    return this.run.tally;
  }

  feed(bytes: Uint8Array): void {
    this.#records.feed(bytes);
  }

  end(): void {
    this.#records.end();
    this.#final = true;
  }

  next(): boolean {
    const { batch, tally } = this.run;
    batch.clear();
    while (batch.rows < batch.capacity - 1) {
      const outcome = this.#records.next();
      if (outcome === 'none') {
        if (this.#final) this.#close();
        return batch.rows > 0;
      }
      if (outcome === 'record') this.#readRecord();
      else {
        this.#close();
        tally.reject(this.#records.line, outcome === 'too-long' ? REASON.tooLong : REASON.notCsv, this.#text());
      }
    }
    return true;
  }

  #readRecord(): void {
    const { bytes, fields } = this.#records;
    const columns = this.#columns;
    if (columns === null || (fields.count === columns.names.length && fieldOf(bytes, fields, columns.metric) === 'metric_name')) {
      this.#readHeader();
      return;
    }
    if (this.#records.open && fields.count < columns.names.length) {
      this.#close();
      this.cut = true;
      this.run.tally.reject(this.#records.line, REASON.fewFields, this.#text());
      return;
    }
    if (fields.count !== columns.names.length) {
      this.#close();
      this.run.tally.reject(this.#records.line, REASON.fewFields, this.#text());
      return;
    }
    const valueFrom = fields.from[columns.value] as number;
    const valueTo = fields.to[columns.value] as number;
    const value = this.#numbers.read(bytes, valueFrom, valueTo);
    if (Number.isNaN(value) || this.#numbers.end !== valueTo) {
      this.#close();
      this.run.tally.reject(this.#records.line, REASON.badValue, this.#text());
      return;
    }
    const metric = this.#metricAt(bytes, fields.from[columns.metric] as number, fields.to[columns.metric] as number);
    const bit = metric < 0 ? 0 : (this.#bits[metric] as number);
    if (bit === 0) {
      this.#close();
      const name = fieldOf(bytes, fields, columns.metric);
      this.run.point(name, value, () => this.#tagsHere(columns));
      return;
    }
    if (this.#mask !== 0 && (this.#mask & bit) === 0 && bit !== Part.reqs && this.#isSame(columns)) {
      this.#take(bit, value);
      if (this.#plain) this.#absorb();
      return;
    }
    this.#close();
    this.#mask = bit;
    this.#parts[31 - Math.clz32(bit)] = value;
    const time = fieldOf(bytes, fields, columns.time);
    this.format ??= timeFormatOf(time);
    this.#end = this.format?.read(time) ?? Number.NaN;
    this.#line = this.#records.line;
    this.#tags = this.#tagsHere(columns);
    if (!this.#plain) return this.#keepText(columns);
    const view = this.#viewFor(bytes);
    this.#between.set(bytes, view, fields.to[columns.metric] as number, valueFrom);
    this.#behind.set(bytes, view, valueTo, this.#records.to);
    this.#absorb();
  }

  #readHeader(): void {
    const { bytes, fields, line } = this.#records;
    const names = Array.from({ length: fields.count }, (_, i) => fieldOf(bytes, fields, i).replace(/^\ufeff/, ''));
    const columns = columnsOfHeader(names);
    this.#close();
    if (columns === null) {
      this.run.tally.reject(line, REASON.noHeader, this.#text());
      return;
    }
    this.#columns = columns;
    this.#plain = columns.metric === 0 && columns.time === 1 && columns.value === 2;
    // The columns of another header are other tags.
    this.#parsed.length = 0;
  }

  #take(bit: number, value: number): void {
    this.#mask |= bit;
    this.#parts[31 - Math.clz32(bit)] = value;
  }

  #metricAt(bytes: Uint8Array, from: number, to: number): number {
    const metric = this.#metrics.intern(bytes, from, to);
    if (metric >= 0) this.#bits[metric] ??= PART_OF.get(this.#metrics.text(metric)) ?? 0;
    return metric;
  }

  /** Tags of the current record: parsed once per set, which in k6's own form are the bytes behind the value. */
  #tagsHere(columns: K6Columns): K6Tags {
    const { bytes, fields, to } = this.#records;
    if (!this.#plain || columns.metadata < 0 || (fields.to[columns.metadata] as number) > (fields.from[columns.metadata] as number))
      return tagsOfRecord(bytes, fields, columns, this.#traceIdNames);
    const id = this.#tagSets.full ? -1 : this.#tagSets.intern(bytes, fields.to[columns.value] as number, to);
    const known = this.#parsed[id];
    if (known !== undefined) return known;
    const tags = tagsOfRecord(bytes, fields, columns, this.#traceIdNames);
    if (id >= 0) this.#parsed[id] = tags;
    return tags;
  }

  #isSame(columns: K6Columns): boolean {
    const { bytes, fields, to } = this.#records;
    if (!this.#plain) return this.#sameText(columns);
    const view = this.#viewFor(bytes);
    const metricEnd = fields.to[columns.metric] as number;
    const valueFrom = fields.from[columns.value] as number;
    const valueTo = fields.to[columns.value] as number;
    const between = this.#between;
    const behind = this.#behind;
    if (valueFrom - metricEnd !== between.length || !between.standsAt(bytes, view, metricEnd, to)) return false;
    // The last row of a file may lack its line end.
    if (to - valueTo === behind.length) return behind.standsAt(bytes, view, valueTo, to);
    return this.#records.open && decodeText(bytes, valueTo, to) === decodeText(behind.bytes, 0, behind.length).trimEnd();
  }

  #keepText(columns: K6Columns): void {
    const text = new TextEncoder().encode(this.#others(columns));
    this.#behind.set(text, new DataView(text.buffer), 0, text.length);
  }

  #sameText(columns: K6Columns): boolean {
    return this.#others(columns) === decodeText(this.#behind.bytes, 0, this.#behind.length);
  }

  /** All fields but metric and value, for files whose columns stand in another order. */
  #others(columns: K6Columns): string {
    const { bytes, fields } = this.#records;
    const others: string[] = [];
    for (let i = 0; i < fields.count; i++) if (i !== columns.metric && i !== columns.value) others.push(fieldOf(bytes, fields, i));
    return JSON.stringify(others);
  }

  /** Takes the rows behind the current one as long as they are parts of the open request. */
  #absorb(): void {
    const { bytes } = this.#records;
    const between = this.#between;
    const behind = this.#behind;
    const limit = bytes.length;
    // A quoted text with a line end inside is left to the record reader.
    if (behind.bytes[behind.length - 1] !== LF) return;
    const view = this.#viewFor(bytes);
    let at = this.#records.ahead;
    let lines = 0;
    const linesPerRow = this.#records.fields.lines;
    while (at < limit) {
      const nameEnd = bytes.indexOf(COMMA, at);
      if (nameEnd < 0 || nameEnd - at > 64 || !between.standsAt(bytes, view, nameEnd, limit)) break;
      const valueAt = nameEnd + between.length;
      const value = this.#numbers.read(bytes, valueAt, Math.min(limit, valueAt + 64));
      const valueEnd = this.#numbers.end;
      if (Number.isNaN(value) || !behind.standsAt(bytes, view, valueEnd, limit)) break;
      if (nameEnd + 3 >= limit) break;
      const bit = this.#bits[this.#metrics.lookup(view, at, nameEnd - at)];
      if (bit === undefined || bit === 0 || bit === Part.reqs || (this.#mask & bit) !== 0) break;
      this.#take(bit, value);
      lines += linesPerRow;
      at = valueEnd + behind.length;
    }
    if (lines > 0) this.#records.skipTo(at, lines);
  }

  #close(): void {
    const mask = this.#mask;
    if (mask === 0) return;
    this.#mask = 0;
    this.run.request(this.#parts, mask, this.#tags as K6Tags, this.#end, this.#line);
  }

  #text(): string {
    const { bytes, from, to } = this.#records;
    return decodeText(bytes, from, Math.min(to, from + 800));
  }

  #viewFor(bytes: Uint8Array): DataView {
    if (this.#viewOf !== bytes) {
      this.#viewOf = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}
