import { HASH_SEED, hashEnd, hashWord } from '../decode/byte-dictionary.js';
import { printableStart, undoubleQuotes } from '../decode/byte-text.js';
import { lineEnd, MAX_RECORD_BYTES, RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import type { Reject, RowCounts } from '../model/reading.js';
import { Kind } from '../model/sample-batch.js';
import { JmeterBatch, type RowBytes, Value } from './jmeter-batch.js';
import { type Columns, columnsOf, readHeader } from './jmeter-columns.js';
import { isNothing, isTransactionMessage, JmeterRow } from './jmeter-row.js';
import { EARLIEST, LATEST, type StampRule } from './jmeter-stamps.js';
import { JmeterTexts, type TextLimits } from './jmeter-texts.js';

/**
 * Bytes of a JTL file to batches. Two paths over the same bytes:
 *
 * The fast path reads a row where it lies, column by column, four bytes a step, and stores straight into the batch.
 * It knows the plain shape of a row only: one line, numbers of digits, quotes at most around a whole field.
 * On anything else it gives the row up, and the slow path reads it again by the complete rules.
 *
 * A scanner takes any range of bytes that starts at a record; the layout is decided beforehand, from the head.
 */

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Any byte below 0x2d, so any of `,` `"` LF CR TAB and space, leaves its high bit in `(w - LOW) & ~w & HIGH`. */
const LOW = 0x2d2d2d2d;
const HIGH = 0x80808080 | 0;
/** `Numb`, `true` and `fals` as little-endian words. */
const NUMB = 0x626d754e;
const TRUE = 0x65757274;
const FALS = 0x736c6166;
const LETTER_E = 101;
const DIGIT_1 = 49;
/** The word `0000`. */
const ZEROS = 0x30303030;

const MAX_REJECTS = 20;
const REJECT_CHARACTERS = 200;
/** Lines tried after a quote that is never closed, to see whether rows follow it. */
const MAX_PROBES = 64;
/** The fast path looks at most so many bytes beyond the line end of a row (at a stamp, for its last digits). */
const READ_AHEAD = 16;
/** Least bytes that are added to a carried record at a time. */
const PIECE = 4096;

/** What the fast path does with a column: 0 = nothing. Up to URL the field is passed over, up to CODE its text is hashed. */
const MESSAGE = 1;
const DATA_TYPE = 2;
const URL = 3;
const LABEL = 4;
const THREAD = 5;
const CODE = 6;
const STAMP = 7;
const ELAPSED = 8;
const SUCCESS = 9;
const NUMBER = 10;
const SAMPLE_COUNT = 11;

/** All that is decided before the rows are read. */
export interface Layout {
  columns: Columns;
  stamps: StampRule;
  /** True if the stamps are ends. */
  endStamps: boolean;
  /** Names of trace id columns, for headers further down. */
  traceIdColumns: readonly string[];
  /** Physical line of the first byte. */
  firstLine: number;
  /** Limits of texts, if not the usual ones. */
  limits?: TextLimits;
  /** Rows in a batch, if not the usual number. */
  capacity?: number;
  /** False to read every row by the slow path. */
  fastPath?: boolean;
}

/** What was met on the way and is worth a notice. */
export interface Met {
  /** Lines of headers after the first. */
  secondHeaders: number[];
  /** Number of headers after the first. */
  secondHeaderCount: number;
  /** Line of a last record that is cut; 0 = none. */
  cutLastRecord: number;
  /** Rows that stand for several samples. */
  aggregatedRows: number;
}

const CAPACITY = 1024;

/** Bytes at hand, and how far they are read. */
class Region implements RowBytes {
  bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  view: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  pos = 0;
  end = 0;
  /** The fast path may start rows before this: they end with a line end, and reading whole words stays inside. */
  fastStop = 0;

  set(bytes: Uint8Array, end: number): void {
    // A plain Uint8Array even for a Buffer: the loops are compiled for one kind of array.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.pos = 0;
    this.extend(end);
  }

  extend(end: number): void {
    this.end = end;
    this.fastStop = end < READ_AHEAD ? 0 : this.bytes.lastIndexOf(LF, end - READ_AHEAD) + 1;
  }
}

/** Reads records and fills batches. Feed bytes, then take batches until there is none, and so on; at last, end. */
export class JmeterScanner {
  readonly batch: JmeterBatch;
  readonly texts: JmeterTexts;
  readonly met: Met = { secondHeaders: [], secondHeaderCount: 0, cutLastRecord: 0, aggregatedRows: 0 };
  readonly counts: RowCounts = { read: 0, rejected: 0, rejects: [], reasons: {} };
  /** False once a latency was no whole number of ms. */
  wholeMilliseconds = true;

  private columns: Columns;
  private row: JmeterRow;
  private readonly fields = new RecordFields();
  private readonly probe = new RecordFields();
  private readonly carry = new Region();
  private readonly chunk = new Region();
  /** Carried bytes that are not from the current chunk. */
  private carriedBefore = 0;
  /** Bytes were added to the carried ones that may end a record. */
  private carryReady = false;
  private line: number;
  private final = false;
  /** Inside a line that is too long to be kept; its end is looked for. */
  private skipping = false;
  /** Layout of the rows from here on; the batch is handed over first. */
  private pending: Columns | null = null;

  /** The batch holds a weight that the fast path, which stores none, must not inherit. */
  private weighted = false;
  private fast = false;
  private actions = new Uint8Array(0);
  /** Where the numbers of a column go in the batch's values. */
  private offsets = new Int32Array(0);
  /** Ids for rows without such columns. */
  private noLabel = 0;
  private noCode = 0;
  /** First eight digits of the stamp before, as words, and their value in ms. */
  private stampWord1 = 0;
  private stampWord2 = 0;
  private stampBase = 0;
  /** Response code before with the delimiter after it, as a word, if it has three characters. */
  private codeWord = 0;
  private codeId = 0;

  constructor(private readonly layout: Layout) {
    this.columns = layout.columns;
    this.line = layout.firstLine;
    this.texts = new JmeterTexts(layout.limits);
    const { labels, codes, threads } = this.texts;
    const capacity = layout.capacity ?? CAPACITY;
    this.batch = new JmeterBatch(capacity, labels, codes, threads, this.carry, this.chunk, layout.columns);
    this.row = new JmeterRow(layout.columns, layout.stamps);
    this.carry.set(new Uint8Array(1 << 14), 0);
    this.useColumns(layout.columns);
  }

  /** Gives the next bytes, once {@link next} has answered false. They must stay as they are until it does so again. */
  feed(bytes: Uint8Array): void {
    this.chunk.set(bytes, bytes.length);
  }

  /** Tells that nothing follows. */
  end(): void {
    this.chunk.set(new Uint8Array(0), 0);
    this.final = true;
    this.carryReady = true;
  }

  /** Fills the batch. False if there is no row without more bytes. */
  next(): boolean {
    const { batch, carry, chunk } = this;
    batch.rows = 0;
    batch.carriedRows = 0;
    if (this.weighted) batch.weight.fill(1);
    this.weighted = false;
    for (;;) {
      if (this.pending !== null) {
        if (batch.rows > 0) return true;
        this.useColumns(this.pending);
      }
      if (batch.rows === batch.capacity) return true;
      if (carry.pos < carry.end) {
        if (!this.readCarried()) return batch.rows > 0;
      } else if (chunk.pos === chunk.end || !this.readChunk()) {
        return batch.rows > 0;
      }
    }
  }

  /** Reads in the chunk. False if what is left of it is no whole record. */
  private readChunk(): boolean {
    const { batch, carry, chunk } = this;
    if (this.skipping) {
      const end = lineEnd(chunk.bytes, chunk.pos, chunk.end);
      this.skipping = end < 0;
      chunk.pos = end < 0 ? chunk.end : end;
    }
    this.scan(chunk, false);
    if (batch.rows === batch.capacity || this.pending !== null) return true;
    if (batch.rows > 0 || chunk.pos === chunk.end) return false;
    carry.pos = 0;
    carry.end = 0;
    this.carryOn(chunk.end - chunk.pos);
    this.carriedBefore = carry.end;
    return false;
  }

  /**
   * Reads in the carried bytes, with as much of the chunk behind them as it takes to get past them.
   * False if the record there lacks its end and the chunk is used up.
   */
  private readCarried(): boolean {
    const { batch, carry, chunk } = this;
    for (;;) {
      if (this.carryReady) {
        this.scan(carry, this.final);
        batch.carriedRows = batch.rows;
        if (batch.rows === batch.capacity || this.pending !== null) return true;
        if (carry.pos >= this.carriedBefore) {
          // The rest is from this chunk and can be read where it came from.
          chunk.pos -= carry.end - carry.pos;
          carry.pos = carry.end;
          this.carriedBefore = 0;
          this.carryReady = false;
          return true;
        }
        this.carryReady = false;
      }
      if (chunk.pos === chunk.end) break;
      const old = carry.end;
      this.carryOn(Math.min(chunk.end - chunk.pos, Math.max(PIECE, carry.end - carry.pos)));
      // Without a line end among the new bytes (or a CR before them, half of a CR LF) nothing can be decided.
      this.carryReady =
        carry.end - carry.pos >= MAX_RECORD_BYTES || lineEnd(carry.bytes, Math.max(carry.pos, old - 1), carry.end) >= 0;
    }
    if (batch.rows === 0) {
      carry.bytes.copyWithin(0, carry.pos, carry.end);
      this.carriedBefore = carry.end - carry.pos;
      carry.pos = 0;
      carry.extend(this.carriedBefore);
    }
    return false;
  }

  /** Moves bytes of the chunk to the end of the carried ones. */
  private carryOn(length: number): void {
    const { carry, chunk } = this;
    const end = carry.end + length;
    if (end > carry.bytes.length) {
      const { pos, bytes, end: used } = carry;
      const room = new Uint8Array(Math.max(end, bytes.length * 2));
      room.set(bytes.subarray(0, used));
      carry.set(room, used);
      carry.pos = pos;
    }
    carry.bytes.set(chunk.bytes.subarray(chunk.pos, chunk.pos + length), carry.end);
    chunk.pos += length;
    carry.extend(end);
  }

  /** Reads records until the batch is full, the layout changes, or a record lacks its end. */
  private scan(region: Region, final: boolean): void {
    const { batch } = this;
    while (region.pos < region.end) {
      if (this.fast && region.pos < region.fastStop) this.scanFast(region);
      if (batch.rows === batch.capacity || region.pos >= region.end) return;
      if (!this.readSlow(region, final) || this.pending !== null) return;
    }
  }

  /** Reads one record by the complete rules. False if it lacks its end. */
  private readSlow(region: Region, final: boolean): boolean {
    const { fields } = this;
    const end = readRecord(region.bytes, region.pos, region.end, this.columns.delimiter, final, fields);
    switch (end) {
      case RecordEnd.line:
      case RecordEnd.input:
        this.takeRecord(region, end === RecordEnd.input);
        return true;
      case RecordEnd.needMore:
        return false;
      case RecordEnd.malformed:
        return this.rejectLine(region, final, 'text after a closing quote');
      case RecordEnd.tooLong:
        return this.rejectLine(region, final, 'record longer than 1 MiB');
      case RecordEnd.openQuote:
        if (this.rowFollows(region)) return this.rejectLine(region, final, 'quote without an end');
        this.rejectCut(region, region.end);
        region.pos = region.end;
        return true;
    }
  }

  private takeRecord(region: Region, atEnd: boolean): void {
    const { fields, row, columns } = this;
    const { bytes, pos: start } = region;
    const line = this.line;
    region.pos = fields.next;
    this.line += fields.lines;
    if (fields.count === 1 && isBlank(bytes, fields.from[0], fields.to[0]) && fields.quoting[0] === 0) return;
    const reason = row.read(bytes, fields);
    if (reason === null) {
      this.counts.read++;
      this.store(bytes, start, line);
      return;
    }
    const last = fields.count - 1;
    const to = fields.to[last];
    const header = this.headerIn(bytes, start, to);
    if (header !== null) {
      this.pending = header;
      this.met.secondHeaderCount++;
      if (this.met.secondHeaders.length < MAX_REJECTS) this.met.secondHeaders.push(line);
      return;
    }
    // Only what lies behind the cut can be missing or broken by it.
    const { timeStamp, elapsed, success } = columns.at;
    const cut = last + 1 < columns.required || last === timeStamp || last === elapsed || last === success;
    if (atEnd && cut) {
      this.line = line;
      this.rejectCut({ bytes, pos: start }, to);
      return;
    }
    this.reject(bytes, start, to, line, reason);
  }

  /** Columns of a header further down, as of a second run that was appended; null if the record is none. */
  private headerIn(bytes: Uint8Array, start: number, to: number): Columns | null {
    if (!/elapsed/i.test(printableStart(bytes, start, to, 1024))) return null;
    const { layout } = this;
    const header = readHeader(bytes.subarray(start, to));
    if (header === null) return null;
    const columns = columnsOf(header, layout.traceIdColumns);
    const usable = columns.at.timeStamp >= 0 && columns.at.elapsed >= 0 && (columns.at.success >= 0) === (layout.columns.at.success >= 0);
    return usable ? columns : null;
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

  /** Rejects the line at hand only; what follows it may be sound. False if its end is not at hand. */
  private rejectLine(region: Region, final: boolean, reason: string): boolean {
    const { bytes, pos, end } = region;
    const to = lineEnd(bytes, pos, end);
    if (to < 0 && !final && end - pos < MAX_RECORD_BYTES) return false;
    this.reject(bytes, pos, to < 0 ? end : to, this.line, reason);
    // The line end is left for the next record, which is a blank one.
    region.pos = to < 0 ? end : to;
    this.skipping = to < 0 && !final;
    return true;
  }

  private rejectCut(from: { bytes: Uint8Array; pos: number }, to: number): void {
    this.met.cutLastRecord = this.line;
    this.reject(from.bytes, from.pos, to, this.line, 'cut at the end of the file');
  }

  private reject(bytes: Uint8Array, from: number, to: number, line: number, reason: string): void {
    const { counts } = this;
    counts.read++;
    counts.rejected++;
    counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
    if (counts.rejects.length < MAX_REJECTS) {
      const reject: Reject = { line, reason, text: printableStart(bytes, from, to, REJECT_CHARACTERS) };
      counts.rejects.push(reject);
    }
  }

  /** Stores the row just read by the slow path. */
  private store(bytes: Uint8Array, start: number, line: number): void {
    const { batch, row, texts, layout } = this;
    const { at } = this.columns;
    const n = batch.rows++;
    const { weight } = row;
    const latency = row.elapsed / weight;
    if (!Number.isInteger(latency)) this.wholeMilliseconds = false;
    // A row of several samples is stamped with the end of the last one, whatever the file does otherwise.
    const begin = layout.endStamps || weight > 1 ? row.stamp - latency : row.stamp;
    const label = at.label < 0 ? this.noLabel : texts.label(...this.content(bytes, at.label));
    const slot = at.threadName < 0 ? 0 : texts.slot(...this.content(bytes, at.threadName));
    batch.timestamp[n] = Math.round(begin * 1000);
    batch.latency[n] = latency;
    batch.label[n] = label;
    batch.code[n] = at.responseCode < 0 ? this.noCode : texts.code(...this.content(bytes, at.responseCode));
    batch.thread[n] = texts.threadOf(slot);
    batch.kind[n] = this.kindOf(slot, label, begin, begin + row.elapsed);
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
    this.met.aggregatedRows++;
    this.weighted = true;
  }

  private kindOf(slot: number, label: number, begin: number, end: number): Kind {
    const { row, texts } = this;
    if (row.transactionMessage) return Kind.transaction;
    if (row.weight > 1) return Kind.request;
    if (row.transactionMarks && texts.levels.spansOthers(slot, begin, end)) return Kind.transaction;
    return texts.levels.place(slot, label, begin, end);
  }

  /** Content of a field of the record just split. */
  private content(bytes: Uint8Array, column: number): [Uint8Array, number, number] {
    const { fields } = this;
    if (column >= fields.count) return [bytes, 0, 0];
    const from = fields.from[column];
    const to = fields.to[column];
    if (fields.quoting[column] !== 2) return [bytes, from, to];
    const plain = undoubleQuotes(bytes, from, to);
    return [plain, 0, plain.length];
  }

  /** Lays out the batch and the fast path for other columns. */
  private useColumns(columns: Columns): void {
    const { batch, texts, layout } = this;
    const { at, delimiter } = columns;
    this.columns = columns;
    this.pending = null;
    this.row = new JmeterRow(columns, layout.stamps);
    batch.columns = columns;
    const nothing = new Uint8Array(0);
    if (at.label < 0) this.noLabel = texts.label(nothing, 0, 0);
    if (at.responseCode < 0) this.noCode = texts.code(nothing, 0, 0);
    for (const column of [batch.bytesIn, batch.bytesOut, batch.connect, batch.ttfb, batch.users]) column.fill(Number.NaN);
    batch.weight.fill(1);
    this.actions = new Uint8Array(columns.count);
    this.offsets = new Int32Array(columns.count);
    const plan = (column: number, action: number, value = 0): void => {
      if (column < 0) return;
      this.actions[column] = action;
      this.offsets[column] = value * batch.capacity;
    };
    plan(at.timeStamp, STAMP);
    plan(at.elapsed, ELAPSED);
    plan(at.label, LABEL);
    plan(at.responseCode, CODE);
    plan(at.threadName, THREAD);
    plan(at.success, SUCCESS);
    plan(at.responseMessage, MESSAGE);
    if (at.responseMessage < 0 && at.dataType >= 0 && at.URL >= 0) {
      plan(at.dataType, DATA_TYPE);
      plan(at.URL, URL);
    }
    plan(at.bytes, NUMBER, Value.bytesIn);
    plan(at.sentBytes, NUMBER, Value.bytesOut);
    plan(at.Connect, NUMBER, Value.connect);
    plan(at.Latency, NUMBER, Value.ttfb);
    plan(at.allThreads, NUMBER, Value.users);
    plan(at.SampleCount, SAMPLE_COUNT);
    this.codeWord = 0;
    this.fast = layout.fastPath !== false && layout.stamps.unit === 1 && delimiter < (LOW & 255)
      && delimiter !== QUOTE && delimiter !== LF && delimiter !== CR;
  }

  /** Reads plain rows until the batch is full, the region is used up, or a row is not plain. */
  private scanFast(region: Region): void {
    const { batch, texts, actions, offsets, noLabel, noCode } = this;
    const { labels, codes, threads, levels } = texts;
    const { values, capacity } = batch;
    const { bytes, view, fastStop } = region;
    const { delimiter, count } = this.columns;
    const { endStamps } = this.layout;
    const last = count - 1;
    const latencyAt = Value.latency * capacity;
    const failedAt = Value.failed * capacity;
    const ttfbAt = Value.ttfb * capacity;
    const lineAt = Value.line * capacity;
    let { stampWord1, stampWord2, stampBase, codeWord, codeId, line } = this;
    let rows = batch.rows;
    let read = 0;
    let p = region.pos;
    reading: while (p < fastStop && rows < capacity) {
      const start = p;
      let stamp = 0;
      let elapsed = 0;
      let label = noLabel;
      let code = noCode;
      let slot = 0;
      let success = 1;
      let transaction = false;
      let marks = 0;
      plain: {
        for (let column = 0; ; column++) {
          const action = actions[column];
          if (action <= URL) {
            const from = p;
            if (action === MESSAGE) {
              const at = bytes[p] === QUOTE ? p + 1 : p;
              if (view.getInt32(at, true) === NUMB && isTransactionMessage(bytes, at)) transaction = true;
            }
            for (;;) {
              let word = view.getInt32(p, true);
              let low = (word - LOW) & ~word & HIGH;
              while (low === 0) {
                p += 4;
                word = view.getInt32(p, true);
                low = (word - LOW) & ~word & HIGH;
              }
              p += (31 - Math.clz32(low & -low)) >> 3;
              const byte = bytes[p];
              if (byte === delimiter || byte === LF || byte === CR) break;
              if (byte === QUOTE) {
                if (p !== from) break plain;
                p = afterQuoted(bytes, p + 1);
                if (p < 0) break plain;
                break;
              }
              p++;
            }
            if (action >= DATA_TYPE) {
              const quoted = bytes[from] === QUOTE && p > from ? 1 : 0;
              if (action === DATA_TYPE ? p === from + 2 * quoted : isNothing(bytes, from + quoted, p - quoted)) marks++;
            }
          } else if (action <= CODE) {
            if (action === CODE && view.getInt32(p, true) === codeWord) {
              code = codeId;
              p += 3;
            } else if (bytes[p] === QUOTE) {
              const from = p + 1;
              p = afterQuoted(bytes, from);
              if (p < 0) break plain;
              if (action === LABEL) label = texts.label(bytes, from, p - 1);
              else if (action === THREAD) slot = texts.slot(bytes, from, p - 1);
              else code = texts.code(bytes, from, p - 1);
            } else {
              const from = p;
              let hash = HASH_SEED;
              let word = 0;
              let rest = 0;
              hashing: for (;;) {
                word = view.getInt32(p, true);
                let low = (word - LOW) & ~word & HIGH;
                while (low !== 0) {
                  rest = (31 - Math.clz32(low & -low)) >> 3;
                  const byte = bytes[p + rest];
                  if (byte === delimiter || byte === LF || byte === CR) break hashing;
                  if (byte === QUOTE) break plain;
                  low &= low - 1;
                }
                hash = hashWord(hash, word);
                p += 4;
              }
              if (rest > 0) {
                hash = hashWord(hash, word & ((1 << (rest << 3)) - 1));
                p += rest;
              }
              const length = p - from;
              hash = hashEnd(hash, length);
              if (action === LABEL) {
                label = labels.find(view, from, length, hash);
                if (label < 0) label = texts.label(bytes, from, p);
              } else if (action === THREAD) {
                slot = threads.find(view, from, length, hash) + 1;
                if (slot === 0) slot = texts.slot(bytes, from, p);
              } else {
                code = codes.find(view, from, length, hash);
                if (code < 0) code = texts.code(bytes, from, p);
                if (length === 3 && bytes[p] === delimiter) {
                  codeWord = view.getInt32(from, true);
                  codeId = code;
                }
              }
            }
          } else if (action === NUMBER) {
            const from = p;
            const word = view.getInt32(p, true);
            const low = (word - LOW) & ~word & HIGH;
            let value: number;
            if (low !== 0) {
              // At most three digits: moved up behind zeros they are a word of four.
              const digits = (31 - Math.clz32(low & -low)) >> 3;
              value = digits === 0 ? Number.NaN : fourDigits((word << (32 - (digits << 3))) | (ZEROS >>> (digits << 3)));
              if (value < 0 && digits !== 0) break plain;
              p += digits;
            } else {
              value = fourDigits(word);
              if (value < 0) break plain;
              p += 4;
              let digit = bytes[p] - 48;
              while (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digit = bytes[++p] - 48;
              }
              if (p - from > 15) break plain;
            }
            values[offsets[column] + rows] = value;
          } else if (action === STAMP) {
            const word1 = view.getInt32(p, true);
            const word2 = view.getInt32(p + 4, true);
            if (word1 !== stampWord1 || word2 !== stampWord2) {
              const high = fourDigits(word1);
              const low = fourDigits(word2);
              const base = (high * 10_000 + low) * 100_000;
              if (high < 0 || low < 0 || base < EARLIEST || base >= LATEST - 100_000) break plain;
              stampWord1 = word1;
              stampWord2 = word2;
              stampBase = base;
            }
            const digit = bytes[p + 12] - 48;
            if (digit < 0 || digit > 9) break plain;
            const middle = fourDigits(view.getInt32(p + 8, true));
            if (middle < 0) break plain;
            stamp = stampBase + middle * 10 + digit;
            p += 13;
          } else if (action === ELAPSED) {
            const from = p;
            const word = view.getInt32(p, true);
            const low = (word - LOW) & ~word & HIGH;
            if (low !== 0) {
              const digits = (31 - Math.clz32(low & -low)) >> 3;
              if (digits === 0) break plain;
              elapsed = fourDigits((word << (32 - (digits << 3))) | (ZEROS >>> (digits << 3)));
              if (elapsed < 0) break plain;
              p += digits;
            } else {
              elapsed = fourDigits(word);
              if (elapsed < 0) break plain;
              p += 4;
              let digit = bytes[p] - 48;
              while (digit >= 0 && digit <= 9) {
                elapsed = elapsed * 10 + digit;
                digit = bytes[++p] - 48;
              }
              if (p - from > 12) break plain;
            }
          } else if (action === SUCCESS) {
            const word = view.getInt32(p, true);
            if (word === TRUE) {
              p += 4;
            } else if (word === FALS && bytes[p + 4] === LETTER_E) {
              success = 0;
              p += 5;
            } else {
              break plain;
            }
          } else {
            // A row of one sample is an ordinary one.
            if (bytes[p] !== DIGIT_1) break plain;
            p++;
          }
          const mark = bytes[p];
          if (mark === delimiter && column < last) {
            p++;
            continue;
          }
          if (column < last || p - start >= MAX_RECORD_BYTES) break plain;
          if (mark === LF) p++;
          else if (mark === CR && bytes[p + 1] === LF) p += 2;
          else break plain;
          break;
        }
        const begin = endStamps ? stamp - elapsed : stamp;
        if (marks === 2) transaction = levels.spansOthers(slot, begin, begin + elapsed);
        values[rows] = begin * 1000;
        values[latencyAt + rows] = elapsed;
        values[failedAt + rows] = 1 - success;
        values[lineAt + rows] = line;
        // JMeter writes 0 where no first byte was seen.
        if (values[ttfbAt + rows] === 0 && elapsed > 0) values[ttfbAt + rows] = Number.NaN;
        batch.label[rows] = label;
        batch.code[rows] = code;
        batch.thread[rows] = texts.threadOf(slot);
        batch.kind[rows] = transaction ? Kind.transaction : levels.place(slot, label, begin, begin + elapsed);
        batch.success[rows] = success;
        batch.start[rows] = start;
        rows++;
        line++;
        read++;
        continue reading;
      }
      p = start;
      break;
    }
    batch.rows = rows;
    region.pos = p;
    this.counts.read += read;
    this.line = line;
    this.stampWord1 = stampWord1;
    this.stampWord2 = stampWord2;
    this.stampBase = stampBase;
    this.codeWord = codeWord;
    this.codeId = codeId;
  }
}

/** Value of four digits in a little-endian word; -1 if they are none. */
function fourDigits(word: number): number {
  const digits = (word - 0x30303030) | 0;
  if (((digits | (digits + 0x76767676)) & HIGH) !== 0) return -1;
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 255) * 100 + ((pairs >>> 16) & 255);
}

/** Position after the quote that closes a field; -1 if the field holds a quote or a line end, which is not plain. */
function afterQuoted(bytes: Uint8Array, from: number): number {
  for (let p = from; ; p++) {
    const byte = bytes[p];
    if (byte === LF || byte === CR) return -1;
    if (byte === QUOTE) return bytes[p + 1] === QUOTE ? -1 : p + 1;
  }
}

/** True if a line holds spaces at most. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (bytes[p] !== 32 && bytes[p] !== 9) return false;
  return true;
}
