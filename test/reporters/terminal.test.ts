import { describe, expect, it } from 'vitest';
import { terminal } from '../../src/reporters/terminal.js';
import { exampleAnalysis, kpis } from './example-analysis.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

const render = (analysis = exampleAnalysis(), options = {}): string => terminal.render(analysis, options) as string;

/** Columns by the common wcwidth rules, written apart from the code under test; wide emoji and CJK are 2, marks 0. */
function columns(line: string): number {
  let sum = 0;
  for (const char of line) {
    if (/^[\p{M}\p{Cf}]$/u.test(char)) continue;
    sum +=
      /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60\u3000-\u303f]$/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return sum;
}

const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/u;

const short = (text: string): [string, string] => [JSON.stringify(text).slice(0, 40), text];

describe('the terminal summary', () => {
  it.each([40, 80, 120])('at %i columns is the stored one', async (width) => {
    await expect(render(exampleAnalysis(), { width })).toMatchFileSnapshot(`expected/terminal-${width}.txt`);
  });

  it('of an analysis with every part filled is the stored one', async () => {
    await expect(render(fullAnalysis())).toMatchFileSnapshot('expected/terminal-full.txt');
  });

  it.each(Object.entries(SPARSE))('holds with %s', async (name, make) => {
    const text = render(make());
    expect(text).not.toMatch(/\b(?:NaN|undefined|null|Infinity)\b|\[object/);
    await expect(text).toMatchFileSnapshot(`expected/terminal-${name.replace(/\W+/g, '-')}.txt`);
  });

  it('begins with the verdict', () => {
    expect(render().split('\n')[0]).toMatch(/^INCONCLUSIVE: /);
    expect(render(SPARSE['no requests']()).split('\n')[0]).toMatch(/^INCONCLUSIVE: /);
  });

  it.each([40, 47, 80, 120])('fits %i columns whatever the analysis', (width) => {
    const analyses = [exampleAnalysis(), fullAnalysis(), ...Object.values(SPARSE).map((make) => make()), ...HOSTILE.map(hostileAnalysis)];
    const big = exampleAnalysis();
    for (const row of [big.kpis.overall, ...big.kpis.byLabel])
      Object.assign(row.latency, { p50: 9_007_199_254_740_991, p95: 9_007_199_254_740_991, p99: 1e15 });
    for (const analysis of [...analyses, big]) {
      for (const line of render(analysis, { width }).split('\n')) expect(columns(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('takes 40 columns as the least, 80 where nothing is said', () => {
    expect(render(exampleAnalysis(), { width: 3 })).toBe(render(exampleAnalysis(), { width: 40 }));
    expect(render(exampleAnalysis(), { width: NaN })).toBe(render());
  });

  it.each(HOSTILE.map(short))('keeps %s a text', (_, text) => {
    expect(render(hostileAnalysis(text))).not.toMatch(HIDDEN);
  });

  it.each(HOSTILE.map(short))('lets %s add no line to a table', (_, text) => {
    const rows = (analysis: ReturnType<typeof exampleAnalysis>): number =>
      render(analysis, { width: 120 }).split('\nENDPOINTS\n')[1].split('\n\n')[0].split('\n').length;
    expect(rows(hostileAnalysis(text))).toBe(rows(hostileAnalysis('plain')));
  });

  it('lines up columns beside wide characters', () => {
    const analysis = exampleAnalysis();
    analysis.kpis.byLabel[0].label = 'GET /日本語/検索 🚀';
    const lines = render(analysis)
      .split('\nENDPOINTS\n')[1]
      .split('\n\n')[0]
      .split('\n')
      .filter((line) => /^(?:GET|POST) /.test(line));
    expect(new Set(lines.map(columns)).size).toBe(1);
  });

  it('has no escape code unless colour is asked for, and the same words with it', () => {
    expect(render()).not.toContain('\u001b');
    const coloured = render(exampleAnalysis(), { color: true });
    expect(coloured).toContain('\u001b[');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(render());
  });

  it('ends every colour on the line where it began', () => {
    for (const line of render(hostileAnalysis('\u001b[31m'), { color: true }).split('\n')) {
      expect(line.replace(/\u001b\[\d+m[^\u001b]*\u001b\[0m/g, '')).not.toContain('\u001b');
    }
  });

  it('shows ten endpoints and says how many there are besides', () => {
    const analysis = exampleAnalysis();
    analysis.kpis.byLabel = Array.from({ length: 640 }, (_, at) => kpis(`GET /${at}`, 200, 0, [1, 2, 2, 3, 4, 5, 6, 7, 8, 1], 60));
    expect(render(analysis)).toContain('… and 630 more endpoints.');
    analysis.kpis.byLabel.length = 11;
    expect(render(analysis)).toContain('… and 1 more endpoint.');
  });

  it('explains the mark of small samples once, and only where a shown value bears it', () => {
    expect(render()).not.toContain('†');
    const text = render(SPARSE['one request']());
    expect(text.match(/† rests on few requests/g)).toHaveLength(1);
  });

  it('puts warnings before notes and caps both', () => {
    const analysis = exampleAnalysis();
    const [note] = analysis.notices;
    analysis.notices = [...Array.from({ length: 8 }, () => note), ...analysis.notices];
    const notices = render(analysis).split('NOTICES\n')[1];
    expect(notices).toMatch(/^- Warning: /);
    expect(notices).toContain('… and 4 more.');
  });
});
