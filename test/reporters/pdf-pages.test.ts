import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { loadTypesetter } from '../../src/output/typesetter.js';
import { pdf } from '../../src/reporters/pdf.js';
import { exampleAnalysis } from './example-analysis.js';
import { difference, readPng } from './gray-image.js';
import { look, missingPrograms, pathOf } from './pdf-programs.js';
import { fullAnalysis, SPARSE } from './variants.js';

/*
 * Pages as pictures beside stored ones: `npm run pages`. After a change that is meant, look at what it draws, then
 * `HEIMR_UPDATE_PAGES=1 npm run pages` stores it.
 */

const STORED = fileURLToPath(new URL('./expected/pages/', import.meta.url));

/** Dots an inch: enough to see lines, columns and charts, small enough to store. */
const RESOLUTION = 60;

/**
 * Difference of shade that a square of about one letter may have. Measured: pdftocairo, which draws with other code, differs by 16 at
 * most; one large digit that changes, by 23.
 */
const TOLERANCE = 20;

/** Reports that are looked at, and the pages of each that are stored. */
const REPORTS: readonly (readonly [name: string, make: () => Analysis, pages: number])[] = [
  ['report', exampleAnalysis, 4],
  ['full', fullAnalysis, 3],
  ['other-scripts', otherScripts, 3],
  ['no-requests', SPARSE['no requests'], 1],
];

/** The example with names in other scripts, and hostile ones. */
function otherScripts(): Analysis {
  const analysis = exampleAnalysis();
  const names = [
    'GET /登录/用户',
    'ログイン画面',
    '로그인',
    'Вход',
    'Είσοδος',
    'دخول المستخدم',
    '✅ checkout 🚀',
    'เข้าสู่ระบบ',
    '#let x = 1 $y$ @ref',
  ];
  const rows = [...analysis.kpis.byLabel];
  analysis.kpis.byLabel = names.map((label, at) => ({ ...rows[at % rows.length], label }));
  analysis.errors.groups[0].labels = [
    { label: 'دخول', count: 300 },
    { label: 'خروج', count: 51 },
  ];
  return analysis;
}

describe('pages of the PDF report', () => {
  const why = missingPrograms('pdftoppm');

  it.skipIf(why).each(REPORTS)('%s looks as it did', async (name, make, number) => {
    const report = pathOf(pdf.render(make(), { typesetter: await loadTypesetter() }) as Uint8Array);
    const folder = dirname(report);
    look('pdftoppm', readFileSync(report), ['-png', '-r', String(RESOLUTION), '-l', String(number)], [join(folder, 'page')]);
    const drawn = readdirSync(folder).filter((file) => file.startsWith('page-'));
    expect(drawn.length).toBe(number);
    if (process.env.HEIMR_UPDATE_PAGES) for (const file of readdirSync(STORED)) if (file.startsWith(`${name}-`)) rmSync(join(STORED, file));
    for (const [at, file] of drawn.sort().entries()) {
      const stored = join(STORED, `${name}-${at + 1}.png`);
      const picture = readFileSync(join(folder, file));
      if (process.env.HEIMR_UPDATE_PAGES) {
        mkdirSync(STORED, { recursive: true });
        writeFileSync(stored, picture);
      }
      expect(existsSync(stored), `${stored} is missing: HEIMR_UPDATE_PAGES=1 npm run pages`).toBe(true);
      const { most, x, y } = difference(readPng(picture), readPng(readFileSync(stored)));
      expect(most, `page ${at + 1} differs most at ${x}, ${y}`).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('a word that moves is seen, soft edges are not', () => {
    const page = (draw: (x: number, y: number) => number) => ({
      width: 120,
      height: 120,
      pixels: Uint8Array.from({ length: 120 * 120 }, (_, at) => draw(at % 120, Math.floor(at / 120))),
    });
    const word = (left: number, edge: number) =>
      page((x, y) => (y < 40 || y > 50 ? 255 : x === left ? edge : x > left && x < left + 40 && x % 3 === 0 ? 0 : 255));
    expect(difference(word(20, 255), word(20, 128)).most).toBeLessThanOrEqual(TOLERANCE);
    expect(difference(word(20, 255), word(34, 255)).most).toBeGreaterThan(TOLERANCE);
    expect(difference(word(20, 255), { ...word(20, 255), width: 60, height: 240 }).most).toBe(255);
  });
});
