import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fitted, textWidth } from '../../../src/reporters/charts/text-width.js';
import { newFolder } from '../../input/files.js';
import { missingPrograms } from '../pdf-programs.js';
import { browse } from './browser.js';

/** Faces that may show a drawing. The first two are those of the PDF; one that is not installed falls back to another. */
const FACES = ['Own', 'Own Semibold', 'Arial', 'Liberation Sans', 'DejaVu Sans', 'sans-serif'];
const FONTS = fileURLToPath(new URL('../../../assets/fonts/', import.meta.url));

/** Letters, digits, marks and signs of the scripts whose faces are shipped or widely installed. */
const CHARACTERS = [
  [0x20, 0x7e],
  [0xa1, 0x52f],
  [0x621, 0x64a],
  [0x1e00, 0x1fff],
  [0x2010, 0x2bff],
  [0x3041, 0x30ff],
  [0x4e00, 0x4fff],
  [0xac00, 0xac80],
  [0x1f600, 0x1f640],
].flatMap(([from, to]) =>
  Array.from({ length: (to as number) - (from as number) + 1 }, (_, i) => String.fromCodePoint((from as number) + i)).filter(
    (character) => !/[\p{C}\p{M}]/u.test(character),
  ),
);

const PHRASES = [
  'Response time, per 1 s (logarithmic)',
  'POST /checkout/{id}?a=1&b=2',
  'ОФОРМИТЬ ЗАКАЗ',
  'سلة المشتريات',
  '购物车结账 10%',
  'WWW MMM',
];

/** Widths in each face, em, as a browser sets them. */
function measured(texts: readonly string[]): Record<string, number[]> {
  const folder = newFolder();
  const own = ['sans', 'han', 'hangul', 'arabic', 'symbols', 'emoji'];
  const faces = [...own.map((name) => ['Own', name]), ...own.map((name) => ['Own Semibold', name === 'sans' ? 'sans-semibold' : name])];
  const rules = own
    .concat('sans-semibold')
    .map((name) => `@font-face{font-family:${name};src:url("file://${FONTS}${name}.ttf")}`)
    .join('');
  const family = (face: string): string =>
    face.startsWith('Own')
      ? faces
          .filter(([name]) => name === face)
          .map(([, file]) => file)
          .join()
      : `${face === 'sans-serif' ? face : `"${face}"`},han,hangul,arabic,symbols,emoji`;
  writeFileSync(
    join(folder, 'page.html'),
    `<!doctype html><meta charset="utf-8"><style>${rules}</style><pre id="out"></pre><script>
    const texts = ${JSON.stringify(texts)}, families = ${JSON.stringify(Object.fromEntries(FACES.map((face) => [face, family(face)])))};
    Promise.all([...document.fonts].map((font) => font.load())).then(() => {
      const context = document.createElement('canvas').getContext('2d'), widths = {};
      for (const face in families) {
        context.font = '100px ' + families[face];
        widths[face] = texts.map((text) => context.measureText(text).width / 100);
      }
      document.getElementById('out').textContent = JSON.stringify(widths);
    });
    </script>`,
  );
  const page = browse(folder, ['--allow-file-access-from-files', '--virtual-time-budget=10000', '--dump-dom']);
  return JSON.parse(/<pre id="out">(.*?)<\/pre>/s.exec(page)?.[1] ?? '') as Record<string, number[]>;
}

describe('width of text', () => {
  const why = missingPrograms('chromium');

  it.skipIf(why)(
    'is never less than what a browser takes, in any face, character by character',
    () => {
      const texts = [...CHARACTERS, ...PHRASES];
      const widths = measured(texts);
      expect(Object.keys(widths)).toEqual(FACES);
      const own = widths['Own'] as number[];
      // The faces were really there: Latin of Inter, Han, Hangul and Arabic of ours.
      expect(own[CHARACTERS.indexOf('W')]).toBeCloseTo(0.99, 1);
      expect(own[CHARACTERS.indexOf('丁')]).toBeCloseTo(1, 1);
      for (const face of FACES) {
        const narrow = texts.filter((text, i) => ((widths[face] as number[])[i] as number) > textWidth(text, 1) + 0.005);
        expect(narrow, face).toEqual([]);
      }
    },
    120_000,
  );

  it('is not twice what ordinary text takes', () => {
    // Helvetica sets this sentence 22.8 em wide.
    const wide = textWidth('The quick brown fox jumps over the lazy dog, 1234.', 1);
    expect(wide).toBeGreaterThan(24);
    expect(wide).toBeLessThan(34);
  });

  it.each(['GET /', 'x'.repeat(1_000_000), '购物车'.repeat(100), '👩‍👩‍👧'.repeat(50), 'سلة'.repeat(100)])(
    'is kept to by what is cut to fit (%#)',
    (text) => {
      for (const room of [0, 5, 11, 40, 250]) {
        const shown = fitted(text, room, 11);
        expect(textWidth(shown, 11)).toBeLessThanOrEqual(room);
        if (shown !== text && shown.length > 1) expect(shown).toContain('…');
      }
    },
  );
});
