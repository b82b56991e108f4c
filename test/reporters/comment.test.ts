import { describe, expect, it } from 'vitest';
import { COMMENT_MARKER, comment } from '../../src/reporters/comment.js';
import { analyzeRows } from '../kpi/jtl.js';
import { commentFaults } from './comment-faults.js';
import { exampleAnalysis } from './example-analysis.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

const render = (analysis = exampleAnalysis()): string => comment.render(analysis) as string;
/** GitHub's limit; it counts characters. */
const MOST = 65_536;

describe('the comment for a pull request', () => {
  it('of an analysis with every part filled is the stored one', async () => {
    await expect(render(fullAnalysis())).toMatchFileSnapshot('expected/full.comment.md');
  });

  it('has its marker first, then title and verdict, and each section once', () => {
    const text = render(fullAnalysis());
    expect(text.split('\n').slice(0, 5)).toEqual([
      COMMENT_MARKER,
      '',
      '### Shop, release candidate 4.2',
      '',
      expect.stringMatching(/^\*\*Inconclusive\.\*\* /),
    ]);
    expect(text.match(/^#### .*$/gm)).toEqual([
      '#### Gate',
      '#### Comparison with the baseline',
      '#### Findings',
      '#### Likely causes',
      '#### What to do next',
      '#### At a glance',
      '#### Response times',
    ]);
    expect(text).toContain('| condition |');
    expect(text).toContain('**critical:**');
  });

  it.each([exampleAnalysis, fullAnalysis, ...Object.values(SPARSE)].map((make) => [make]))('has no fault and no missing value', (make) => {
    expect(commentFaults(render(make()))).toEqual([]);
    expect(render(make()).replace(/`[^`]*`/g, '')).not.toMatch(/\b(?:NaN|undefined|null|Infinity)\b|\[object/);
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))('keeps %s a text, of bounded size', (_, text) => {
    const shown = render(hostileAnalysis(text));
    expect(commentFaults(shown)).toEqual([]);
    expect(Buffer.byteLength(shown)).toBeLessThan(MOST);
    expect(shown.split(COMMENT_MARKER).length).toBe(2);
  });

  it('stays under the limit however much there is to tell, and says what is missing', () => {
    const analysis = fullAnalysis();
    const long = '日本語<|>`*_'.repeat(200);
    const [condition] = analysis.gate!.conditions;
    const [finding] = analysis.findings;
    analysis.title = long;
    analysis.gate!.conditions = Array.from({ length: 300 }, (_, i) => ({
      ...condition!,
      expression: `${i} ${long}`,
      reason: long,
      passed: false,
      outcome: 'failed' as const,
    }));
    analysis.findings = Array.from({ length: 300 }, (_, i) => ({
      ...finding!,
      id: `f${i}`,
      title: long,
      summary: long,
      labels: [long, long, long],
    }));
    analysis.verdict.reasons = Array.from({ length: 300 }, () => ({ text: long, findings: [] }));
    analysis.tags = Array.from({ length: 300 }, () => ({ name: long, value: long }));
    const text = render(analysis);
    expect(Buffer.byteLength(text)).toBeLessThan(MOST);
    expect(commentFaults(text)).toEqual([]);
    expect(text).toMatch(/\*\*Cut\.\*\*.*(?:Gate|Findings|Reasons|At a glance)/);
    expect(text).toMatch(/… and [\d,]+ more/);
    expect(text.split('\n').at(-2)).toMatch(/^Made by Heimr /);
  });

  it('of a run that failed its gate says so, with figure and limit', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ at: i * 50, ms: 20, ok: i % 10 !== 0 }));
    const text = render(await analyzeRows(rows, { gate: { fail: ['error_rate > 1%'] } }));
    expect(text).toContain('**FAILED.** 1 of 1 condition failed.');
    expect(text).toMatch(/\| `error_rate > 1%` \| \*\*failed\*\* \| 10% \| 1% \| -9% \|/);
  });
});
