/*
 * How wide a text is without asking a font. Each character counts as in the widest of the faces that may show it: Inter (regular and
 * semibold), Arial (Liberation Sans has its widths) and DejaVu Sans, the widest that systems fall back to. Measured in a browser, which a
 * test repeats (test/reporters/charts/text-width.test.ts). Faces of other scripts differ more; they have room to spare.
 */

/** Characters of ASCII by width, em. */
const ASCII: readonly (readonly [characters: string, em: number])[] = [
  ['ijlI', 0.3],
  [" ,.':;|", 0.36],
  ['/\\()[]ft', 0.4],
  ['!r-`', 0.5],
  ['"*', 0.55],
  ['abcdeghknopqsuvxyz0123456789?_{}$LJF', 0.68],
  ['ABCEHKNPRSTUVXYZ', 0.77],
  ['DGOQ#&+<=>^w~', 0.85],
  ['Mm', 0.98],
  ['W%@', 1.03],
];

/** Characters that are wider than their neighbours, em. */
const WIDE: readonly (readonly [characters: string, em: number])[] = [
  ['ÆæŒœĲŊ©®¬±×÷¼½¾—…€№ŴĦ', 1.1],
  ['ДЖМФШЩЮЫджмфшщюы', 1.1],
  ['‰₯₨₧', 1.5],
  ['‱⅒Ⅷ', 1.8],
];

/** From this code on, em, where nothing above applies; rising. */
const FROM: readonly (readonly [code: number, em: number])[] = [
  [0, 0],
  [0x20, 0.68],
  [0x7f, 0],
  [0xa0, 0.84],
  [0x180, 1.45],
  [0x250, 1.15],
  [0x2b0, 1.25],
  // Combining marks stand over their letter.
  [0x300, 0],
  [0x370, 0.95],
  [0x400, 1.15],
  [0x410, 0.84],
  [0x450, 1.4],
  [0x530, 1.35],
  [0x1100, 1.65],
  [0x1e00, 1.1],
  [0x200b, 0],
  [0x2010, 1.1],
  [0x2100, 1.6],
  [0x2e00, 1.08],
  [0xfb00, 1.55],
  // Whole phrases as one character.
  [0xfdf0, 12],
  [0xfe00, 1.55],
  [0xff00, 1.08],
  [0x10000, 1.75],
  // Cuneiform.
  [0x12000, 4],
  [0x13000, 1.75],
];

const SINGLE = new Map([...ASCII, ...WIDE].flatMap(([characters, em]) => [...characters].map((character) => [character, em] as const)));

function widthOfCharacter(character: string): number {
  const own = SINGLE.get(character);
  if (own !== undefined) return own;
  const code = character.codePointAt(0) as number;
  return (FROM.findLast(([from]) => from <= code) as readonly [number, number])[1];
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
