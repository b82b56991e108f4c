import { lineEnd, RecordEnd, RecordFields, readRecord } from './csv-record.js';

/** What {@link RecordReader.next} met. */
export type RecordOutcome = 'record' | 'broken' | 'too-long' | 'none';

/**
 * Bytes to records of delimited text, in bounded memory. Feed bytes, take records until there is none, and so on; at last, end.
 * Blank lines are passed over. A record that cannot be split costs one line; what follows may be sound.
 */
export class RecordReader {
  readonly fields: RecordFields = new RecordFields();
  /** Where the current record lies. Valid until the next call. */
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  /** Byte behind the record and its line end. */
  to = 0;
  /** Physical line on which the current record starts, from 1. */
  line = 1;
  /** Whether the current record has no line end: the last one of a file, perhaps cut. */
  open = false;
  #pos = 0;
  #nextLine = 1;
  #final = false;
  #skipping = false;

  constructor(private readonly delimiter: number) {}

  /** Gives the next bytes, once {@link next} has answered none. They must stay as they are until it does so again. */
  feed(bytes: Uint8Array): void {
    const rest = this.bytes.length - this.#pos;
    if (rest === 0) this.bytes = bytes;
    else {
      const joined = new Uint8Array(rest + bytes.length);
      joined.set(this.bytes.subarray(this.#pos));
      joined.set(bytes, rest);
      this.bytes = joined;
    }
    this.#pos = 0;
  }

  /** Tells that nothing follows. */
  end(): void {
    this.#final = true;
  }

  /** First byte behind the current record, and the one behind the last at hand: what may be looked at ahead. */
  get ahead(): number {
    return this.#pos;
  }

  /** Takes records that were read ahead. @param to first byte behind their last line end */
  skipTo(to: number, lines: number): void {
    this.#pos = to;
    this.#nextLine += lines;
  }

  /** Steps to the next record. */
  next(): RecordOutcome {
    const { bytes, fields } = this;
    for (;;) {
      if (this.#pos >= bytes.length) return 'none';
      if (this.#skipping && !this.#skipLine()) return 'none';
      if (this.#pos >= bytes.length) return 'none';
      const end = readRecord(bytes, this.#pos, bytes.length, this.delimiter, this.#final, fields);
      if (end === RecordEnd.needMore) {
        // The rest is kept for the next bytes; those it lies in may be reused by then. (`slice` of a Buffer would be no copy.)
        this.bytes = new Uint8Array(bytes.subarray(this.#pos));
        this.#pos = 0;
        return 'none';
      }
      this.from = this.#pos;
      this.line = this.#nextLine;
      if (end === RecordEnd.line || end === RecordEnd.input) {
        this.open = end === RecordEnd.input;
        this.to = fields.next;
        this.#pos = fields.next;
        this.#nextLine += fields.lines;
        if (fields.count === 1 && fields.from[0] === fields.to[0] && fields.quoting[0] === 0) continue;
        return 'record';
      }
      this.open = this.#final;
      this.#skipping = true;
      this.#skipLine();
      this.to = this.#pos;
      return end === RecordEnd.tooLong ? 'too-long' : 'broken';
    }
  }

  /** Goes to the next line. @returns false if its end is not at hand */
  #skipLine(): boolean {
    const end = lineEnd(this.bytes, this.#pos, this.bytes.length);
    this.#skipping = end < 0 && !this.#final;
    this.#pos = end < 0 ? this.bytes.length : end;
    return end >= 0;
  }
}
