/**
 * A copy of some bytes, to be compared with others eight at a time.
 *
 * Eight bytes are compared as one double, the widest value that costs no allocation. Doubles are equal where bytes are, but for two
 * cases: 0 equals −0, so bytes that hold four zeros in a row are compared one by one; and a NaN equals nothing, so the answer may be
 * no where it should be yes (UTF-8 is never a NaN: its last two bytes would be 0x7f or 0xff behind 0xf0 or more). Callers take a no as "look closer".
 */
export class KeptBytes {
  bytes: Uint8Array = new Uint8Array(256);
  length = 0;
  /** Whether eight of the bytes may be a zero. */
  #zeros = false;
  #view: DataView = new DataView(this.bytes.buffer);

  constructor(text = '') {
    const bytes = new TextEncoder().encode(text);
    this.set(bytes, new DataView(bytes.buffer), 0, bytes.length);
  }

  /** Takes a copy of `[from, to)`. @param view view of the whole of `bytes` */
  set(bytes: Uint8Array, view: DataView, from: number, to: number): void {
    const length = to - from;
    if (length + 4 > this.bytes.length) {
      this.bytes = new Uint8Array(2 * length + 4);
      this.#view = new DataView(this.bytes.buffer);
    }
    // By hand, which is faster than a subarray for some hundred bytes; not as doubles, of which a copy may be another NaN.
    const own = this.#view;
    const whole = length & ~3;
    let zeros = false;
    for (let i = 0; i < whole; i += 4) {
      const word = view.getInt32(from + i, true);
      if ((word & 0x7fffffff) === 0) zeros = true;
      own.setInt32(i, word, true);
    }
    for (let i = whole; i < length; i++) this.bytes[i] = bytes[from + i] as number;
    this.length = length;
    this.#zeros = zeros;
  }

  /**
   * Whether the same bytes stand at `at`.
   * @param view view of the whole of `bytes`
   * @param limit byte behind the last one that may be looked at
   */
  standsAt(bytes: Uint8Array, view: DataView, at: number, limit: number): boolean {
    const { length } = this;
    if (at + length > limit) return false;
    const own = this.#view;
    if (length < 8 || this.#zeros) {
      for (let i = 0; i < length; i++) if (bytes[at + i] !== this.bytes[i]) return false;
      return true;
    }
    // The end first: texts of one kind begin alike and end differently.
    const last = length - 8;
    if (view.getFloat64(at + last, true) !== own.getFloat64(last, true)) return false;
    for (let i = 0; i < last; i += 8) if (view.getFloat64(at + i, true) !== own.getFloat64(i, true)) return false;
    return true;
  }
}
