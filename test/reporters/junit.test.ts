import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';
import { junit } from '../../src/reporters/junit.js';
import { analyzeRows } from '../kpi/jtl.js';
import { exampleAnalysis } from './example-analysis.js';
import { fullAnalysis, HOSTILE, hostileAnalysis, SPARSE } from './variants.js';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** The document as a parser sees it. @throws where it is no XML */
function read(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    (open.at(-1) as Element).children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    (open.at(-1) as Element).text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return root.children[0] as Element;
}

const document = (analysis: Analysis): Element => read(junit.render(analysis) as string);
const suiteOf = (analysis: Analysis, name: string): Element | undefined =>
  document(analysis).children.find((suite) => suite.attributes.name === name);
/** Name and outcome of each case. */
const outcomes = (suite: Element | undefined): [string, string][] =>
  (suite?.children ?? []).map(({ attributes, children }) => [
    attributes.name as string,
    children.find(({ name }) => name !== 'system-out')?.name ?? 'passed',
  ]);

const rows = Array.from({ length: 200 }, (_, i) => ({ at: i * 50, ms: 20, ok: i % 10 !== 0 }));

describe('JUnit XML', () => {
  it('has the structure that Jenkins and GitLab read, and counts that add up', () => {
    for (const make of [exampleAnalysis, fullAnalysis, ...Object.values(SPARSE)]) {
      const suites = document(make());
      expect(suites.name).toBe('testsuites');
      const counted = { tests: 0, failures: 0, errors: 0, skipped: 0 };
      for (const suite of suites.children) {
        expect(suite.name).toBe('testsuite');
        const of = (name: string): number => suite.children.filter(({ children }) => children.some((child) => child.name === name)).length;
        const own = { tests: suite.children.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
        for (const [name, n] of Object.entries(own)) {
          expect(Number(suite.attributes[name]), name).toBe(n);
          counted[name as keyof typeof counted] += n;
        }
        const names = suite.children.map(({ name, attributes }) => {
          expect(name).toBe('testcase');
          expect(attributes.classname).toBe(`heimr.${suite.attributes.name}`);
          return attributes.name;
        });
        expect(new Set(names).size).toBe(names.length);
        for (const { children } of suite.children)
          expect(children.filter(({ name }) => name !== 'system-out').length).toBeLessThanOrEqual(1);
      }
      const { skipped: _, ...total } = counted;
      for (const [name, n] of Object.entries(total)) expect(Number(suites.attributes[name]), name).toBe(n);
      // The schema of Jenkins' xUnit plugin (junit-10.xsd) knows no other attribute there, and refuses files that have one.
      expect(Object.keys(suites.attributes)).toEqual(['name', 'tests', 'failures', 'errors', 'time']);
    }
  });

  it('fails for conditions that failed, and for those whose figure is not known; warnings are skipped', async () => {
    const gate = { fail: ['error_rate > 1%', 'p95 > 800ms', 'users > 10'], warn: ['error_rate > 5%'] };
    const analysis = await analyzeRows(rows, { gate });
    expect(outcomes(suiteOf(analysis, 'gate'))).toEqual([
      ['error_rate > 1%', 'failure'],
      ['p95 > 800ms', 'passed'],
      ['users > 10', 'passed'],
      ['error_rate > 5%', 'skipped'],
    ]);
    const failure = suiteOf(analysis, 'gate')?.children[0]?.children[0];
    expect(failure?.attributes.message).toContain('10');
    expect(failure?.text).toBe(failure?.attributes.message);
    const unknown = await analyze(
      [{ name: 'a.csv', bytes: new TextEncoder().encode('timeStamp,elapsed,label\n1790000000000,5,a\n1790000001000,5,a\n') }],
      { gate: { fail: ['error_rate > 1%'] } },
    );
    expect(outcomes(suiteOf(unknown, 'gate'))).toEqual([['error_rate > 1%', 'failure']]);
  });

  it('makes nothing red by a finding alone', async () => {
    const analysis = await analyzeRows(rows);
    expect(analysis.verdict.status).toBe('failing');
    expect(suiteOf(analysis, 'gate')).toBeUndefined();
    expect(document(analysis).attributes).toMatchObject({ failures: '0', errors: '0' });
    const [finding] = suiteOf(analysis, 'findings')?.children ?? [];
    expect(finding?.attributes.name).toBe(analysis.findings[0]?.title);
    expect(finding?.children[0]?.attributes.message).toBe(`critical: ${analysis.findings[0]?.summary}`);
  });

  it('tells what was not checked, and a check that broke as an error', () => {
    const analysis = exampleAnalysis();
    analysis.checks = [
      { id: 'a', title: 'Made', outcome: 'checked', reason: '' },
      { id: 'b', title: 'Not made', outcome: 'not-checked', reason: 'Too short.' },
      { id: 'c', title: 'Broken', outcome: 'failed', reason: 'TypeError' },
    ];
    expect(outcomes(suiteOf(analysis, 'checks'))).toEqual([
      ['Made', 'passed'],
      ['Not made', 'skipped'],
      ['Broken', 'error'],
    ]);
    expect(suiteOf(analysis, 'checks')?.children[1]?.children[0]?.attributes.message).toBe('Too short.');
  });

  it('has the same names in the next run, whatever the times and figures', async () => {
    const names = async (ms: number, shift: number): Promise<string[]> => {
      const analysis = await analyzeRows(
        rows.map((row) => ({ ...row, ms, at: row.at + shift })),
        { gate: { fail: ['p95 > 800ms'] } },
      );
      return document(analysis).children.flatMap(({ children }) => children.map(({ attributes }) => attributes.name as string));
    };
    expect(await names(20, 0)).toEqual(await names(33, 86_400_000));
  });

  it.each(HOSTILE)('is not broken by %j', (text) => {
    const analysis = hostileAnalysis(text);
    const xml = junit.render(analysis) as string;
    expect(xml).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(read(xml).name).toBe('testsuites');
    expect(xml.length).toBeLessThan(400_000);
  });
});
