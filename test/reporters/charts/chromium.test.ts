import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chartsOf } from '../../../src/reporters/charts/catalog.js';
import type { DrawnChart } from '../../../src/reporters/charts/chart.js';
import { newFolder } from '../../input/files.js';
import { exampleAnalysis } from '../example-analysis.js';
import { type GrayImage, readPng } from '../gray-image.js';
import { missingPrograms } from '../pdf-programs.js';
import { browse } from './browser.js';

/** Grounds that viewers of Markdown have. */
const GROUND = { light: '#ffffff', dark: '#0d1117' } as const;

/** A drawing as a browser shows it in a page, as an image. */
function seen({ svg, width, height }: DrawnChart, scheme: keyof typeof GROUND): GrayImage {
  const folder = newFolder();
  writeFileSync(join(folder, 'chart.svg'), svg);
  writeFileSync(
    join(folder, 'page.html'),
    `<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0;background:${GROUND[scheme]}"><img src="chart.svg" width="${width}" height="${height}" style="display:block">`,
  );
  browse(folder, [
    `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
    `--window-size=${width},${height}`,
    `--screenshot=${join(folder, 'seen.png')}`,
  ]);
  return readPng(readFileSync(join(folder, 'seen.png')));
}

describe('drawings in a browser', () => {
  const why = missingPrograms('chromium');

  it.skipIf(why).each(chartsOf(exampleAnalysis(), { scheme: 'auto' }).map((chart) => [chart.id, chart] as const))(
    '%s can be read on light and on dark ground',
    (_, chart) => {
      for (const [scheme, isInk] of [
        ['light', (shade: number) => shade < 110],
        ['dark', (shade: number) => shade > 140],
      ] as const) {
        const { pixels, width, height } = seen(chart, scheme);
        expect([width, height]).toEqual([chart.width, chart.height]);
        // The heading at the top is text of full strength.
        const heading = pixels.subarray(0, 26 * width).filter(isInk).length;
        expect(heading, `${scheme}: heading`).toBeGreaterThan(150);
        // And so are numbers at its foot, and marks between.
        expect(pixels.subarray((height - 60) * width).filter(isInk).length, `${scheme}: foot`).toBeGreaterThan(20);
        expect(pixels.filter(isInk).length, `${scheme}: all`).toBeGreaterThan(heading + 50);
      }
    },
    120_000,
  );
});
