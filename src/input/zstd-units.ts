/*
 * Where the parts of a Zstandard file end (RFC 8878). The reference decoder gives nothing of a call that meets damage, so it is given
 * one part at a time: then damage costs the block that it lies in, and none before.
 */

const FRAME_MAGIC = 0xfd2fb528;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
const REPEATED = 1;
/** Start of a part that its length follows from; of a frame that is to be skipped, three bytes more. */
const START = { frame: 5, block: BLOCK_HEADER, checksum: CHECKSUM } as const;
const SKIPPED_START = 8;
/** Bytes of the content's size by the two upper bits of the descriptor; one more kind: a frame of one segment. */
const SIZE_BYTES = [0, 2, 4, 8];
const DICTIONARY_BYTES = [0, 1, 2, 4];

/** Walks through the parts: headers of frames, blocks, checksums, frames that are to be skipped. */
export class ZstdUnits {
  readonly #start = new Uint8Array(SKIPPED_START);
  #part: keyof typeof START = 'frame';
  /** Bytes of `#start` that are known, and that are needed to know the part's length. */
  #known = 0;
  #needed: number = START.frame;
  /** Bytes of the part that are still to come; 0 = its length is not known yet. */
  #left = 0;
  #checksum = false;

  /** @returns how many of the bytes from `from` on belong to the same part (at least 1, if there are any); they are then taken as read */
  take(bytes: Uint8Array, from: number): number {
    let at = from;
    for (; this.#left === 0 && at < bytes.length; at++) {
      this.#start[this.#known] = bytes[at] as number;
      this.#known++;
      if (this.#known < this.#needed) continue;
      const length = this.#length();
      if (length > this.#known && this.#known < this.#needed) continue;
      this.#left = length - this.#known;
      this.#known = 0;
      this.#needed = START[this.#part];
      if (this.#left === 0) return at + 1 - from;
    }
    const more = Math.min(this.#left, bytes.length - at);
    this.#left -= more;
    return at + more - from;
  }

  /** Length of the part whose start is known, which also decides on the next part. Infinite where more of the start is needed. */
  #length(): number {
    if (this.#part === 'block') return this.#blockLength();
    if (this.#part === 'checksum') {
      this.#part = 'frame';
      return CHECKSUM;
    }
    const view = new DataView(this.#start.buffer);
    const magic = view.getUint32(0, true);
    if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
      this.#needed = SKIPPED_START;
      return this.#known < SKIPPED_START ? Number.POSITIVE_INFINITY : SKIPPED_START + view.getUint32(4, true);
    }
    // What is no frame has no end; the decoder will say so.
    if (magic !== FRAME_MAGIC) return Number.POSITIVE_INFINITY;
    const descriptor = this.#start[4] as number;
    const oneSegment = (descriptor & 0x20) !== 0;
    const size = SIZE_BYTES[descriptor >> 6] || (oneSegment ? 1 : 0);
    this.#part = 'block';
    this.#checksum = (descriptor & 4) !== 0;
    return START.frame + (oneSegment ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] as number) + size;
  }

  #blockLength(): number {
    const header = (this.#start[0] as number) | ((this.#start[1] as number) << 8) | ((this.#start[2] as number) << 16);
    const isLast = (header & 1) === 1;
    if (isLast) this.#part = this.#checksum ? 'checksum' : 'frame';
    return BLOCK_HEADER + (((header >> 1) & 3) === REPEATED ? 1 : header >> 3);
  }
}
