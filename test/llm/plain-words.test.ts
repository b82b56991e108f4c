import { expect, test } from 'vitest';
import { analyze, render } from '../../src/index.js';
import { plainWords } from '../../src/llm/plain-words.js';
import type { Analysis, Explanation } from '../../src/model/analysis.js';
import { simulateRun } from '../../src/testing.js';
import { hostileAnalysis, SPARSE } from '../reporters/variants.js';
import { finding, healthyRun, withCause, withoutCause } from './found-run.js';

const of = ({ claims }: Explanation, part: string): string[] => claims.filter((claim) => claim.part === part).map(({ text }) => text);

test('a known cause: named with place and confidence, chain in order of time, its own mending', () => {
  const told = plainWords(withCause());
  expect(of(told, 'cause')).toEqual([
    'Very likely the cause is: a connection pool ran out in "orders" (confidence 0.91 of 1). All 8 connections of the pool "orders" to postgresql were in use.',
    'Less likely: a statement became slow in "postgresql" (confidence 0.12).',
  ]);
  expect(of(told, 'chain')).toEqual([
    '9 min 48 s into the test (09:09:48 UTC): all 8 connections of the pool "orders" to postgresql were in use.',
    '9 min 52 s into the test (09:09:52 UTC): requests to orders waited 2.2 s for a connection.',
    '10 min into the test (09:10:00 UTC): answers of "POST /checkout" took much longer than before, although there was no more load.',
  ]);
  expect(of(told, 'to-do')[0]).toContain('connections of "orders" are not given back');
  expect(of(told, 'to-do')[1]).toBe(
    'To see whether it worked: repeat the same test; it worked if a typical answer of "POST /checkout" takes about 131 ms again.',
  );
  expect(of(told, 'not-asked')).toContain('Of 20 questions to prometheus, 2 found no data and 0 failed.');
  expect(told.confidence).toBe(0.91);
});

test('no known cause: says so, why, and what would tell and when to look', () => {
  const told = plainWords(withoutCause());
  const [cause, wouldTell] = of(told, 'cause');
  expect(cause).toContain('The cause is not known.');
  expect(cause).toContain('no metrics, logs or traces of the system were looked at');
  expect(wouldTell).toContain('from 09:10:00 to 09:15:00 UTC');
  expect(of(told, 'happened')[1]).toContain('a typical answer took 2,412 ms instead of 131 ms (18 times as long)');
  expect(of(told, 'against')).toEqual(['4 of 5 endpoints show no such rise.']);
  expect(of(told, 'not-asked')).toEqual(['Not looked at: metrics, logs and traces. No backend was named.']);
  expect(told.confidence).toBeNull();
});

test('a healthy run: nothing wrong, nothing to do, what was looked for', () => {
  const told = plainWords(healthyRun());
  expect(of(told, 'cause')).toEqual([]);
  expect(of(told, 'to-do')).toEqual(['Nothing has to be done.']);
  expect(of(told, 'ruled-out')[0]).toContain('a load generator that cannot keep up');
});

test('what is only good to know is told of the endpoint that it is about, and no more of it than two', () => {
  const outlier = (label: string) =>
    finding(`o-${label}`, 'label-outlier', { severity: 'info', labels: [label], summary: `Its median is 2,152 ms (${label}).` });
  const told = plainWords({ ...healthyRun(), findings: ['a', 'b', 'c'].map(outlier) });
  expect(of(told, 'happened').slice(-3)).toEqual([
    'Good to know of "a": Its median is 2,152 ms (a).',
    'Good to know of "b": Its median is 2,152 ms (b).',
    'Under Findings: 1 more thing to know.',
  ]);
});

/** What a claim may cite beside evidence and findings. */
const PLACES = ['kpis', 'checks', 'notices', 'sources', 'gate', 'rootCauses', 'ruledOut', 'unknowns'];

function expectSound(analysis: Analysis): void {
  const told = plainWords(analysis);
  const known = new Set([...PLACES, ...analysis.evidence.map(({ id }) => id), ...analysis.findings.map(({ id }) => id)]);
  for (const claim of told.claims) {
    expect(claim.evidence.length, claim.text).toBeGreaterThan(0);
    expect(
      claim.evidence.filter((id) => !known.has(id) && analysis.findings.length > 0),
      claim.text,
    ).toEqual([]);
    expect(claim.text).not.toMatch(/undefined|NaN|null\b|\{where\}|–/);
    expect(claim.status).toBe('verified');
  }
  expect(new Set(told.claims.map(({ id }) => id)).size).toBe(told.claims.length);
  expect(told.verified).toBe(told.total);
  expect(plainWords(structuredClone(analysis))).toEqual(told);
}

test.each([['known cause', withCause], ['no cause', withoutCause], ['healthy', healthyRun], ...Object.entries(SPARSE)])(
  'every claim cites what there is: %s',
  (_, make) => expectSound(make()),
);

test.each(['periodic-stalls', 'pool-exhaustion', 'rate-limit', 'generator-saturation', 'tail-growth', 'slow-start'])(
  'a simulated run with %s is explained',
  { timeout: 60_000 },
  async (kind) => {
    const analysis = await analyze([simulateRun({ kind, seed: 3, format: 'jtl' }).file]);
    expectSound(analysis);
    expect(of(plainWords(analysis), 'cause')[0]).toMatch(
      /^(The cause is not known|What the results show by themselves|Possibly the cause is: requests are turned away|Likely the cause is: the load gen)/,
    );
  },
);

test('names from files reach no report as markup', () => {
  const analysis = hostileAnalysis('<script>alert(1)</script> ![x](https://evil.example/p) <b>');
  analysis.explanation = plainWords(analysis);
  const report = String(render(analysis, 'markdown'));
  const explained = report.slice(report.indexOf('## Explanation'), report.indexOf('## Findings')).replace(/`[^`]*`/g, '');
  expect(explained).toContain('Likely the cause is: pool');
  expect(explained).not.toMatch(/(?<!\\)<(script|b)|!\[|\]\(/i);
});

test('a handful of requests has no rate and no percentiles, and failures of them are not "not found"', () => {
  const run = healthyRun();
  const { overall } = run.kpis;
  const few = plainWords({
    ...run,
    kpis: { ...run.kpis, overall: { ...overall, count: 1, errors: 1, errorRate: 1, latency: { ...overall.latency, max: 92 } } },
  });
  expect(of(few, 'happened')[0]).toBe('The test sent 1 request in 30 min 4 s; 1 failed (100%). The answer took 92 ms.');
  expect(of(few, 'ruled-out').join(' ')).not.toContain('failures');
});
