/** Longest line that is kept, bytes; a longer one is skipped and told. */
export const MAX_LINE_BYTES: number = 1 << 20;

/** What {@link LineReader.next} met. */
export type LineOutcome = 'line' | 'too-long' | 'none';

const LF = 10;
const CR = 13;

/**
 * Bytes to lines, in bounded memory. Lines are read where they lie in the chunk; only one that crosses the end of a chunk is copied.
 * Feed bytes, take lines until there is none, and so on; at last, end. A line ends at LF; CRs before it are not part of it.
 */
export class LineReader {
  /** Where the current line lies. Valid until the next call. */
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  /** Number of the current line, from 1. */
  line = 0;
  /** Whether the current line has no line end: the last one of a file, perhaps cut. */
  open = false;
  #chunk: Uint8Array = new Uint8Array(0);
  #pos = 0;
  #carry: Uint8Array = new Uint8Array(4096);
  #carried = 0;
  #skipping = false;
  #final = false;

  /** Gives the next bytes, once {@link next} has answered none. They must stay as they are until it does so again. */
  feed(bytes: Uint8Array): void {
    this.#chunk = bytes;
    this.#pos = 0;
  }

  /** Tells that nothing follows. */
  end(): void {
    this.#chunk = new Uint8Array(0);
    this.#pos = 0;
    this.#final = true;
  }

  /** Whether the current line lies in the chunk, so that what follows it there may be looked at ({@link ahead}, {@link limit}). */
  get inChunk(): boolean {
    return this.bytes === this.#chunk;
  }

  /** First byte behind the current line and its end, in the chunk. */
  get ahead(): number {
    return this.#pos;
  }

  /** Byte behind the last one of the chunk. */
  get limit(): number {
    return this.#chunk.length;
  }

  /** Takes lines that were read ahead. @param to first byte behind their last line end */
  skipTo(to: number, lines: number): void {
    this.#pos = to;
    this.line += lines;
  }

  /** Steps to the next line. */
  next(): LineOutcome {
    for (;;) {
      const end = this.#pos < this.#chunk.length ? this.#chunk.indexOf(LF, this.#pos) : -1;
      if (end < 0) {
        const outcome = this.#keepRest();
        if (outcome === null) continue;
        return outcome;
      }
      const from = this.#pos;
      this.#pos = end + 1;
      this.line++;
      this.open = false;
      if (this.#skipping) {
        this.#skipping = false;
        this.#carried = 0;
        return 'too-long';
      }
      if (this.#carried + end - from > MAX_LINE_BYTES) {
        this.#carried = 0;
        return 'too-long';
      }
      if (this.#carried === 0) return this.#give(this.#chunk, from, end);
      this.#append(from, end);
      const length = this.#carried;
      this.#carried = 0;
      return this.#give(this.#carry, 0, length);
    }
  }

  /** The chunk has no further line end. */
  #keepRest(): LineOutcome | null {
    const rest = this.#chunk.length - this.#pos;
    if (!this.#skipping && this.#carried + rest > MAX_LINE_BYTES) {
      this.#skipping = true;
      this.#carried = 0;
    }
    if (!this.#skipping && rest > 0) this.#append(this.#pos, this.#chunk.length);
    this.#pos = this.#chunk.length;
    if (!this.#final || (this.#carried === 0 && !this.#skipping)) return 'none';
    this.line++;
    this.open = true;
    const length = this.#carried;
    const skipped = this.#skipping;
    this.#carried = 0;
    this.#skipping = false;
    return skipped ? 'too-long' : this.#give(this.#carry, 0, length);
  }

  #give(bytes: Uint8Array, from: number, to: number): LineOutcome {
    this.bytes = bytes;
    this.to = to;
    // A byte order mark is no part of the text.
    const marked = this.line === 1 && to - from >= 3 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    this.from = marked ? from + 3 : from;
    while (this.to > this.from && bytes[this.to - 1] === CR) this.to--;
    return 'line';
  }

  #append(from: number, to: number): void {
    const needed = this.#carried + to - from;
    if (needed > this.#carry.length) {
      const wide = new Uint8Array(Math.max(needed, 2 * this.#carry.length));
      wide.set(this.#carry.subarray(0, this.#carried));
      this.#carry = wide;
    }
    this.#carry.set(this.#chunk.subarray(from, to), this.#carried);
    this.#carried = needed;
  }
}
