import type { ByteDictionary } from '../decode/byte-dictionary.js';
import { printableStart } from '../decode/byte-text.js';
import { lineEnd, MAX_RECORD_BYTES, RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import { HeimrError } from '../errors.js';
import type { ByteInput } from '../model/reading.js';
import { wholeOf } from './locust-figures.js';
import { fieldText, type LocustHeader, readLocustHeader } from './locust-header.js';
import { repairedRecord } from './locust-repair.js';
import { RowTally } from './row-tally.js';

/** One of Locust's CSV tables, record by record, in memory that does not grow with the file. */

const COMMA = 44;
const DIGIT_0 = 48;
/** Digits of a whole number that is exact for certain. */
const MAX_DIGITS = 15;
const encoder = new TextEncoder();
const REJECT_CHARACTERS = 200;

/** A record, valid until the next one. */
export interface LocustRecord {
  /** Physical line where it starts, from 1. */
  readonly line: number;
  /** False if the file ends right after its last field: that field may be cut. */
  readonly lineEnded: boolean;
  /** Text of a column; '' for -1, and for columns that the record lacks. */
  text(column: number): string;
  /** Whole number from 0 of a column; -1 if it is none. */
  whole(column: number): number;
  /** Id of what stands in the columns from `first` to `last`, as it is written. */
  idOf(dictionary: ByteDictionary, first: number, last: number): number;
  /** The record as bytes, for those who keep it. */
  bytes(): Uint8Array;
}

/** Why a record is none, in words from a closed list; null if it is one. */
export type TakeRecord = (record: LocustRecord) => string | null;

/** Reasons that lie in the records themselves. */
const REASON = {
  few: 'too few fields',
  many: 'too many fields',
  quote: 'quote without an end',
  closing: 'text after a closing quote',
  long: 'record longer than 1 MiB',
  cut: 'cut at the end of the file',
} as const;

/** An opened table: its header, and its records to be walked once. */
export interface LocustTable {
  header: LocustHeader;
  tally: RowTally;
  /** True once the last record was found cut. */
  cut(): boolean;
  /** Walks the records. */
  read(take: TakeRecord): Promise<void>;
  /** Takes a kept record apart once more. */
  again(bytes: Uint8Array, take: (record: LocustRecord) => void): void;
}

/**
 * Reads the header.
 * @throws HeimrError `unusable` where there is none
 */
export async function openLocustTable(input: ByteInput): Promise<LocustTable> {
  const chunks = input.chunks[Symbol.asyncIterator]();
  let { bytes, final } = await more(new Uint8Array(0), chunks);
  let header = readLocustHeader(bytes, final);
  while (header === null && !final && bytes.length <= MAX_RECORD_BYTES) {
    ({ bytes, final } = await more(bytes, chunks));
    header = readLocustHeader(bytes, final);
  }
  if (header === null) {
    await chunks.return?.();
    throw new HeimrError(
      'unusable',
      `${input.name} has no header of Locust.`,
      'Give the file as Locust wrote it, its first line included.',
    );
  }
  const { names, next, quoted, lines } = header;
  const tally = new RowTally();
  const records = new Records(tally, names.length, quoted, lines + 1);
  let rest = bytes.subarray(next);
  return {
    header,
    tally,
    cut: () => records.cut,
    again(kept, look) {
      new Records(new RowTally(), names.length, quoted, 1).walk(kept, true, (record) => {
        look(record);
        return null;
      });
    },
    async read(take) {
      try {
        rest = rest.subarray(records.walk(rest, final, take));
        while (!final) {
          ({ bytes: rest, final } = await more(rest, chunks));
          rest = rest.subarray(records.walk(rest, final, take));
        }
      } finally {
        await chunks.return?.();
      }
    },
  };
}

/** Bytes gathered before they are looked at: what is looked at once more for each small chunk would take its time. */
const GATHERED = 1 << 16;

/** The bytes and what comes next. A chunk is valid only until the next one is asked for, so it is copied. */
async function more(bytes: Uint8Array, chunks: AsyncIterator<Uint8Array>): Promise<{ bytes: Uint8Array; final: boolean }> {
  const wanted = bytes.length + GATHERED;
  let room = new Uint8Array(wanted);
  room.set(bytes);
  let length = bytes.length;
  while (length < wanted) {
    const { done, value } = await chunks.next();
    if (done === true) return { bytes: room.subarray(0, length), final: true };
    if (length + value.length > room.length) {
      const larger = new Uint8Array(length + value.length);
      larger.set(room.subarray(0, length));
      room = larger;
    }
    room.set(value, length);
    length += value.length;
  }
  return { bytes: room.subarray(0, length), final: false };
}

class Records implements LocustRecord {
  cut = false;
  lineEnded = true;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  readonly #fields = new RecordFields();
  /** Fields of a record that was put right; null where it is as it lies. */
  #repaired: readonly string[] | null = null;

  constructor(
    private readonly tally: RowTally,
    private readonly columns: number,
    private readonly quoted: boolean,
    public line: number,
  ) {}

  text(column: number): string {
    if (this.#repaired !== null) return this.#repaired[column] ?? '';
    return column < 0 || column >= this.#fields.count ? '' : fieldText(this.#bytes, this.#fields, column);
  }

  whole(column: number): number {
    const fields = this.#fields;
    if (this.#repaired !== null) return wholeOf(this.#repaired[column] ?? '') ?? -1;
    if (column < 0 || column >= fields.count) return -1;
    const bytes = this.#bytes;
    const to = fields.to[column] as number;
    let p = fields.from[column] as number;
    if (p === to || to - p > MAX_DIGITS) return -1;
    let value = 0;
    for (; p < to; p++) {
      const digit = (bytes[p] as number) - DIGIT_0;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  idOf(dictionary: ByteDictionary, first: number, last: number): number {
    if (this.#repaired !== null) {
      const key = encoder.encode(this.#repaired.slice(first, last + 1).join(','));
      return dictionary.intern(key, 0, key.length);
    }
    return dictionary.intern(this.#bytes, this.#fields.from[first] as number, this.#fields.to[last] as number);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(this.#start, this.#end);
  }

  /** @returns the bytes used */
  walk(bytes: Uint8Array, final: boolean, take: TakeRecord): number {
    const fields = this.#fields;
    this.#bytes = bytes;
    let at = 0;
    while (at < bytes.length) {
      const end = readRecord(bytes, at, bytes.length, COMMA, final, fields);
      if (end === RecordEnd.needMore) break;
      this.#start = at;
      if (end === RecordEnd.line || end === RecordEnd.input) {
        const blank = fields.count === 1 && fields.from[0] === fields.to[0];
        if (!blank) this.#take(end === RecordEnd.line, fields.next, take);
        this.line += fields.lines;
        at = fields.next;
        continue;
      }
      // Quotes that do not close, and records without an end: one line is lost, what follows may be sound.
      const line = lineEnd(bytes, at, bytes.length);
      if (line < 0 && !final && bytes.length - at < MAX_RECORD_BYTES) break;
      const stop = line < 0 ? bytes.length : line;
      const reason = end === RecordEnd.malformed ? REASON.closing : end === RecordEnd.tooLong ? REASON.long : REASON.quote;
      this.#repair(stop, reason, line >= 0, take);
      this.line += line < 0 ? 0 : 1;
      at = line < 0 ? bytes.length : line + (bytes[line] === 13 && bytes[line + 1] === 10 ? 2 : 1);
    }
    return at;
  }

  #take(lineEnded: boolean, next: number, take: TakeRecord): void {
    const { count } = this.#fields;
    this.#end = next;
    this.lineEnded = lineEnded;
    if (count > this.columns) return this.#repair(next, REASON.many, lineEnded, take);
    if (count < this.columns) return this.#reject(lineEnded ? REASON.few : REASON.cut);
    this.#give(take);
  }

  /** Old versions put texts in quotes without doubling those within; such a line can mostly be told apart all the same. */
  #repair(stop: number, reason: string, lineEnded: boolean, take: TakeRecord): void {
    this.#end = stop;
    this.lineEnded = lineEnded;
    this.#repaired = this.quoted ? repairedRecord(this.#bytes.subarray(this.#start, stop), this.columns) : null;
    if (this.#repaired === null) this.#reject(lineEnded ? reason : REASON.cut);
    else this.#give(take);
    this.#repaired = null;
  }

  #give(take: TakeRecord): void {
    const reason = take(this);
    if (reason === null) this.tally.counts.read++;
    else this.#reject(reason);
  }

  #reject(reason: string): void {
    if (reason === REASON.cut) this.cut = true;
    this.tally.reject(this.line, reason, printableStart(this.#bytes, this.#start, this.#end, REJECT_CHARACTERS));
  }
}

/** Reason of a record that the end of the file cut, for takers that find it out. */
export const CUT: string = REASON.cut;
