import { HASH_SEED, hashEnd, hashWord } from '../decode/byte-dictionary.js';
import { MAX_RECORD_BYTES } from '../decode/csv-record.js';
import { fourDigits, HIGH, isFourDigits, ZEROS } from '../decode/digit-words.js';
import { Kind } from '../model/sample-batch.js';
import { type JmeterBatch, Value } from './jmeter-batch.js';
import type { Columns } from './jmeter-columns.js';
import type { Layout } from './jmeter-layout.js';
import { UNDECIDED } from './jmeter-levels.js';
import type { Region } from './jmeter-region.js';
import { isNothing, isTransactionMessage, MAX_ELAPSED } from './jmeter-row.js';
import { EARLIEST, LATEST } from './jmeter-stamps.js';
import type { Tally } from './jmeter-tally.js';
import type { JmeterTexts } from './jmeter-texts.js';

/**
 * The fast path, which nearly all rows of nearly all files take: it reads a row where it lies, column by column, four
 * bytes a step, and stores straight into the batch.
 *
 * It knows plain rows only: one line, as many fields as columns, numbers of digits, stamps of 13, quotes at most around
 * a whole field, and labels, codes and threads that were met before (so that what a rejected row holds gets
 * no id). On anything else, and where a row can be a transaction without a message or a sub-result named by its URL, it
 * gives the row up and leaves it to the complete rules. It must never accept a row and store something else than they
 * would; a test compares both on random rows.
 *
 * One long loop on purpose: calls and objects per field would cost more than the work.
 */

const LF = 10;
const CR = 13;
const QUOTE = 34;
const LETTER_E = 101;
const DIGIT_0 = 48;
const DIGIT_1 = 49;
/** `Numb`, `true` and `fals` as little-endian words. */
const NUMB = 0x626d754e;
const TRUE = 0x65757274;
const FALS = 0x736c6166;

/** Every line end, quote and usual delimiter lies below this byte, most other bytes do not. */
const LOWEST_ORDINARY = 0x2d;

/** What is done with a column: 0 = nothing. Up to ADDRESS the field is passed over, up to CODE its text is hashed. */
const MESSAGE = 1;
const DATA_TYPE = 2;
const ADDRESS = 3;
const LABEL = 4;
const THREAD = 5;
const CODE = 6;
const STAMP = 7;
const ELAPSED = 8;
const SUCCESS = 9;
const NUMBER = 10;
const SAMPLE_COUNT = 11;
const IDLE = 12;
const ERROR_COUNT = 13;

/** Reads plain rows into a batch. */
export class PlainRows {
  /** False if rows by these columns cannot be read here at all. */
  usable = false;
  private delimiter = 0;
  private last = 0;
  private actions = new Uint8Array(0);
  /** Where the numbers of a column go in the batch's values. */
  private offsets = new Int32Array(0);
  /** Marks of a transaction that a row must have. */
  private marks = 0;
  /** Ids for rows without such columns. */
  private noLabel = 0;
  private noCode = 0;
  /** First eight digits of the stamp before, as words, and their value in ms. */
  private stampWord1 = 0;
  private stampWord2 = 0;
  private stampBase = 0;
  /** Response code before with what ends its field, as a word, if it has three characters. */
  private codeWord = 0;
  private codeId = 0;

  constructor(
    private readonly batch: JmeterBatch,
    private readonly texts: JmeterTexts,
    private readonly tally: Tally,
    private readonly layout: Layout,
  ) {}

  /** Reads by other columns from here on. */
  useColumns(columns: Columns): void {
    const { batch, texts, layout } = this;
    const { at, delimiter, count } = columns;
    this.delimiter = delimiter;
    this.last = count - 1;
    this.actions = new Uint8Array(count);
    this.offsets = new Int32Array(count);
    const nothing = new Uint8Array(0);
    if (at.label < 0) this.noLabel = texts.label(nothing, 0, 0);
    if (at.responseCode < 0) this.noCode = texts.code(nothing, 0, 0);
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
    if (at.responseMessage < 0 && at.dataType >= 0) {
      plan(at.dataType, DATA_TYPE);
      plan(at.URL, ADDRESS);
    }
    this.marks = at.URL >= 0 ? 2 : 1;
    plan(at.bytes, NUMBER, Value.bytesIn);
    plan(at.sentBytes, NUMBER, Value.bytesOut);
    plan(at.Connect, NUMBER, Value.connect);
    plan(at.Latency, NUMBER, Value.ttfb);
    plan(at.allThreads, NUMBER, Value.users);
    plan(at.SampleCount, SAMPLE_COUNT);
    if (at.SampleCount >= 0) plan(at.ErrorCount, ERROR_COUNT);
    if (layout.endStamps) plan(at.IdleTime, IDLE);
    this.usable = layout.fastPath !== false && layout.stamps.unit === 1 && layout.onlyTransactions !== true;
  }

  /**
   * Reads rows until the batch is full, or a row is not plain.
   * @param stop where no row is begun any more; at most the region's `fastStop`
   */
  read(region: Region, stop: number): void {
    const { batch, texts, tally, actions, offsets, noLabel, noCode, delimiter, last, marks: allMarks } = this;
    const { labels, codes, threads, levels } = texts;
    const { values, capacity } = batch;
    const { bytes, view } = region;
    const { endStamps } = this.layout;
    const latencyAt = Value.latency * capacity;
    const failedAt = Value.failed * capacity;
    const ttfbAt = Value.ttfb * capacity;
    const usersAt = Value.users * capacity;
    const lineAt = Value.line * capacity;
    // Bytes below LOWEST_ORDINARY (or up to the delimiter) leave their high bit in `(w - lowest) & ~w & HIGH`; those
    // behind the first such byte may leave it too, so each is looked at.
    const lowest = Math.imul(Math.max(LOWEST_ORDINARY, delimiter + 1), 0x01010101);
    let { stampWord1, stampWord2, stampBase, codeWord, codeId } = this;
    let { line } = tally;
    let rows = batch.rows;
    let read = 0;
    let p = region.pos;
    while (p < stop && rows < capacity) {
      const start = p;
      let stamp = 0;
      let elapsed = 0;
      let label = noLabel;
      let code = noCode;
      let slot = 0;
      let success = 1;
      let transaction = false;
      let marks = 0;
      // biome-ignore lint/suspicious/noConfusingLabels: leaving this block is how a row is given up, from inside any loop
      plain: {
        for (let column = 0; ; column++) {
          const action = actions[column];
          if (action <= ADDRESS) {
            const from = p;
            if (action === MESSAGE) {
              const at = bytes[p] === QUOTE ? p + 1 : p;
              if (view.getInt32(at, true) === NUMB && isTransactionMessage(bytes, at)) transaction = true;
            }
            for (;;) {
              let word = view.getInt32(p, true);
              let low = (word - lowest) & ~word & HIGH;
              while (low === 0) {
                p += 4;
                word = view.getInt32(p, true);
                low = (word - lowest) & ~word & HIGH;
              }
              p += (31 - Math.clz32(low & -low)) >> 3;
              const byte = bytes[p];
              if (byte === delimiter || byte === LF || byte === CR) break;
              if (byte === QUOTE && p === from) {
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
              const length = p - 1 - from;
              if (action === LABEL) {
                label = labels.lookup(view, from, length);
                if (label < 0) break plain;
              } else if (action === THREAD) {
                slot = length === 0 ? 0 : threads.lookup(view, from, length) + 1;
                if (slot === 0 && length > 0) break plain;
              } else {
                code = codes.lookup(view, from, length);
                if (code < 0) break plain;
              }
            } else {
              const from = p;
              let hash = HASH_SEED;
              let word = 0;
              let rest = 0;
              hashing: for (;;) {
                word = view.getInt32(p, true);
                let low = (word - lowest) & ~word & HIGH;
                while (low !== 0) {
                  rest = (31 - Math.clz32(low & -low)) >> 3;
                  const byte = bytes[p + rest];
                  if (byte === delimiter || byte === LF || byte === CR) break hashing;
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
                if (label < 0) break plain;
              } else if (action === THREAD) {
                slot = length === 0 ? 0 : threads.find(view, from, length, hash) + 1;
                if (slot === 0 && length > 0) break plain;
              } else {
                code = codes.find(view, from, length, hash);
                if (code < 0) break plain;
                if (length === 3) {
                  codeWord = view.getInt32(from, true);
                  codeId = code;
                }
              }
            }
          } else if (action === NUMBER) {
            const from = p;
            const digits = view.getInt32(p, true) ^ ZEROS;
            const other = ((digits + 0x76767676) | digits) & HIGH;
            let value: number;
            if (other !== 0) {
              const length = (31 - Math.clz32(other & -other)) >> 3;
              // Moved up, so that zeros stand before them.
              value = length === 0 ? Number.NaN : fourDigits(digits << (32 - (length << 3)));
              p += length;
            } else {
              value = fourDigits(digits);
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
              const base = (fourDigits(word1 ^ ZEROS) * 10_000 + fourDigits(word2 ^ ZEROS)) * 100_000;
              if (!isFourDigits(word1 ^ ZEROS) || !isFourDigits(word2 ^ ZEROS)) break plain;
              if (base < EARLIEST || base >= LATEST - 100_000) break plain;
              stampWord1 = word1;
              stampWord2 = word2;
              stampBase = base;
            }
            const digits = view.getInt32(p + 8, true) ^ ZEROS;
            const digit = bytes[p + 12] - 48;
            if (!isFourDigits(digits) || digit < 0 || digit > 9) break plain;
            stamp = stampBase + fourDigits(digits) * 10 + digit;
            p += 13;
          } else if (action === ELAPSED) {
            const from = p;
            const digits = view.getInt32(p, true) ^ ZEROS;
            const other = ((digits + 0x76767676) | digits) & HIGH;
            if (other !== 0) {
              const length = (31 - Math.clz32(other & -other)) >> 3;
              if (length === 0) break plain;
              elapsed = fourDigits(digits << (32 - (length << 3)));
              p += length;
            } else {
              elapsed = fourDigits(digits);
              p += 4;
              let digit = bytes[p] - 48;
              while (digit >= 0 && digit <= 9) {
                elapsed = elapsed * 10 + digit;
                digit = bytes[++p] - 48;
              }
              if (p - from > 12 || elapsed > MAX_ELAPSED) break plain;
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
            // A row of one sample, and one without a pause, are ordinary. Of one sample one can have failed.
            const digit = bytes[p];
            if (digit !== (action === IDLE ? DIGIT_0 : DIGIT_1) && (action !== ERROR_COUNT || digit !== DIGIT_0)) break plain;
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
        if (marks === allMarks) break plain;
        let begin = stamp;
        if (endStamps) {
          begin -= elapsed;
          if (begin < EARLIEST) break plain;
        }
        const kind = transaction ? Kind.transaction : levels.place(slot, label, begin, begin + elapsed);
        if (kind === UNDECIDED) break plain;
        values[rows] = begin * 1000;
        values[latencyAt + rows] = elapsed;
        values[failedAt + rows] = 1 - success;
        values[lineAt + rows] = line;
        // JMeter writes 0 where no first byte was seen, and where it does not know how many threads there are.
        if (values[ttfbAt + rows] === 0) values[ttfbAt + rows] = Number.NaN;
        if (values[usersAt + rows] === 0) values[usersAt + rows] = Number.NaN;
        batch.label[rows] = label;
        batch.code[rows] = code;
        batch.thread[rows] = texts.threadOf(slot);
        batch.kind[rows] = kind;
        batch.success[rows] = success;
        batch.start[rows] = start;
        rows++;
        line++;
        read++;
        continue;
      }
      p = start;
      break;
    }
    batch.rows = rows;
    region.pos = p;
    tally.counts.read += read;
    tally.line = line;
    this.stampWord1 = stampWord1;
    this.stampWord2 = stampWord2;
    this.stampBase = stampBase;
    this.codeWord = codeWord;
    this.codeId = codeId;
  }
}

/**
 * Position after the next quote; -1 if a line end comes first, which is not plain. Where that quote is the first of two
 * it closes nothing, but then no delimiter follows it, and the row is given up.
 */
function afterQuoted(bytes: Uint8Array, from: number): number {
  for (let p = from; ; p++) {
    const byte = bytes[p];
    if (byte === QUOTE) return p + 1;
    if (byte === LF || byte === CR) return -1;
  }
}
