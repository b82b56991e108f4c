import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../src/model/analysis.js';
import { frontPage } from '../../../src/reporters/document/front-page.js';
import { inlines, type Text } from '../../../src/reporters/document/tree.js';
import { exampleAnalysis, START } from '../example-analysis.js';
import { fullAnalysis, SPARSE } from '../variants.js';

const plain = (text: Text): string =>
  inlines(text)
    .map((part) => (typeof part === 'string' ? part : 'quoted' in part ? part.quoted : 'link' in part ? part.link : part.strong))
    .join('');

const figures = (analysis: Analysis): string[] =>
  frontPage(analysis).figures.map(({ name, value, note }) => `${plain(name)} | ${value} | ${plain(note)}`);

type Facts = Analysis['evidence'][number]['facts'];

/** The example with a leading finding whose evidence holds these facts. */
function withFinding(facts: Facts, other: Facts = []): Analysis {
  const analysis = exampleAnalysis();
  const window = { start: START + 60_000, end: START + 120_000 };
  const evidence = (id: string, facts: Facts) => ({
    id,
    source: 'a.jtl',
    summary: '',
    query: '',
    window,
    link: null,
    series: null,
    exemplars: [],
    facts,
  });
  analysis.evidence = [evidence('second', other), evidence('first', facts)];
  analysis.findings = [
    {
      id: 'f',
      kind: 'latency-shift',
      severity: 'critical',
      window,
      labels: ['checkout'],
      service: null,
      title: 'Slower',
      summary: '',
      evidence: ['first', 'second'],
      counterEvidence: [],
      recommendation: 'Look at what changed.',
      confidence: 0.9,
    },
  ];
  analysis.verdict = { status: 'failing', sentence: 'It fails.', reasons: [{ text: 'Slower.', findings: ['f'] }] };
  return analysis;
}

const ms = (name: string, value: number): Facts[number] => ({ name, value, unit: 'ms' });

describe('the front page', () => {
  it('carries the figures of the whole run where no finding leads', () => {
    expect(figures(exampleAnalysis())).toEqual([
      'Response time, p95 | 451 ms | p50 64 ms, p99 1,712 ms',
      'Failed requests | 0.62% | 788 of 127,351 requests',
      'Throughput | 70.6/s | 127,351 requests over 30 min 4 s',
    ]);
  });

  it('carries what the leading finding rests on, against what was before', () => {
    const [slow] = figures(
      withFinding([ms('p50 before', 60), ms('p50 during', 397), ms('p95 of good answers before', 1), ms('p95 of good answers during', 2)]),
    );
    expect(slow).toBe('Response time, p50 of checkout | 397 ms | 60 ms before +1m00s');
  });

  it('takes no figure from what was only seen beside it, and none without its counterpart', () => {
    const beside = [ms('p95 before', 1), ms('p95 during', 2)];
    expect(figures(withFinding([ms('p50 during', 397)], beside))[0]).toBe('Response time, p95 | 451 ms | p50 64 ms, p99 1,712 ms');
  });

  it('tells a burst of failures by its share and the share otherwise, and a generator by what it did not send', () => {
    const share = (name: string, value: number): Facts[number] => ({ name, value, unit: '0..1' });
    expect(figures(withFinding([share('error rate', 0.228), share('error rate otherwise', 0.0002)]))[1]).toBe(
      'Failed requests, in the finding | 22.8% | 0.02% otherwise',
    );
    expect(
      figures(
        withFinding([{ name: 'dropped iterations', value: 636, unit: 'iterations' }, share('share of planned iterations', 0.124)]),
      )[2],
    ).toBe('Planned load not sent | 12.4% | 636 iterations dropped');
  });

  it('says that no cause is known, and why; or names the likeliest', () => {
    const analysis = withFinding([]);
    const reason = analysis.checks.find(({ id }) => id === 'diagnoses')?.reason;
    expect(plain(frontPage(analysis).cause)).toBe(`Not known. ${reason ?? 'No cause is supported by what was measured.'}`);
    expect(plain(frontPage(fullAnalysis()).cause)).toMatch(/^Pool x in x \(confidence 0\.70\)\.$/);
    const possible = fullAnalysis();
    possible.rootCauses = possible.rootCauses.map((one) => ({ ...one, level: 'possible' }));
    expect(plain(frontPage(possible).cause)).toMatch(/^Possibly: Pool x in x \(confidence 0\.70\)\.$/);
    expect(plain(frontPage(exampleAnalysis()).cause)).toBe('Not known. No finding was made that could have one.');
    const healthy = exampleAnalysis();
    healthy.verdict.status = 'healthy';
    expect(plain(frontPage(healthy).cause)).toMatch(/^None to look for/);
  });

  it('says what to do next, each thing once', () => {
    const analysis = withFinding([]);
    analysis.findings.push(
      { ...analysis.findings[0], id: 'g' },
      { ...analysis.findings[0], id: 'h', severity: 'info', recommendation: 'Rest.' },
    );
    expect(frontPage(analysis).next).toEqual(['Look at what changed.']);
    const healthy = exampleAnalysis();
    healthy.verdict = { status: 'healthy', sentence: 'Fine.', reasons: [] };
    expect(frontPage(healthy).next).toEqual(['Nothing has to be done.']);
  });

  it.each(Object.entries(SPARSE))('holds no broken figure for %s', (_, make) => {
    for (const line of figures(make())) expect(line).not.toMatch(/NaN|null|undefined|– ?(?:ms|\/s|%)/);
  });
});
