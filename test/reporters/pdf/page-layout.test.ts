import { describe, expect, it } from 'vitest';
import type { DrawnChart } from '../../../src/reporters/charts/chart.js';
import { placeCharts } from '../../../src/reporters/charts/chart-places.js';
import { labelColumn, numberColumn, textColumn } from '../../../src/reporters/document/table.js';
import { quoted } from '../../../src/reporters/document/tree.js';
import { writeDocument } from '../../../src/reporters/document/write-document.js';
import { columnWidths, PAGE_WIDTH } from '../../../src/reporters/pdf/column-widths.js';
import { embeddedFonts } from '../../../src/reporters/pdf/embedded-fonts.js';
import { Glyphs } from '../../../src/reporters/pdf/glyphs.js';
import { exampleAnalysis } from '../example-analysis.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('columns', () => {
  const numbers = Array.from({ length: 10 }, (_, at) => numberColumn(`p${at}`, 'ms'));

  it('never go over the page, whatever is in them', () => {
    for (const label of ['a', 'x'.repeat(120), '登'.repeat(120)]) {
      for (const figure of ['1', '1,234,567,890,123†']) {
        const { columns } = columnWidths({
          columns: [labelColumn('endpoint'), ...numbers],
          rows: [[[quoted(label)], ...numbers.map(() => figure)]],
        });
        expect(sum(columns)).toBeLessThanOrEqual(PAGE_WIDTH);
        expect(Math.min(...columns)).toBeGreaterThan(0);
      }
    }
  });

  it('give numbers what they need before texts', () => {
    const { columns, size } = columnWidths({
      columns: [labelColumn('endpoint'), numberColumn('max', 'ms')],
      rows: [[[quoted('x'.repeat(120))], '1,234,567']],
    });
    expect(columns[1]).toBeGreaterThan('1,234,567'.length * 0.5 * size);
  });

  it('do not stretch a small table over the page', () => {
    const { columns } = columnWidths({ columns: [textColumn('figure'), numberColumn('before', '')], rows: [['p50', '12 ms']] });
    expect(sum(columns)).toBeLessThan(PAGE_WIDTH * 0.6);
  });
});

const chart = (id: string): DrawnChart => ({ id, title: id, alt: id, svg: '<svg/>', width: 1, height: 1 });

describe('charts', () => {
  const titles = writeDocument(exampleAnalysis()).sections.map(({ title }) => title);

  it('stand where the report tells of them, in the order given', () => {
    const ids = ['percentiles', 'throughput', 'heatmap', 'concurrency', 'endpoints', 'distribution'];
    const { first, bySection } = placeCharts(ids.map(chart), titles);
    expect(first?.id).toBe('percentiles');
    const places = Object.fromEntries([...bySection].map(([title, charts]) => [title, charts.map(({ id }) => id)]));
    expect(places).toEqual({
      Timeline: ['throughput', 'heatmap', 'concurrency'],
      Endpoints: ['endpoints'],
      'Response times': ['distribution'],
    });
  });

  it('are never lost, whatever their name and whichever sections there are', () => {
    const { first, bySection } = placeCharts(['new', 'endpoints'].map(chart), ['At a glance']);
    expect(first).toBeNull();
    expect([...bySection]).toEqual([['At a glance', [chart('new'), chart('endpoints')]]]);
  });

  it('are set in shipped fonts, each letter in one that has it', () => {
    const family = (code: number): string | null =>
      code < 0x80 ? 'Heimr Sans' : code > 0x3000 ? 'Heimr Han' : code < 0xe00 ? 'Heimr Arabic' : null;
    const glyphs = new Glyphs((code) => (code === 0x25a1 ? 'Heimr Sans' : family(code)));
    const drawn = (text: string): string =>
      embeddedFonts(`<svg><text x="1" font-family="Inter, sans-serif" y="2">${text}</text><rect/></svg>`, glyphs);
    const around = (text: string): string => `<svg><text font-family="Heimr Sans" x="1" y="2">${text}</text><rect/></svg>`;
    expect(drawn('GET /登录 a')).toBe(around('GET /<tspan font-family="Heimr Han">登录</tspan> a'));
    expect(drawn('دخول المستخدم')).toBe(around('<tspan font-family="Heimr Arabic">دخول المستخدم</tspan>'));
    expect(glyphs.notice()).toBeNull();
    expect(drawn('GET /دخول')).toBe(around('GET /□□□□'));
    expect(glyphs.notice()).toContain('U+062E');
  });
});
