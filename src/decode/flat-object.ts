const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const COLON = 58;
const COMMA = 44;

/**
 * End of a JSON object that stands at `from` and is written as `{"name":"text",…}`: without white space, escapes, or values that are no texts.
 * @returns −1 for anything else, which may be JSON all the same
 */
export function flatObjectEnd(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== OPEN) return -1;
  let at = from + 1;
  if (bytes[at] === CLOSE) return at < to ? at + 1 : -1;
  for (;;) {
    const nameEnd = plainTextEnd(bytes, at, to);
    if (nameEnd < 0 || bytes[nameEnd] !== COLON) return -1;
    const valueEnd = plainTextEnd(bytes, nameEnd + 1, to);
    if (valueEnd < 0 || valueEnd >= to) return -1;
    if (bytes[valueEnd] === CLOSE) return valueEnd + 1;
    if (bytes[valueEnd] !== COMMA) return -1;
    at = valueEnd + 1;
  }
}

/** Calls back with the bounds of each name and value of such an object. */
export function forEachText(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (name: number, nameEnd: number, value: number, valueEnd: number) => void,
): void {
  for (let at = from + 1; bytes[at] === QUOTE; ) {
    const nameEnd = plainTextEnd(bytes, at, to);
    const valueEnd = plainTextEnd(bytes, nameEnd + 1, to);
    visit(at + 1, nameEnd - 1, nameEnd + 2, valueEnd - 1);
    at = valueEnd + 1;
  }
}

/** Byte behind the closing quote of a text without escapes and control characters that opens at `from`; −1 for anything else. */
export function plainTextEnd(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== QUOTE) return -1;
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH || byte < 32) return -1;
  }
  return -1;
}
