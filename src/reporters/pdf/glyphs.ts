/*
 * A character that no shipped font can draw would be left out or drawn by whatever font a machine has. It is replaced by a
 * mark that is always there, and the report says so.
 */

/** Stands for a character without a glyph: WHITE SQUARE, as fonts themselves draw it. */
export const MISSING = '\u25a1';

/** Joiners and selectors that a font may lack without anything being lost: they only choose between forms of their neighbours. */
const SILENT = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

/** Kinds of missing characters that the report names. */
const NAMED = 12;

/** Replaces what cannot be drawn, and remembers what it was. */
export class Glyphs {
  readonly #lost = new Map<number, number>();

  /** @param familyOf the family of fonts that draws a code point; null where none does */
  constructor(readonly familyOf: (codePoint: number) => string | null) {}

  /** @returns the text, of which every character can be drawn */
  drawable(text: string): string {
    if (isAscii(text)) return text;
    let drawn = '';
    for (const char of text) {
      const code = char.codePointAt(0)!;
      if (this.familyOf(code) !== null) drawn += char;
      else if (!SILENT.has(code)) drawn += this.missing(char);
    }
    return drawn;
  }

  /** @returns the mark for a character that cannot be drawn where it stands */
  missing(char: string): string {
    const code = char.codePointAt(0)!;
    this.#lost.set(code, (this.#lost.get(code) ?? 0) + 1);
    return MISSING;
  }

  /** @returns what was replaced, in words; null where nothing was */
  notice(): string | null {
    const codes = [...this.#lost.keys()].sort((a, b) => a - b);
    if (codes.length === 0) return null;
    const times = [...this.#lost.values()].reduce((sum, count) => sum + count, 0);
    const names = codes.slice(0, NAMED).map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
    const rest = codes.length > NAMED ? ` and ${codes.length - NAMED} more` : '';
    const places = times === 1 ? 'One character is' : `${times} characters are`;
    return (
      `${places} shown as ${MISSING}, since the fonts of this report cannot draw ${times === 1 ? 'it' : 'them'} where ${times === 1 ? 'it stands' : 'they stand'} ` +
      `(${names.join(', ')}${rest}). The Markdown and JSON outputs hold the text as it is.`
    );
  }
}

/** Printable ASCII, which every font has. */
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
