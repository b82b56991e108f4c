/** A copy of some bytes, to be compared with others four at a time. */
export class KeptBytes {
  bytes: Uint8Array = new Uint8Array(256);
  length = 0;
  #view: DataView = new DataView(this.bytes.buffer);

  constructor(text = '') {
    const bytes = new TextEncoder().encode(text);
    this.set(bytes, 0, bytes.length);
  }

  /** Takes a copy of `[from, to)`. */
  set(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (length + 4 > this.bytes.length) {
      this.bytes = new Uint8Array(2 * length + 4);
      this.#view = new DataView(this.bytes.buffer);
    }
    // By hand, which is faster than a subarray for some hundred bytes.
    for (let i = 0; i < length; i++) this.bytes[i] = bytes[from + i] as number;
    this.length = length;
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
    const whole = length & ~3;
    for (let i = 0; i < whole; i += 4) if (view.getInt32(at + i) !== own.getInt32(i)) return false;
    for (let i = whole; i < length; i++) if (bytes[at + i] !== this.bytes[i]) return false;
    return true;
  }
}
