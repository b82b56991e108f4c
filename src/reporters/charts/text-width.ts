/*
 * How wide a text is without asking a font: generous widths of a sans-serif face, so that what fits by them fits in any. In em.
 */

const NARROW = new Set('iIjlft.,:;\'|!()[]{}"`/\\-r ');
const WIDE = new Set('mwMW@%—…');

function widthOfCharacter(character: string): number {
  const code = character.codePointAt(0) as number;
  if (code < 0x20 || (code >= 0x300 && code < 0x370) || code === 0x200b) return 0;
  if (NARROW.has(character)) return 0.36;
  if (WIDE.has(character)) return 0.98;
  if (code < 0x80) return code >= 65 && code <= 90 ? 0.76 : 0.62;
  if (code < 0x1100) return 0.72;
  return code > 0xffff ? 1.4 : 1.08;
}

/** @returns width in the unit of `size` */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width * size;
}

/** Characters of a text that are looked at. */
const MOST = 400;

/**
 * A text that is no wider than `room`, cut in the middle with … where it must be: labels differ at both ends. Empty where nothing fits.
 */
export function fitted(text: string, room: number, size: number): string {
  const characters = [...(text.length > 2 * MOST ? `${text.slice(0, MOST)}${text.slice(-MOST)}` : text)];
  if (text.length <= 2 * MOST && textWidth(text, size) <= room) return text;
  const mark = textWidth('…', size);
  if (mark > room) return '';
  let [head, tail, used] = [0, 0, mark];
  for (;;) {
    const fromHead = head <= tail;
    const next = characters[fromHead ? head : characters.length - 1 - tail];
    if (next === undefined || head + tail >= characters.length) break;
    used += textWidth(next, size);
    if (used > room) break;
    if (fromHead) head++;
    else tail++;
  }
  if (head + tail === 0) return '…';
  return `${characters.slice(0, head).join('')}…${tail === 0 ? '' : characters.slice(-tail).join('')}`;
}
