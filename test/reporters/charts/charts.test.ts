import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyzer.js';
import type { Analysis, TimelinePoint } from '../../../src/model/analysis.js';
import { measure } from '../../../src/model/quantities.js';
import { chartsOf } from '../../../src/reporters/charts/catalog.js';
import type { DrawnChart } from '../../../src/reporters/charts/chart.js';
import { BUCKETS, lowerBound } from '../../../src/stats/log-linear.js';
import { simulateRun } from '../../../src/testing.js';
import { exampleAnalysis, START } from '../example-analysis.js';
import { HOSTILE } from '../variants.js';
import { boxesOf, expectReadable } from './text-boxes.js';

const drawn = (analysis: Analysis): DrawnChart[] => (['auto', 'light'] as const).flatMap((scheme) => chartsOf(analysis, { scheme }));

/** The example with so many endpoints, whose names are these. */
function withEndpoints(count: number, name: (i: number) => string): Analysis {
  const analysis = exampleAnalysis();
  const model = analysis.kpis.byLabel[0] as Analysis['kpis']['byLabel'][number];
  analysis.kpis.byLabel = Array.from({ length: count }, (_, i) => ({
    ...model,
    label: name(i),
    count: 10 ** (i % 8),
    latency: { ...model.latency, p50: 3 ** (i % 11), p95: 7 ** (i % 8) },
  }));
  return analysis;
}

/** The example over so many steps; values by step. */
function withTimeline(steps: number, step: number, values: (i: number) => Partial<TimelinePoint>): Analysis {
  const analysis = exampleAnalysis();
  const model = analysis.timeline?.points[0] as TimelinePoint;
  analysis.timeline = { step, points: Array.from({ length: steps }, (_, i) => ({ ...model, start: START + i * step, ...values(i) })) };
  return analysis;
}

describe('charts', () => {
  it('are drawn in reading order, each with its own id, words and size', () => {
    const charts = chartsOf(exampleAnalysis(), { scheme: 'light' });
    expect(charts.map(({ id }) => id)).toEqual(['percentiles', 'throughput', 'heatmap', 'concurrency', 'endpoints', 'distribution']);
    for (const { svg, alt, title, width, height } of charts) {
      expect(svg).toContain(`width="${width}" height="${height}"`);
      expect(alt).toMatch(/\d/);
      expect(title.length).toBeGreaterThan(10);
      // Print and PDF know no style sheets.
      expect(svg).not.toMatch(/<style|class=|href|url\(/);
    }
  });

  it('follow the scheme of whoever looks, by a style sheet alone', () => {
    for (const { svg } of chartsOf(exampleAnalysis(), { scheme: 'auto' })) {
      expect(svg).toContain('prefers-color-scheme:dark');
      expect(svg).not.toMatch(/fill="#|stroke="#|href|url\(/);
    }
  });

  it('have a unit and n on their axes', () => {
    for (const chart of chartsOf(exampleAnalysis(), { scheme: 'light' })) {
      const texts = boxesOf(chart).map(({ text }) => text);
      expect(
        texts.some((text) => /\bn = [\d,]+/.test(text)),
        chart.id,
      ).toBe(true);
      expect(
        texts.some((text) => /\bms\b|1\/s|%/.test(text)),
        chart.id,
      ).toBe(true);
    }
  });

  it.each([
    [1, (i: number) => `GET /${i}`],
    [3, (i: number) => 'x'.repeat(1 + i * 1_000_000)],
    [40, (i: number) => `${'W'.repeat(i * 3)} ${i}`],
    [500, (i: number) => `/very/long/path/${i}/that/nobody/wants/to/read/to/its/end?id=${'9'.repeat(40)}`],
    [HOSTILE.length, (i: number) => HOSTILE[i] as string],
    [
      6,
      (i: number) =>
        ['购物车结账接口'.repeat(9), '👩‍👩‍👧🦊'.repeat(20), 'سلة المشتريات'.repeat(8), '\u202egnp.exe', '\ud800', '\uffff'][i] as string,
    ],
  ])('lay no text on another and none outside, with %i endpoints', (count, name) => {
    for (const chart of drawn(withEndpoints(count, name))) expectReadable(chart);
  });

  it.each([
    ['one step', 1, 1000, () => ({})],
    ['two steps', 2, 1000, () => ({})],
    ['a second in all', 4, 250, () => ({})],
    ['thirty hours', 1080, 100_000, (i: number) => ({ p50: 5 + i, p95: 10 + 2 * i, p99: 20 + 4 * i })],
    ['all the same', 60, 1000, () => ({ p50: 7, p95: 7, p99: 7, throughput: 3, errorRate: 0, errors: 0 })],
    ['nothing but zeros', 60, 1000, () => ({ p50: 0, p95: 0, p99: 0, throughput: 0, errorRate: 0, errors: 0, count: 0 })],
    ['all failed', 60, 1000, () => ({ errorRate: 1, errors: 5 })],
    ['gaps', 60, 1000, (i: number) => (i % 3 === 0 ? { p50: null, p95: null, p99: null, errorRate: null, count: 0 } : {})],
    [
      'a huge range',
      60,
      1000,
      (i: number) => ({ p50: 0.001 * 10 ** (i % 9), p95: 10 ** (i % 9), p99: 2 ** 26, throughput: 10 ** (i % 7) }),
    ],
    ['users', 60, 1000, (i: number) => ({ users: i * 7, throughput: Math.min(200, i * 7), count: 50 })],
  ] as const)('lay no text on another over %s', (_, steps, step, values) => {
    for (const chart of drawn(withTimeline(steps, step, values))) expectReadable(chart);
  });

  it('mark the gravest findings, each with its name, wherever they lie', () => {
    const analysis = exampleAnalysis();
    const from = analysis.timeline?.points[0]?.start as number;
    analysis.findings = Array.from({ length: 12 }, (_, i) => ({
      id: `f${i}`,
      kind: 'stall',
      severity: 'warning' as const,
      labels: 'all' as const,
      service: null,
      summary: '',
      evidence: [],
      counterEvidence: [],
      recommendation: '',
      confidence: 0.9,
      title: i % 2 === 0 ? 'Everything waits for seconds' : `A very long name of a finding ${'that goes on '.repeat(20)}`,
      window: { start: from + i * 60_000, end: from + i * 60_000 + 600_000 },
    }));
    for (const chart of drawn(analysis)) expectReadable(chart);
    const [chart] = chartsOf(analysis, { scheme: 'light' });
    expect(chart?.svg.match(/fill-opacity="0.14"/g)).toHaveLength(8);
    // A band without a word says nothing: each has its name, or the beginning of it.
    expect(boxesOf(chart as DrawnChart).filter(({ text }) => /^(?:Everything waits|A very long name)/.test(text))).toHaveLength(8);
  });

  it('lay no text on another, whatever the names and values', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 2 ** 26, noNaN: true }));
    const point = fc.record({ p50: value, p95: value, p99: value, throughput: fc.double({ min: 0, max: 1e6, noNaN: true }) });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 40 }),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.nat(10),
        (points, name, power) => {
          const analysis = withTimeline(points.length, 2 ** power * 250, (i) => points[i] as Partial<TimelinePoint>);
          analysis.kpis.byLabel.forEach((label) => {
            label.label = name;
          });
          for (const chart of drawn(analysis)) expectReadable(chart);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lay no text on another, whatever latencies there are', () => {
    // Bands are whole buckets of the histogram.
    const latencies = fc
      .uniqueArray(fc.integer({ min: -1, max: BUCKETS }), { minLength: 3, maxLength: 60 })
      .map((buckets) => buckets.sort((a, b) => a - b).map(lowerBound));
    fc.assert(
      fc.property(
        latencies,
        fc.array(fc.nat(1e6), { minLength: 60, maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        (bounds, ok, at) => {
          const bands = bounds.length - 1;
          const analysis = exampleAnalysis();
          analysis.distribution = { bounds, ok: ok.slice(0, bands), failed: ok.slice(-bands) };
          analysis.heatmap = { bounds, start: START, step: 1000, counts: Array.from({ length: 20 }, (_, i) => ok.slice(i, i + bands)) };
          const [p50, p95, p99] = at.map((n) => bounds[n % bounds.length] as number).sort((a, b) => a - b);
          Object.assign(analysis.kpis.overall.latency, { p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null });
          for (const chart of drawn(analysis)) expectReadable(chart);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('name every percentile, however close they lie', () => {
    const analysis = exampleAnalysis();
    const bound = analysis.distribution?.bounds.at(-1) as number;
    Object.assign(analysis.kpis.overall.latency, { p50: bound - 3, p95: bound - 2, p99: bound - 1 });
    const chart = chartsOf(analysis, { scheme: 'light' }).find(({ id }) => id === 'distribution') as DrawnChart;
    expectReadable(chart);
    const texts = boxesOf(chart).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['p50 637 ms', 'p95 638 ms', 'p99 639 ms']));
  });

  it('show latencies that are spread evenly as even, though bands differ in length', async () => {
    // As many requests per length of a logarithmic axis everywhere: bars of one height, with no steps where octaves meet.
    const rows = Array.from(
      { length: 40_000 },
      (_, i) => `${START + i * 5},${Math.round(100 * 2 ** ((3.2 * (i % 4001)) / 4001))},x,200,true`,
    );
    const bytes = new TextEncoder().encode(`timeStamp,elapsed,label,responseCode,success\n${rows.join('\n')}\n`);
    const analysis = await analyze([{ name: 'even.jtl', bytes }]);
    const chart = chartsOf(analysis, { scheme: 'light' }).find(({ id }) => id === 'distribution') as DrawnChart;
    const bars = [...chart.svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)"[^>]* height="([\d.]+)" fill-opacity="0.75"/g)].map(([, , high]) =>
      Number(high),
    );
    const inner = bars.slice(1, -1);
    expect(inner.length).toBeGreaterThan(15);
    expect(Math.max(...inner) / Math.min(...inner)).toBeLessThan(1.15);
  });

  it('of long runs stay small and quick, and still show a single bad second', () => {
    const bad = 2_345;
    const noise = (i: number): number => ((i * 7919) % 1013) / 1013;
    const analysis = withTimeline(3600, 1000, (i) => ({
      ...{ p50: 20 + 9 * noise(i), p95: 50 + 30 * noise(i + 7), p99: i === bad ? 900 : 80 + 60 * noise(i + 13) },
      ...{ users: 1 + Math.floor(i / 20), throughput: i === bad ? 0 : 90 + 20 * noise(i), count: 100, errors: i % 50 === 0 ? 3 : 0 },
    }));
    analysis.heatmap = {
      bounds: Array.from({ length: 31 }, (_, i) => 10 * 1.3 ** i),
      start: START,
      step: 30_000,
      counts: Array.from({ length: 120 }, (_, i) => Array.from({ length: 30 }, (_, band) => Math.floor(200 * noise(31 * i + band)))),
    };
    analysis.distribution = {
      bounds: Array.from({ length: 61 }, (_, i) => 10 * 1.1 ** i),
      ok: Array.from({ length: 60 }, (_, i) => i * 31),
      failed: Array.from({ length: 60 }, (_, i) => i),
    };
    analysis.kpis.byLabel = withEndpoints(500, (i) => `GET /${'x'.repeat(200)}/${i}`).kpis.byLabel;
    const charts = drawn(analysis);
    for (const chart of charts) {
      expectReadable(chart);
      expect(chart.svg.length, chart.id).toBeLessThan(40_960);
    }
    expect(charts[6]?.alt).toContain('p99 at most 900 ms');
    // The upper edge of the band behind the line of p99 reaches the top of the axis there: lines alone, of 15 s each, would hide it.
    const band = /<path d="M([^"]*)z" fill-opacity="0.22" fill="#7d1d5c"/.exec(charts[6]?.svg as string)?.[1] as string;
    const heights = band
      .split(' ')
      .filter((_, i) => i % 2 === 1)
      .map(Number);
    const sorted = [...heights].sort((a, b) => a - b);
    expect((sorted[1] as number) - (sorted[0] as number)).toBeGreaterThan(100);

    // Time of the processor for all six, the least of a few: what else the machine does is not ours.
    const times = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      chartsOf(analysis, { scheme: 'auto' });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(6 * 30);
  });

  it('have endpoints in the order of their table: those with few requests last', () => {
    const analysis = withEndpoints(4, (i) => `page ${i}`);
    analysis.kpis.byLabel.forEach((label, i) => {
      label.count = i === 2 ? 3 : 1000;
      label.latency.p95 = 100 * (i + 1);
    });
    const chart = chartsOf(analysis, { scheme: 'light' }).find(({ id }) => id === 'endpoints') as DrawnChart;
    expect(
      boxesOf(chart)
        .map(({ text }) => text)
        .filter((text) => text.startsWith('page')),
    ).toEqual(['page 3', 'page 1', 'page 0', 'page 2']);
  });

  it('leave out what there are no data for', () => {
    const analysis = exampleAnalysis();
    Object.assign(analysis, { timeline: null, distribution: null, heatmap: null });
    analysis.kpis.byLabel = [];
    expect(chartsOf(analysis, { scheme: 'light' })).toEqual([]);
  });

  it('of real runs are small, the same each time, and show the limit that was found', async () => {
    const analysis = await analyze([simulateRun({ kind: 'throughput-ceiling', seed: 4, format: 'jtl' }).file]);
    const charts = chartsOf(analysis, { scheme: 'auto' });
    expect(charts.map(({ id }) => id)).toEqual(['percentiles', 'throughput', 'heatmap', 'concurrency', 'endpoints', 'distribution']);
    expect(charts).toEqual(chartsOf(analysis, { scheme: 'auto' }));
    for (const chart of charts) {
      expectReadable(chart);
      expect(chart.svg.length, chart.id).toBeLessThan(40_960);
    }
    expect(charts[3]?.svg).toContain('limit found from');
    // The level is the one that the finding has, not one that the drawing makes up.
    const ceiling = analysis.evidence.flatMap(({ facts }) => facts).find(({ name }) => name === 'good answers per second at most');
    expect(charts[3]?.svg).toContain(`ceiling of good answers: ${measure(ceiling?.value ?? null)}/s`);
    expect(charts[3]?.alt).toMatch(/A limit was found at about [\d,.]+ users\./);
  });
});
