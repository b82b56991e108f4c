import { BLOCK_BYTES, BlockIndex, MAX_ROWS } from '../decode/block-index.js';
import { fourDigits, isFourDigits, ZEROS } from '../decode/digit-words.js';
import { Kind } from '../model/sample-batch.js';
import type { JmeterBatch } from './jmeter-batch.js';
import type { Columns } from './jmeter-columns.js';
import type { Layout } from './jmeter-layout.js';
import { UNDECIDED } from './jmeter-levels.js';
import type { Region } from './jmeter-region.js';
import { isNothing, isTransactionMessage } from './jmeter-row.js';
import { EARLIEST, LATEST } from './jmeter-stamps.js';
import type { Tally } from './jmeter-tally.js';
import type { JmeterTexts } from './jmeter-texts.js';

/**
 * The fastest path: rows whose fields were found by an index of the bytes, read in runs, column by column. The loop over
 * one column is short, and columns that nothing needs are not looked at.
 *
 * It reads what the plain rows read, and like them it gives up what is not plain: a run ends before such a row. It must never accept a row and store something else than the complete rules would.
 */

const LF = 10;
const CR = 13;
const QUOTE = 34;
const DIGIT_0 = 48;
const DIGIT_1 = 49;
/** `Numb`, `true`, `fals` and `alse` as little-endian words. */
const NUMB = 0x626d754e;
const TRUE = 0x65757274;
const FALS = 0x736c6166;
const ALSE = 0x65736c61;

/** Rows that are tried after one with a field that was not plain; what is read beyond the next such row is read in vain. */
const SHORTEST = 4;
/** After a block of which less than so many rows in one that was given up were read, other rules read the next ones. */
const WORTHWHILE = 3;
/** So many blocks. */
const PAUSE = 8;

/** Numbers of the dictionaries. */
const LABELS = 1;
const THREADS = 2;
const CODES = 3;

/** What the columns say of the level of a row, kept in the batch's kinds until those are decided. */
const SAYS_NOTHING = 0;
const SAYS_TRANSACTION = 1;
const MAY_BE_TRANSACTION = 2;

/** Reads a column of some rows, given by the item that ends its first field; answers how many of them are plain. */
type Reader = (index: BlockIndex, first: number, rows: number) => number;

/** Reads runs of rows into a batch. */
export class IndexedRows {
  /** False if rows by these columns cannot be read here at all. */
  usable = false;
  private delimiter = 0;
  /** Number of columns, and so of items from row to row. */
  private stride = 0;
  private readers: { column: number; read: Reader }[] = [];
  private index: BlockIndex | null = null;
  /** Tells our texts from those of other scanners. */
  private readonly owner = {};
  /** Of the block in the index, if it is ours. */
  private version = -1;
  /** What to add to a position in the index to have it in the region. */
  private shift = 0;
  /** Position in the region up to which the block goes. */
  private blockEnd = 0;
  /** Next items of the lists in the index. */
  private field = 1;
  private line = 0;
  private odd = 0;
  /** Most rows of the next run. */
  private longest = SHORTEST;
  /** Rows of the block so far, and how often one was given up. */
  private rowsRead = 0;
  private givenUp = 0;
  /** Blocks that other rules read from here on, and position up to which they read the first of them. */
  private pause = 0;
  private pauseEnd = 0;
  /** First eight digits of the stamp before, as words, and their value in ms. */
  private stampWord1 = 0;
  private stampWord2 = 0;
  private stampBase = 0;

  constructor(
    private readonly batch: JmeterBatch,
    private readonly texts: JmeterTexts,
    private readonly tally: Tally,
    private readonly layout: Layout,
  ) {}

  /** Reads by other columns from here on. */
  useColumns(columns: Columns): void {
    const { batch, texts, layout } = this;
    const { at, count } = columns;
    this.delimiter = columns.delimiter;
    this.stride = count;
    this.forget();
    this.usable = layout.fastPath !== false && layout.fastPath !== 'rows' && layout.stamps.unit === 1 && layout.onlyTransactions !== true;
    this.readers = [];
    const plan = (column: number, read: Reader): void => {
      if (column >= 0) this.readers.push({ column, read });
    };
    const number = (column: number, to: Float64Array, least: 0 | 1): void =>
      plan(column, (index, first, rows) => index.numbers(first, count, rows, least, to, batch.rows));
    // What is not plain in most files that hold such rows comes first.
    plan(at.timeStamp, (index, first, rows) => this.readStamps(index, first, rows));
    // A row of one sample, and one without a pause, are ordinary.
    plan(at.SampleCount, (index, first, rows) => readOnly(index, first, count, rows, DIGIT_1, DIGIT_1));
    // Of one sample one can have failed.
    if (at.SampleCount >= 0) plan(at.ErrorCount, (index, first, rows) => readOnly(index, first, count, rows, DIGIT_0, DIGIT_1));
    if (layout.endStamps) plan(at.IdleTime, (index, first, rows) => readOnly(index, first, count, rows, DIGIT_0, DIGIT_0));
    plan(at.label, (index, first, rows) => index.texts(first, count, rows, LABELS, texts.labels, null, batch.label, batch.rows));
    plan(at.threadName, (index, first, rows) => index.texts(first, count, rows, THREADS, texts.threads, -1, batch.thread, batch.rows));
    plan(at.responseCode, (index, first, rows) => index.texts(first, count, rows, CODES, texts.codes, null, batch.code, batch.rows));
    // Numbers of eight digits are within the longest duration.
    number(at.elapsed, batch.latency, 1);
    plan(at.success, (index, first, rows) => readVerdicts(index, first, count, rows, batch.success, batch.rows));
    number(at.bytes, batch.bytesIn, 0);
    number(at.sentBytes, batch.bytesOut, 0);
    number(at.Connect, batch.connect, 0);
    number(at.Latency, batch.ttfb, 0);
    number(at.allThreads, batch.users, 0);
    this.planLevels(columns);
    // Nothing writes anything else to columns that the file does not have.
    const nothing = new Uint8Array(0);
    if (at.label < 0) batch.label.fill(texts.label(nothing, 0, 0));
    if (at.responseCode < 0) batch.code.fill(texts.code(nothing, 0, 0));
    if (at.threadName < 0) batch.thread.fill(-1);
    if (at.success < 0) batch.success.fill(1);
  }

  private planLevels({ at, count }: Columns): void {
    const { batch, readers } = this;
    const { kind } = batch;
    if (at.responseMessage >= 0) {
      readers.push({
        column: at.responseMessage,
        read: (index, first, rows) => readMessages(index, first, count, rows, kind, batch.rows),
      });
    } else if (at.dataType >= 0) {
      readers.push({
        column: at.dataType,
        read: (index, first, rows) => readDataTypes(index, first, count, rows, at.URL < 0, kind, batch.rows),
      });
      if (at.URL >= 0) {
        readers.push({ column: at.URL, read: (index, first, rows) => readAddresses(index, first, count, rows, kind, batch.rows) });
      }
    } else {
      readers.push({
        column: 0,
        read: (_, __, rows) => {
          kind.fill(SAYS_NOTHING, batch.rows, batch.rows + rows);
          return rows;
        },
      });
    }
  }

  /** Tells that other bytes are in the region. */
  forget(): void {
    this.version = -1;
    this.pauseEnd = 0;
  }

  /**
   * Reads rows until the batch is full, or the region holds no further row as a whole, or a row is not plain. Answers up
   * to where the rows from there on are left to other rules.
   */
  read(region: Region): number {
    this.index ??= BlockIndex.get();
    const { batch, index } = this;
    if (index === null) {
      this.usable = false;
      return region.end;
    }
    while (batch.rows < batch.capacity) {
      if (region.pos < this.pauseEnd) return this.pauseEnd;
      if (!this.reach(index, region)) return this.pauseEnd;
      const whole = this.wholeRows(index);
      const rows = whole === 0 ? 0 : this.readRun(index, whole);
      if (rows > 0) region.pos = index.lines[this.line - 1] + 1 + this.shift;
      if (rows < whole) this.longest = Math.max(SHORTEST, rows);
      else if (whole > 0) {
        this.longest = Math.min(MAX_ROWS, 2 * this.longest);
        continue;
      }
      if (this.line < index.lineCount) {
        this.givenUp++;
        return index.lines[this.line] + 1 + this.shift;
      }
      // No line ends in what is left of the block.
      if (this.blockEnd === region.end || region.pos - this.shift === index.start) return this.blockEnd;
      this.forget();
    }
    return region.end;
  }

  /** Has the index hold the next row of the region. False if a pause is made. */
  private reach(index: BlockIndex, region: Region): boolean {
    const { fields, lines, fieldCount, lineCount } = index;
    const position = region.pos - this.shift;
    if (this.version !== index.version || region.pos >= this.blockEnd || position <= fields[this.field - 1]) {
      return this.fill(index, region);
    }
    while (this.line < lineCount && lines[this.line] < position) this.line++;
    while (this.field < fieldCount && fields[this.field] < position) this.field++;
    // The row before may have ended otherwise than by a line feed.
    fields[this.field - 1] = position - 1;
    return true;
  }

  private fill(index: BlockIndex, region: Region): boolean {
    const { pos, end, bytes } = region;
    const blockEnd = Math.min(pos + BLOCK_BYTES, end);
    if (this.rowsRead < WORTHWHILE * this.givenUp) this.pause = PAUSE;
    this.rowsRead = 0;
    this.givenUp = 0;
    if (this.pause > 0) {
      this.pause--;
      this.pauseEnd = blockEnd;
      return false;
    }
    index.index(bytes.subarray(pos, blockEnd), this.delimiter, this.owner);
    this.blockEnd = blockEnd;
    this.version = index.version;
    this.shift = pos - index.start;
    this.field = 1;
    this.line = 0;
    this.odd = 0;
    return true;
  }

  /** Number of next rows that have as many fields as there are columns, and quotes at most around whole fields. */
  private wholeRows(index: BlockIndex): number {
    const { fields, lines, odds, fieldCount, lineCount, oddCount } = index;
    const { batch, line, stride } = this;
    const rest = Math.min(lineCount - line, Math.floor((fieldCount - this.field) / stride));
    const most = Math.min(rest, batch.capacity - batch.rows, this.longest, MAX_ROWS);
    while (this.odd < oddCount && odds[this.odd] < fields[this.field - 1]) this.odd++;
    // So that there is one behind the last.
    odds[oddCount] = index.bytes.length;
    let { odd } = this;
    let rows = 0;
    let last = this.field + stride - 1;
    while (rows < most && fields[last] === lines[line + rows]) {
      let item = last - stride + 1;
      while (odds[odd] < fields[last]) {
        while (fields[item] < odds[odd]) item++;
        if (!isQuoted(index, item, odd)) return rows;
        odd += 2;
      }
      rows++;
      last += stride;
    }
    return rows;
  }

  /** Reads rows that are whole; answers how many of them are plain. */
  private readRun(index: BlockIndex, whole: number): number {
    const { readers, field, stride } = this;
    const last = field + stride - 1;
    const returns = index.bytes[index.fields[last] - 1] === CR;
    let rows = whole;
    for (const { column, read } of readers) {
      const atEnd = returns && column === stride - 1;
      if (atEnd) moveEnds(index, last, stride, whole, 1);
      rows = read(index, field + column, rows);
      if (atEnd) moveEnds(index, last, stride, whole, 0);
      if (rows === 0) return 0;
    }
    rows = this.store(index, rows);
    this.field += rows * stride;
    this.line += rows;
    this.rowsRead += rows;
    return rows;
  }

  /** Reads stamps of 13 digits, in ms. */
  private readStamps(index: BlockIndex, first: number, rows: number): number {
    const { fields, view } = index;
    const { stride, batch } = this;
    const { timestamp, rows: n } = batch;
    let { stampWord1, stampWord2, stampBase } = this;
    let row = 0;
    for (let item = first; row < rows; row++, item += stride) {
      const p = fields[item - 1] + 1;
      if (fields[item] - p !== 13) break;
      const word1 = view.getInt32(p, true);
      const word2 = view.getInt32(p + 4, true);
      if (word1 !== stampWord1 || word2 !== stampWord2) {
        const base = (fourDigits(word1 ^ ZEROS) * 10_000 + fourDigits(word2 ^ ZEROS)) * 100_000;
        if (!isFourDigits(word1 ^ ZEROS) || !isFourDigits(word2 ^ ZEROS)) break;
        if (base < EARLIEST || base >= LATEST - 100_000) break;
        stampWord1 = word1;
        stampWord2 = word2;
        stampBase = base;
      }
      const digits = view.getInt32(p + 8, true) ^ ZEROS;
      const digit = view.getUint8(p + 12) - 48;
      if (!isFourDigits(digits) || digit < 0 || digit > 9) break;
      timestamp[n + row] = stampBase + fourDigits(digits) * 10 + digit;
    }
    this.stampWord1 = stampWord1;
    this.stampWord2 = stampWord2;
    this.stampBase = stampBase;
    return row;
  }

  /** Completes rows of which all columns are read; answers how many of them are plain. */
  private store(index: BlockIndex, rows: number): number {
    const { batch, texts, tally, stride } = this;
    const { levels } = texts;
    const { timestamp, latency, label, thread, kind, success, failed, start, ttfb, users, line } = batch;
    const { endStamps } = this.layout;
    const { fields } = index;
    const startShift = this.shift + 1;
    const n = batch.rows;
    const firstLine = tally.line - n;
    let item = this.field - 1;
    let row = n;
    for (; row < n + rows; row++, item += stride) {
      let begin = timestamp[row];
      if (endStamps) {
        begin -= latency[row];
        if (begin < EARLIEST) break;
      }
      if (kind[row] === SAYS_TRANSACTION) {
        kind[row] = Kind.transaction;
      } else {
        const level = levels.place(thread[row] + 1, label[row], begin, begin + latency[row]);
        if (level === UNDECIDED) break;
        kind[row] = level;
      }
      timestamp[row] = begin * 1000;
      failed[row] = 1 - success[row];
      line[row] = firstLine + row;
      start[row] = fields[item] + startShift;
      // JMeter writes 0 where no first byte was seen, and where it does not know how many threads there are.
      if (ttfb[row] === 0) ttfb[row] = Number.NaN;
      if (users[row] === 0) users[row] = Number.NaN;
    }
    const read = row - n;
    batch.rows += read;
    tally.line += read;
    tally.counts.read += read;
    return read;
  }
}

/** True if an odd byte and the next one are quotes around a whole field, which an item ends. */
function isQuoted({ fields, odds, bytes }: BlockIndex, item: number, odd: number): boolean {
  const open = odds[odd];
  const close = odds[odd + 1];
  if (open !== fields[item - 1] + 1 || bytes[open] !== QUOTE || bytes[close] !== QUOTE) return false;
  return close === fields[item] - 1 || (close === fields[item] - 2 && bytes[close + 1] === CR && bytes[close + 2] === LF);
}

/** Has rows end before their carriage return (by 1), or at their line feed again (by 0). */
function moveEnds({ fields, bytes }: BlockIndex, last: number, stride: number, rows: number, before: 0 | 1): void {
  for (let row = 0, item = last; row < rows; row++, item += stride) {
    if (bytes[fields[item] - before] === CR) fields[item] += 1 - 2 * before;
  }
}

/** Reads rows in which a field is one of two certain digits. */
function readOnly({ fields, bytes }: BlockIndex, first: number, stride: number, rows: number, one: number, other: number): number {
  for (let row = 0, item = first; row < rows; row++, item += stride) {
    const digit = bytes[fields[item] - 1];
    if (fields[item] - fields[item - 1] !== 2 || (digit !== one && digit !== other)) return row;
  }
  return rows;
}

function readVerdicts({ fields, view }: BlockIndex, first: number, stride: number, rows: number, to: Uint8Array, n: number): number {
  for (let row = 0, item = first; row < rows; row++, item += stride) {
    const p = fields[item - 1] + 1;
    const length = fields[item] - p;
    const word = view.getInt32(p, true);
    if (word === TRUE && length === 4) to[n + row] = 1;
    else if (word === FALS && length === 5 && view.getInt32(p + 1, true) === ALSE) to[n + row] = 0;
    else return row;
  }
  return rows;
}

function readMessages(index: BlockIndex, first: number, stride: number, rows: number, to: Uint8Array, n: number): number {
  const { fields, view, bytes } = index;
  for (let row = 0, item = first; row < rows; row++, item += stride) {
    let p = fields[item - 1] + 1;
    if (bytes[p] === QUOTE) p++;
    to[n + row] = view.getInt32(p, true) === NUMB && isTransactionMessage(bytes, p) ? SAYS_TRANSACTION : SAYS_NOTHING;
  }
  return rows;
}

/** Marks rows without a data type; or, where that is the only mark of a transaction, gives them up. */
function readDataTypes(
  { fields, bytes }: BlockIndex,
  first: number,
  stride: number,
  rows: number,
  stop: boolean,
  to: Uint8Array,
  n: number,
): number {
  for (let row = 0, item = first; row < rows; row++, item += stride) {
    const quotes = bytes[fields[item - 1] + 1] === QUOTE ? 2 : 0;
    const marked = fields[item] === fields[item - 1] + 1 + quotes;
    if (stop && marked) return row;
    to[n + row] = marked ? MAY_BE_TRANSACTION : SAYS_NOTHING;
  }
  return rows;
}

/** Gives up rows that have neither a data type nor a URL. */
function readAddresses({ fields, bytes }: BlockIndex, first: number, stride: number, rows: number, to: Uint8Array, n: number): number {
  for (let row = 0, item = first; row < rows; row++, item += stride) {
    if (to[n + row] !== MAY_BE_TRANSACTION) continue;
    const quoted = bytes[fields[item - 1] + 1] === QUOTE ? 1 : 0;
    if (isNothing(bytes, fields[item - 1] + 1 + quoted, fields[item] - quoted)) return row;
    to[n + row] = SAYS_NOTHING;
  }
  return rows;
}
