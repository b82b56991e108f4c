/** Largest whole number of digits whose value and powers of ten are exact doubles, so that one division rounds right. */
const MAX_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i);
const ZERO = 48;
const MINUS = 45;
const DOT = 46;
const PLUS = 43;

/**
 * Reads a JSON number at `from`: digits, fraction and exponent.
 * Up to 15 digits (zeros before them counted too) and an exponent within ±22 one multiplication or division of exact doubles is the correctly rounded value
 * (Clinger 1990, "How to read floating point numbers accurately"); all else goes through the language's own parser.
 */
export class NumberReader {
  /** Byte behind the number read last. */
  end = 0;

  /** @returns the number; NaN where none stands there */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let mantissa = 0;
    for (; at < to; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    if (at === first) return this.#none(from);
    let digits = at - first;
    let scale = 0;
    if (at < to && bytes[at] === DOT) {
      const dot = ++at;
      for (; at < to; at++) {
        const digit = (bytes[at] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        mantissa = mantissa * 10 + digit;
      }
      scale = dot - at;
      if (scale === 0) return this.#none(from);
      digits -= scale;
    }
    if (at < to && ((bytes[at] as number) | 32) === 101) {
      at++;
      const sign = bytes[at];
      if (sign === MINUS || sign === PLUS) at++;
      const start = at;
      let exponent = 0;
      for (; at < to; at++) {
        const digit = (bytes[at] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        if (exponent < 10_000) exponent = exponent * 10 + digit;
      }
      if (at === start) return this.#none(from);
      scale += sign === MINUS ? -exponent : exponent;
    }
    this.end = at;
    if (digits > MAX_DIGITS || scale > 22 || scale < -22) {
      if (at - from > 400) return this.#none(from);
      return Number(String.fromCharCode(...bytes.subarray(from, at)));
    }
    const value = scale < 0 ? mantissa / (POWERS[-scale] as number) : mantissa * (POWERS[scale] as number);
    return negative ? -value : value;
  }

  #none(from: number): number {
    this.end = from;
    return Number.NaN;
  }
}
