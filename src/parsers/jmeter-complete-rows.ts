import { undoubleQuotes } from '../decode/byte-text.js';
import { lineEnd, MAX_RECORD_BYTES, RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import { Kind } from '../model/sample-batch.js';
import type { JmeterBatch } from './jmeter-batch.js';
import type { Columns } from './jmeter-columns.js';
import { LaterHeaders } from './jmeter-later-headers.js';
import type { Layout } from './jmeter-layout.js';
import { Labelled, UNDECIDED } from './jmeter-levels.js';
import type { Region } from './jmeter-region.js';
import { JmeterRow } from './jmeter-row.js';
import type { Tally } from './jmeter-tally.js';
import type { JmeterTexts } from './jmeter-texts.js';

/** The slow path: one record at a time, by the complete rules. What it says of a record is what the record means. */

/** Lines tried after a quote that is never closed, to see whether rows follow it. */
const MAX_PROBES = 64;
const MINUS = 45;
const GREATER = 62;

/** What became of a record. */
export type Outcome =
  /** It lacks its end. */
  | 'needMore'
  /** It was read: a row, a rejected record, or a blank line. */
  | 'read'
  /** It is a header; see {@link CompleteRows.header}. */
  | 'header'
  /** It was rejected as too long, and its line goes on beyond the bytes at hand. */
  | 'skipLine';

/** Reads records into a batch. */
export class CompleteRows {
  /** Columns by the last header met. */
  header: Columns;
  /** True once the batch holds a weight other than 1. */
  weighted = false;
  private columns: Columns;
  private row: JmeterRow;
  private readonly headers: LaterHeaders;
  private readonly fields = new RecordFields();
  private readonly probe = new RecordFields();
  private noLabel = -1;
  private noCode = -1;

  constructor(
    private readonly batch: JmeterBatch,
    private readonly texts: JmeterTexts,
    private readonly tally: Tally,
    private readonly layout: Layout,
  ) {
    this.columns = layout.columns;
    this.header = layout.columns;
    this.row = new JmeterRow(layout.columns, layout);
    this.headers = new LaterHeaders(layout);
  }

  /** Reads by other columns from here on. */
  useColumns(columns: Columns): void {
    this.columns = columns;
    this.row = new JmeterRow(columns, this.layout);
    const nothing = new Uint8Array(0);
    if (columns.at.label < 0) this.noLabel = this.texts.label(nothing, 0, 0);
    if (columns.at.responseCode < 0) this.noCode = this.texts.code(nothing, 0, 0);
  }

  /**
   * Reads the next record of a region.
   * @param final true if nothing follows the region
   */
  readNext(region: Region, final: boolean): Outcome {
    const end = readRecord(region.bytes, region.pos, region.end, this.columns.delimiter, final, this.fields);
    switch (end) {
      case RecordEnd.line:
      case RecordEnd.input:
        return this.takeRecord(region, end === RecordEnd.input);
      case RecordEnd.needMore:
        return 'needMore';
      case RecordEnd.malformed:
        return this.rejectLine(region, final, 'text after a closing quote');
      case RecordEnd.tooLong:
        return this.rejectLine(region, final, 'record longer than 1 MiB');
      case RecordEnd.openQuote:
        if (this.rowFollows(region)) return this.rejectLine(region, final, 'quote without an end');
        this.rejectCut(region.bytes, region.pos, region.end, this.tally.line);
        region.pos = region.end;
        return 'read';
    }
  }

  private takeRecord(region: Region, atEnd: boolean): Outcome {
    const { fields, tally, columns } = this;
    const { bytes, pos: start } = region;
    const { line } = tally;
    region.pos = fields.next;
    tally.line += fields.lines;
    if (fields.count === 1 && fields.quoting[0] === 0 && isBlank(bytes, fields.from[0], fields.to[0])) return 'read';
    const reason = this.row.read(bytes, fields);
    if (reason === null) {
      tally.counts.read++;
      this.store(bytes, start, line);
      return 'read';
    }
    const last = fields.count - 1;
    const to = fields.to[last];
    const header = this.headers.find(bytes, start, fields.quoting[last] > 0 ? to + 1 : to);
    if (header !== null) {
      tally.secondHeader(line);
      // The same columns again change nothing.
      if (header === columns) return 'read';
      tally.otherColumns(header, this.layout.columns);
      this.header = header;
      return 'header';
    }
    // A cut can only take fields away and break the last one.
    const { timeStamp, elapsed, success } = columns.at;
    const cut = last + 1 < columns.required || last === timeStamp || last === elapsed || last === success;
    if (atEnd && cut) this.rejectCut(bytes, start, to, line);
    else tally.reject(bytes, start, to, line, reason);
    return 'read';
  }

  /** Whether one of the next lines is a row: then a quote that is never closed stands there by mistake. */
  private rowFollows(region: Region): boolean {
    const { bytes, end } = region;
    let p = region.pos;
    for (let i = 0; i < MAX_PROBES; i++) {
      const at = lineEnd(bytes, p, end);
      if (at < 0) return false;
      p = at + 1;
      const status = readRecord(bytes, p, end, this.columns.delimiter, true, this.probe);
      if (status !== RecordEnd.line && status !== RecordEnd.input) continue;
      if (this.row.read(bytes, this.probe) === null) return true;
    }
    return false;
  }

  /** Rejects the line at hand only; what follows it may be sound. */
  private rejectLine(region: Region, final: boolean, reason: string): Outcome {
    const { bytes, pos, end } = region;
    const at = lineEnd(bytes, pos, end);
    if (at < 0 && !final && end - pos < MAX_RECORD_BYTES) return 'needMore';
    const to = at < 0 ? end : at;
    this.tally.reject(bytes, pos, to, this.tally.line, reason);
    // The line end is left for the next record, which is a blank one.
    region.pos = to;
    return at < 0 && !final ? 'skipLine' : 'read';
  }

  private rejectCut(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.tally.cutLastRecord = line;
    this.tally.reject(bytes, from, to, line, 'cut at the end of the file');
  }

  private store(bytes: Uint8Array, start: number, line: number): void {
    const { batch, row, texts, tally } = this;
    const { at } = this.columns;
    const n = batch.rows++;
    const { weight } = row;
    const latency = row.elapsed / weight;
    if (!Number.isInteger(latency)) tally.wholeMilliseconds = false;
    const begin = row.start;
    const label = at.label < 0 ? this.noLabel : texts.label(...this.content(bytes, at.label));
    const slot = at.threadName < 0 ? 0 : texts.slot(...this.content(bytes, at.threadName));
    batch.timestamp[n] = Math.round(begin * 1000);
    batch.latency[n] = latency;
    batch.label[n] = label;
    batch.code[n] = at.responseCode < 0 ? this.noCode : texts.code(...this.content(bytes, at.responseCode));
    batch.thread[n] = texts.threadOf(slot);
    batch.kind[n] = this.kindOf(bytes, slot, label, begin);
    batch.success[n] = row.success ? 1 : 0;
    batch.weight[n] = weight;
    batch.failed[n] = row.failed;
    batch.bytesIn[n] = row.bytesIn;
    batch.bytesOut[n] = row.bytesOut;
    batch.connect[n] = row.connect / weight;
    batch.ttfb[n] = row.ttfb / weight;
    batch.users[n] = row.users;
    batch.line[n] = line;
    batch.start[n] = start;
    if (weight === 1) return;
    tally.aggregatedRows++;
    this.weighted = true;
  }

  private kindOf(bytes: Uint8Array, slot: number, label: number, begin: number): Kind {
    const { row, tally, layout } = this;
    const { levels } = this.texts;
    const end = begin + row.elapsed;
    const counted = layout.onlyTransactions === true;
    if (row.transactionMessage && !counted) return Kind.transaction;
    if (row.weight > 1) return Kind.request;
    const unsure = counted ? row.transactionMessage : row.transactionMarks && this.columns.at.responseMessage < 0;
    if (unsure && levels.spansOthers(slot, begin, end + row.idle, row.elapsed)) return Kind.transaction;
    if (counted && !row.transactionMessage) tally.requestsAmongTransactions++;
    let kind = levels.place(slot, label, begin, end);
    if (kind === UNDECIDED) kind = levels.place(slot, label, begin, end, this.labelled(bytes));
    if (kind !== Kind.request || !unsure) return kind as Kind;
    if (slot === 0 && this.isRemnant()) return Kind.transaction;
    if (!counted) levels.watch(slot, end + row.idle);
    return Kind.request;
  }

  /** True for what is left of a transaction inside a generated parent: an empty row that alone has no thread. */
  private isRemnant(): boolean {
    return this.columns.at.threadName >= 0 && this.texts.threads.size > 0 && !(this.row.bytesIn > 0);
  }

  /** Whether the label of the record just split is its URL, or ends in `->` and its URL, as that of a redirect does. */
  private labelled(bytes: Uint8Array): Labelled {
    const { at } = this.columns;
    if (at.label < 0 || at.URL < 0) return Labelled.otherwise;
    const [label, from, to] = this.content(bytes, at.label);
    const [url, urlFrom, urlTo] = this.content(bytes, at.URL);
    const offset = to - (urlTo - urlFrom);
    if (urlTo === urlFrom || offset < from) return Labelled.otherwise;
    for (let i = 0; i < urlTo - urlFrom; i++) if (label[offset + i] !== url[urlFrom + i]) return Labelled.otherwise;
    const arrow = offset >= from + 2 && label[offset - 2] === MINUS && label[offset - 1] === GREATER;
    return offset === from || arrow ? Labelled.byAddress : Labelled.otherwise;
  }

  /** Content of a field of the record just split. */
  private content(bytes: Uint8Array, column: number): [Uint8Array, number, number] {
    const { fields } = this;
    const from = fields.from[column];
    const to = fields.to[column];
    if (fields.quoting[column] !== 2) return [bytes, from, to];
    const plain = undoubleQuotes(bytes, from, to);
    return [plain, 0, plain.length];
  }
}

/** True if a line holds spaces at most. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (bytes[p] !== 32 && bytes[p] !== 9) return false;
  return true;
}
