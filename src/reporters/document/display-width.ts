/*
 * How many columns text takes in a terminal. Terminals disagree on joined emoji (family, flags, skin tones): each part is
 * counted, so that a line can come out narrower than measured but never wider than the terminal.
 */

/** Marks that stand on the character before them, and format characters. */
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;

/** Emoji that are drawn wide by default. */
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** First and last code point of the ranges that Unicode's East Asian Width has as wide or fullwidth. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Asks for the emoji form of the character before it, which is then wide. */
const EMOJI_FORM = 0xfe0f;

/** @returns columns of one code point */
function pointWidth(char: string): number {
  const code = char.codePointAt(0)!;
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code === EMOJI_FORM) return 1;
  if (ZERO.test(char)) return 0;
  return EMOJI.test(char) || WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** @returns columns that a line takes */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += pointWidth(char);
  return width;
}

/** @returns the longest head of the text that fits into `width` columns, and the rest; at least one character is taken */
export function splitAtWidth(text: string, width: number): [string, string] {
  let used = 0;
  let at = 0;
  for (const char of text) {
    used += pointWidth(char);
    if (used > width && at > 0) break;
    at += char.length;
  }
  return [text.slice(0, at), text.slice(at)];
}

/** @returns the text, cut with an ellipsis where it is wider than `width` columns */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const [head] = splitAtWidth(text, width - 1);
  return displayWidth(head) < width ? `${head}…` : '…';
}

/** @returns the text, cut in the middle where it is wider than `width` columns: addresses differ at their end, verbs at their beginning */
export function cutMiddleToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width || width < 8) return cutToWidth(text, width);
  const head = splitAtWidth(text, Math.floor((width - 1) / 3))[0];
  const points = [...text];
  let room = width - 1 - displayWidth(head);
  let at = points.length;
  while (at > 0 && room >= pointWidth(points[at - 1])) room -= pointWidth(points[--at]);
  return cutToWidth(`${head}…${points.slice(at).join('')}`, width);
}

/** @returns the text filled with spaces to `width` columns */
export function padToWidth(text: string, width: number, align: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

/** @returns the text in lines of at most `width` columns, broken at spaces; a longer word is broken where it must */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && displayWidth(line) + 1 + displayWidth(rest) <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (displayWidth(rest) > width) {
      const [head, tail] = splitAtWidth(rest, width);
      lines.push(head);
      rest = tail;
    }
    line = rest;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}
