/*
 * Controls (Cc), invisible formatters such as marks that turn the direction of writing (Cf), line separators and broken characters:
 * in a terminal or a report they move the cursor, recolour, or make one text look like another. A file name may hold any of them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Replaces every character that is no visible text by its escape, such as `\x1b`.
 * @param text a file name or another text of foreign origin
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
  });
}
