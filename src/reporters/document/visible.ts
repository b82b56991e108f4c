/*
 * Text from files is hostile: it may hold escape codes, marks that turn the direction of writing, invisible characters, a
 * megabyte in one label. Every output shows it through `visible` and `cut`; escaping for the output's own syntax comes after.
 */

/** Characters of a label or message that a table shows. */
export const CELL_LIMIT = 120;

/** Characters of a piece of prose (what a notice says, a reason) that a report shows. */
export const PROSE_LIMIT = 1000;

/*
 * Control characters (C0, DEL, C1), marks of direction, line separators, invisible characters and lone surrogates. ZWNJ and
 * ZWJ are kept: scripts and emoji need them, and they turn nothing. The escapes are written out so that no editor hides them.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

/** @returns the text with every invisible or controlling character replaced by a visible placeholder */
export function visible(text: string): string {
  return text.replace(HIDDEN, placeholder);
}

/** C0 and DEL have pictures in Unicode; the others are named by number. */
function placeholder(char: string): string {
  const code = char.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/**
 * Makes text visible and cuts it.
 * @param limit characters (code points) of the result at most, the ellipsis included
 */
export function cut(text: string, limit: number): string {
  // A code point is two units at most, and a placeholder is never shorter than what it stands for: enough for `limit`.
  const head = text.length > limit * 2 + 2 ? text.slice(0, limit * 2 + 2) : text;
  const points = [...visible(head)];
  return points.length <= limit && head.length === text.length ? points.join('') : `${points.slice(0, limit - 1).join('')}…`;
}
