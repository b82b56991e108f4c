/*
 * Tells whether two inputs are the same bytes, whatever their names: two 32-bit lanes over all bytes, with the length. Not made against
 * somebody who wants a collision: he would only hide rows from himself.
 */

/** Identity of a stream of bytes; the same for any chunking. */
export class ContentIdentity {
  #a = 0x9dc5811c | 0;
  #b = 0x2545f491;
  #length = 0;

  /** Takes in the next bytes. */
  update(chunk: Uint8Array): void {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      a = Math.imul(a ^ byte, 0x01000193);
      b = (Math.imul(b, 31) + byte) | 0;
    }
    this.#a = a;
    this.#b = b;
    this.#length += chunk.length;
  }

  /** Text that is equal for equal bytes. */
  text(): string {
    return `${this.#length}:${this.#a >>> 0}:${this.#b >>> 0}`;
  }
}
