import { describe, expect, it } from 'vitest';
import type { Analysis, RootCause } from '../../../src/model/analysis.js';
import type { EvidenceSeries } from '../../../src/model/evidence.js';
import { chartsOf } from '../../../src/reporters/charts/catalog.js';
import type { DrawnChart } from '../../../src/reporters/charts/chart.js';
import { markdown } from '../../../src/reporters/markdown.js';
import { evidence, finding } from '../../llm/found-run.js';
import { exampleAnalysis, START } from '../example-analysis.js';
import { HOSTILE, hostileAnalysis } from '../variants.js';
import { boxesOf, expectReadable } from './text-boxes.js';

const TROUBLE = { start: START + 600_000, end: START + 900_000 };

const series = (more: Partial<EvidenceSeries> = {}): EvidenceSeries => ({
  title: 'Sessions that wait for a lock (postgresql)',
  unit: 'count',
  at: [0, 300, 600, 900, 1200].map((s) => START + s * 1000),
  values: [0, 0, 7, 8, 0],
  ...more,
});

const cause = (rank: number, name: string, findings: string[], links: [at: number | null, id: string][]): RootCause => ({
  rank,
  cause: name,
  title: `Cause ${name}`,
  service: 'stock',
  confidence: 0.9,
  level: 'likely',
  experimental: false,
  findings,
  sentence: `It is ${name}.`,
  chain: links.map(([at, id]) => ({ at, text: `It showed in ${id}.`, evidence: [id] })),
  evidence: links.map(([, id]) => id),
  counterEvidence: [],
  fix: 'Mend it.',
  verify: 'Look again.',
});

/** The example with a slow spell, and these causes and measurements. */
function caused(causes: RootCause[], measured: Record<string, EvidenceSeries | null>, kind = 'latency-level'): Analysis {
  const analysis = exampleAnalysis();
  analysis.findings = ['f1', 'f2'].map((id) => finding(id, kind, { window: TROUBLE }));
  analysis.evidence = Object.entries(measured).map(([id, one]) => ({ ...evidence(id, `${id} rose.`), series: one }));
  analysis.rootCauses = causes;
  return analysis;
}

const drawn = (analysis: Analysis): DrawnChart[] =>
  chartsOf(analysis, { scheme: 'light' }).filter(({ id }) => id.startsWith('cause-timeline'));
const texts = (chart: DrawnChart | undefined): string[] => boxesOf(chart as DrawnChart).map(({ text }) => text);
/** Where what was measured was first seen, px: the dashed lines. */
const seenAt = ({ svg }: DrawnChart): number[] =>
  [...svg.matchAll(/<path d="M([\d.]+) [\d.]+V[\d.]+"[^>]*stroke-dasharray/g)].map((match) => Number(match[1]));

describe('the drawing of a cause', () => {
  it('has what users met above what was measured, each with the moment it was first seen, on one clock', () => {
    const chain: [number, string][] = [
      [START + 590_000, 'locks'],
      [START + 605_000, 'cpu'],
    ];
    const measured = { locks: series(), cpu: series({ title: 'CPU in use (stock)', unit: 'ratio', values: [0.1, 0.2, 0.5, 0.4, 0.1] }) };
    const analysis = caused([cause(1, 'db-lock', ['f1'], chain)], measured);
    for (const point of analysis.timeline?.points ?? []) Object.assign(point, { p50: 20, p99: 500 });
    const [chart] = drawn(analysis) as [DrawnChart];
    const rows = boxesOf(chart).filter(({ text }) => /requests$|wait for a lock|CPU/.test(text) && !text.includes('n ='));
    expect(rows.map(({ text }) => text)).toEqual([
      'p95 of the test’s requests',
      'Sessions that wait for a lock (postgresql)',
      'CPU in use (stock)',
    ]);
    expect(rows.map(({ top }) => top)).toEqual([...rows.map(({ top }) => top)].sort((a, b) => a - b));
    expect(texts(chart)).toEqual(
      expect.arrayContaining(['first seen +10m00s', 'first seen +9m50s', 'first seen +10m05s', '50 %', '10', '4 s']),
    );
    // 694 px for the 1,805 s of the example's timeline, from 76 on; users met it at 600 s.
    const [users, locks, cpu] = seenAt(chart) as [number, number, number];
    expect(locks).toBeLessThan(users);
    expect(cpu).toBeGreaterThan(users);
    expect((users - locks) / (cpu - users)).toBeCloseTo(2, 0);
    expect(chart.alt).toContain('It is db-lock. First seen: p95 of the test’s requests +10m00s; Sessions that wait');
    expectReadable(chart);
  });

  it('shows failures where users met failures', () => {
    const [chart] = drawn(caused([cause(1, 'db-lock', ['f1'], [[TROUBLE.start, 'locks']])], { locks: series() }, 'error-burst'));
    expect(texts(chart)).toContain('Failed requests of the test');
  });

  it('shows the percentile that tells the trouble best', () => {
    const analysis = caused([cause(1, 'db-lock', ['f1'], [[TROUBLE.start, 'locks']])], { locks: series() });
    for (const point of analysis.timeline?.points ?? []) {
      const slow = point.start >= TROUBLE.start && point.start < TROUBLE.end;
      Object.assign(point, { p50: slow ? 80 : 20, p95: slow ? 240 : 200, p99: 500 });
    }
    expect(texts(drawn(analysis)[0])).toContain('p50 of the test’s requests');
  });

  it('is drawn for a second cause only where that explains something of its own', () => {
    const measured = { locks: series(), cpu: series() };
    const of = (second: string): number =>
      drawn(caused([cause(1, 'db-lock', ['f1'], [[null, 'locks']]), cause(2, 'cpu-saturation', [second], [[null, 'cpu']])], measured))
        .length;
    expect([of('f1'), of('f2')]).toEqual([1, 2]);
  });

  it('is not drawn where nothing of the chain was measured over time', () => {
    const one = [cause(1, 'db-lock', ['f1'], [[TROUBLE.start, 'locks']])];
    expect(drawn(caused(one, { locks: null }))).toEqual([]);
    expect(drawn(caused(one, { locks: series({ values: [null, null, null, null, null] }) }))).toEqual([]);
    expect(drawn(caused(one, {}))).toEqual([]);
    expect(drawn(caused([], { locks: series() }))).toEqual([]);
  });

  it('bears gaps, one value, values below 0, moments outside the run, and everything the same', () => {
    const odd: Partial<EvidenceSeries>[] = [
      { values: [1, null, 2, null, 3] },
      { at: [START + 1000], values: [5] },
      { values: [-3, -2, -1, 0, 1] },
      { at: [-1e12, START, START + 600_000, START + 1e9, 8e15] },
      { values: [0, 0, 0, 0, 0] },
      { values: [1e-9, 1e15, 3, 1e300, 0], unit: 'bytes' },
    ];
    for (const more of odd) {
      const [chart] = drawn(caused([cause(1, 'db-lock', ['f1'], [[TROUBLE.start, 'locks']])], { locks: series(more) }));
      expectReadable(chart as DrawnChart);
      expect((chart as DrawnChart).svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('lays no text on another with %s everywhere', (_, text) => {
    for (const chart of drawn(hostileAnalysis(text))) expectReadable(chart);
    expect(drawn(hostileAnalysis(text))).toHaveLength(1);
  });
});

describe('the section of causes', () => {
  it.each([
    ['likely', 'Likely causes'],
    ['possible', 'Possible causes'],
  ] as const)('of a %s cause is called %s, and has the drawing', (level, title) => {
    const one = { ...cause(1, 'db-lock', ['f1'], [[TROUBLE.start, 'locks']]), level };
    const text = markdown.render(caused([one], { locks: series() }), { charts: 'embed' }) as string;
    const section = text.slice(text.indexOf(`## ${title}`), text.indexOf('## ', text.indexOf(`## ${title}`) + 4));
    expect(section).toContain('](data:image/svg+xml');
  });
});
