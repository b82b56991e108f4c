/** Thrown where bytes cannot be what they should be. */
export class CorruptBytes extends Error {}

/** Thrown where more bytes are needed than are at hand. */
export class MoreBytes extends Error {}

const MORE = new MoreBytes('more bytes are needed');
const latin1 = new TextDecoder('latin1');
const utf16 = new TextDecoder('utf-16le');

/** Reads big-endian values one after the other. Every read throws {@link MoreBytes} rather than reach beyond the bytes at hand. */
export class BinaryReader {
  bytes: Uint8Array = new Uint8Array(0);
  pos = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Takes other bytes. */
  set(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.pos = 0;
  }

  int32(): number {
    this.need(4);
    const value = this.#view.getInt32(this.pos);
    this.pos += 4;
    return value;
  }

  /** A 64-bit integer as a double; exact up to 2^53. */
  int64(): number {
    this.need(8);
    const value = this.#view.getInt32(this.pos) * 2 ** 32 + this.#view.getUint32(this.pos + 4);
    this.pos += 8;
    return value;
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.pos++] as number;
  }

  /** A byte that must be 0 or 1. */
  bool(): boolean {
    const value = this.byte();
    if (value > 1) throw new CorruptBytes(`a yes or no is ${value}`);
    return value === 1;
  }

  skip(length: number): void {
    this.need(length);
    this.pos += length;
  }

  /**
   * A text as the JVM keeps it: length in bytes, the bytes, and a byte that says Latin-1 (0) or UTF-16 of a little-endian machine (1).
   * @param most longest text that is taken for one, bytes
   */
  text(most: number): string {
    const length = this.int32();
    if (length === 0) return '';
    if (length < 0 || length > most) throw new CorruptBytes(`a text of ${length} bytes`);
    this.need(length + 1);
    const coder = this.bytes[this.pos + length];
    if (coder !== 0 && coder !== 1) throw new CorruptBytes(`a text of an unknown coding (${coder})`);
    const text = (coder === 0 ? latin1 : utf16).decode(this.bytes.subarray(this.pos, this.pos + length));
    this.pos += length + 1;
    return text;
  }

  need(length: number): void {
    if (this.pos + length > this.bytes.length) throw MORE;
  }
}
