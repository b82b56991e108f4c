import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/reporters/markdown.js';
import { exampleAnalysis, kpis } from './example-analysis.js';
import { cellsByPairs, readInline } from './gfm-view.js';
import { faults } from './markdown-faults.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

const render = (analysis = exampleAnalysis()): string => markdown.render(analysis) as string;

/** Words that stand for a missing value, outside code. */
const UNKNOWN = /\b(?:NaN|undefined|null|Infinity)\b|\[object/;

describe('the Markdown report', () => {
  it('is the stored one', async () => {
    await expect(render()).toMatchFileSnapshot('expected/report.md');
  });

  it('of an analysis with every part filled is the stored one', async () => {
    await expect(render(fullAnalysis())).toMatchFileSnapshot('expected/full.md');
  });

  it('has no fault that its own check would find', () => {
    expect(faults(render())).toEqual([]);
    expect(faults(render(fullAnalysis()))).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))('keeps %s a text', (_, text) => {
    expect(faults(render(hostileAnalysis(text)))).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))('has as many lines whatever the text: %s', (_, text) => {
    const lines = (report: string): number => report.split('\n').length;
    expect(lines(render(hostileAnalysis(text)))).toBe(lines(render(hostileAnalysis(text === '' ? '' : 'plain'))));
  });

  it('shows the whole of a label in code, or its beginning', () => {
    for (const text of ['a|b|c', 'a`b``c```d', '<script>alert(1)</script>', '[x](javascript:alert(1))', '&lt;']) {
      const analysis = exampleAnalysis();
      analysis.kpis.byLabel[0].label = text;
      const row = render(analysis)
        .split('\n')
        .find((line) => line.includes('31,204 |'))!;
      expect(readInline(cellsByPairs(row)[0]).code).toEqual([text]);
    }
    const analysis = exampleAnalysis();
    analysis.kpis.byLabel[0].label = 'x'.repeat(1_000_000);
    const row = render(analysis)
      .split('\n')
      .find((line) => line.includes('31,204 |'))!;
    expect(readInline(cellsByPairs(row)[0]).code).toEqual([`${'x'.repeat(119)}…`]);
  });

  it.each(Object.entries(SPARSE))('holds with %s', async (name, make) => {
    const report = render(make());
    expect(faults(report)).toEqual([]);
    for (const line of report.split('\n')) expect(readInline(line).text).not.toMatch(UNKNOWN);
    await expect(report).toMatchFileSnapshot(`expected/${name.replace(/\W+/g, '-')}.md`);
  });

  it('within a limit leaves out whole parts, names their sections, and ends as ever', () => {
    const whole = render();
    const size = Buffer.byteLength(whole);
    expect(markdown.render(exampleAnalysis(), { limit: size + 3000 })).toBe(whole);
    for (const limit of [size, 8192, 5000]) {
      const text = markdown.render(exampleAnalysis(), { limit }) as string;
      expect(Buffer.byteLength(text)).toBeLessThan(limit);
      expect(faults(text)).toEqual([]);
      expect(text.split('\n')[0]).toBe(whole.split('\n')[0]);
      expect(text.split('\n').at(-2)).toBe(whole.split('\n').at(-2));
      expect(text).toMatch(/> \*\*Cut\.\*\* There is room for \d+ KiB here, so these are not whole: /);
      for (const line of text.split('\n').filter((line) => !line.startsWith('> **Cut'))) expect(whole.split('\n')).toContain(line);
    }
    for (const text of HOSTILE) {
      const cut = markdown.render(hostileAnalysis(text), { limit: 16_384 }) as string;
      expect(Buffer.byteLength(cut)).toBeLessThan(16_384);
      expect(faults(cut)).toEqual([]);
    }
  });

  it('shows 500 endpoints and says how many it leaves out', () => {
    const analysis = exampleAnalysis();
    analysis.kpis.byLabel = Array.from({ length: 640 }, (_, at) => kpis(`GET /${at}`, 200 + at, 0, [1, 2, 2, 3, 4, 5, 6, 7, 8, 1], 60));
    const section = render(analysis).split('## Endpoints')[1].split('\n## ')[0];
    expect(section.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(500);
    expect(section).toContain('Not shown here: 140 more endpoints.');
  });

  it('puts endpoints with few requests last and slow ones first', () => {
    const labels = [
      ...render()
        .split('## Endpoints')[1]
        .split('\n## ')[0]
        .matchAll(/^\| `(.*?)` \|/gm),
    ].map(([, label]) => label);
    expect(labels[0]).toBe('POST /checkout');
    expect(labels.at(-1)).toBe('GET /admin/health');
  });

  it('says that rows do not add up when they do not', () => {
    const analysis = exampleAnalysis();
    analysis.input[0].rows.read++;
    expect(render(analysis)).toContain('do not add up');
    expect(render()).not.toContain('do not add up');
  });

  it('does not claim that nothing failed where the file cannot tell', () => {
    expect(render(SPARSE['nothing known']())).toContain('neither a success column nor response codes');
    expect(render(SPARSE['one request']())).toContain('No counted request failed.');
  });

  it('shows nothing of a claim that was struck', () => {
    expect(render(fullAnalysis())).not.toContain('Struck claim');
  });

  it('is the same for the same analysis', () => {
    expect(render()).toBe(render());
  });
});

describe('drawings', () => {
  const images = (text: string): string[] => [...text.matchAll(/^!\[(?:[^\]\\]|\\.)*\]\((\S+)\)$/gm)].map(([, source]) => source as string);

  it('stand nowhere unless they are asked for', () => {
    expect(images(markdown.render(exampleAnalysis()) as string)).toEqual([]);
  });

  it('are files of a folder, each under its section, and all of them are there', () => {
    const files = markdown.charts?.(exampleAnalysis()) ?? [];
    const text = markdown.render(exampleAnalysis(), { charts: { folder: "it's (my) report-charts" } }) as string;
    expect(images(text).sort()).toEqual(files.map(({ name }) => `it%27s%20%28my%29%20report-charts/${name}`).sort());
    expect(files.length).toBeGreaterThan(4);
    for (const { content } of files) expect(content).toMatch(/^<svg [^]*<\/svg>\n$/);
    // The first one stands above all sections.
    expect(text.indexOf('percentiles.svg')).toBeLessThan(text.indexOf('\n## '));
  });

  it('are in the report itself, whole, where that is asked for', () => {
    const sources = images(markdown.render(exampleAnalysis(), { charts: 'embed' }) as string);
    const drawn = sources.map((source) => Buffer.from(source.replace('data:image/svg+xml;base64,', ''), 'base64').toString('utf8'));
    expect(drawn.map((svg) => `${svg}\n`).sort()).toEqual(
      (markdown.charts?.(exampleAnalysis()) ?? []).map(({ content }) => content).sort(),
    );
  });
});
