/** Bytes to text: UTF-8, with U+FFFD for what is none, never cut inside a character. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const QUOTE = 34;

/** Largest end <= `to` that keeps `[from, end)` within `max` bytes and splits no character. */
export function cutAtCharacter(bytes: Uint8Array, from: number, to: number, max: number): number {
  if (to - from <= max) return to;
  let end = from + max;
  // Continuation bytes are 10xxxxxx; a character has three of them at most, so garbage is cut where it stands.
  for (let back = 0; back < 3 && end > from && (bytes[end] & 0xc0) === 0x80; back++) end--;
  return (bytes[end] & 0xc0) === 0x80 ? from + max : end;
}

/** Text of `[from, to)`. */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to));
}

const encoder = new TextEncoder();

/**
 * A text cut at `characters`. The start of a string is a view that keeps all of it in memory, so what is kept is a copy.
 * A character of two units is not cut apart.
 */
export function keptStart(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const last = text.charCodeAt(characters - 1);
  const bytes = encoder.encode(text.slice(0, last >= 0xd800 && last < 0xdc00 ? characters - 1 : characters));
  return decodeText(bytes, 0, bytes.length);
}

/** Bytes of `[from, to)` with doubled quotes made single. */
export function undoubleQuotes(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const out = new Uint8Array(to - from);
  let n = 0;
  for (let p = from; p < to; p++) {
    out[n++] = bytes[p];
    if (bytes[p] === QUOTE && p + 1 < to && bytes[p + 1] === QUOTE) p++;
  }
  return out.subarray(0, n);
}

/** Start of `[from, to)` as one printable line: at most `characters` long, control characters replaced by spaces. */
export function printableStart(bytes: Uint8Array, from: number, to: number, characters: number): string {
  return printableText(decodeText(bytes, from, cutAtCharacter(bytes, from, to, characters * 4)), characters);
}

/** Start of a text as one printable line: at most `characters` long, control characters replaced by spaces. */
export function printableText(text: string, characters: number): string {
  let out = '';
  let n = 0;
  for (const character of text) {
    if (n++ === characters) break;
    out += /[\p{Cc}\u2028\u2029]/u.test(character) ? ' ' : character;
  }
  return out;
}
