const LF = 10;

/** The fast path looks at most so many bytes beyond the line end of a row (at a stamp, for its last digits). */
const READ_AHEAD = 16;

/** Bytes at hand, and how far they are read. */
export class Region {
  bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  view: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  /** First byte that is not read yet. */
  pos = 0;
  /** Byte after the last one in use. */
  end = 0;
  /** The fast path may start rows before this: they have a line end, and reading whole words stays inside. */
  fastStop = 0;

  /** Puts other bytes here, of which the first `end` are in use. */
  set(bytes: Uint8Array, end: number): void {
    // A plain Uint8Array even for a Buffer: the loops are compiled for one kind of array.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.pos = 0;
    this.extend(end);
  }

  /** Takes more or fewer bytes into use. */
  extend(end: number): void {
    this.end = end;
    this.fastStop = end < READ_AHEAD ? 0 : this.bytes.lastIndexOf(LF, end - READ_AHEAD) + 1;
  }

  /** Adds a copy of the next bytes of another region, which are thereby read there. */
  append(from: Region, length: number): void {
    const end = this.end + length;
    if (end > this.bytes.length) {
      const { pos, bytes } = this;
      const room = new Uint8Array(Math.max(end, bytes.length * 2));
      room.set(bytes.subarray(0, this.end));
      this.set(room, this.end);
      this.pos = pos;
    }
    this.bytes.set(from.bytes.subarray(from.pos, from.pos + length), this.end);
    from.pos += length;
    this.extend(end);
  }

  /** Moves what is not read yet to the front. */
  compact(): void {
    const length = this.end - this.pos;
    if (this.pos > 0) this.bytes.copyWithin(0, this.pos, this.end);
    this.pos = 0;
    this.extend(length);
  }
}
