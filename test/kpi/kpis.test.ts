import { describe, expect, it } from 'vitest';
import { analyzeRows, BASE } from './jtl.js';

describe('figures of a run', () => {
  it('are what a pocket calculator says', async () => {
    const analysis = await analyzeRows([
      { at: 0, ms: 100, label: 'a' },
      { at: 1000, ms: 240, label: 'a', ok: false },
      { at: 2000, ms: 200, label: 'b' },
      { at: 3000, ms: 1000, label: 'b' },
    ]);
    const { overall, byLabel } = analysis.kpis;
    expect(analysis.window).toEqual({ start: BASE, end: BASE + 4000, duration: 4000 });
    expect(overall).toMatchObject({ label: null, count: 4, errors: 1, errorRate: 0.25, throughput: 1, bytesIn: 4000, bytesOut: 400 });
    // T = 500: 100 and 200 satisfied, 1000 tolerating, the failed one frustrated although fast.
    expect(overall.apdex).toBe((2 + 0.5) / 4);
    expect(overall.apdexSmallSample).toBe(true);
    expect(overall.latency).toMatchObject({ n: 4, min: 100, mean: 385, max: 1000, p50: 200, p75: 240, p90: 1000 });
    expect(overall.latency.sd).toBeCloseTo(Math.sqrt((285 ** 2 + 145 ** 2 + 185 ** 2 + 615 ** 2) / 4), 9);
    expect(overall.latencyOk).toMatchObject({ n: 3, min: 100, max: 1000, p50: 200 });
    expect(overall.latencyOk.mean).toBeCloseTo(1300 / 3, 9);
    expect(byLabel.map((label) => [label.label, label.count, label.errors])).toEqual([
      ['a', 2, 1],
      ['b', 2, 0],
    ]);
    expect(overall.latency.smallSample).toEqual(['p50', 'p75', 'p90', 'p95', 'p99', 'p999']);
  });

  it('marks percentiles with fewer than ten requests beyond them', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ at: i * 10, ms: 1 + (i % 90) }));
    const { overall } = (await analyzeRows(rows)).kpis;
    expect(overall.latency.smallSample).toEqual(['p999']);
    expect(overall.apdexSmallSample).toBe(false);
  });

  it('knows one request, and has no throughput for it if it took no time', async () => {
    const { kpis } = await analyzeRows([{ at: 0, ms: 0 }]);
    expect(kpis.overall).toMatchObject({
      count: 1,
      throughput: null,
      apdex: 1,
      latency: { min: 0, mean: 0, max: 0, sd: 0, p50: 0, p999: 0 },
    });
  });

  it('counts parts only where the file tells them', async () => {
    const { kpis } = await analyzeRows([
      { at: 0, ms: 100, latency: 60, connect: 20 },
      { at: 100, ms: 100, latency: 80, connect: 0 },
    ]);
    expect(kpis.overall.ttfb).toMatchObject({ n: 2, mean: 70, max: 80, p50: 60 });
    expect(kpis.overall.connect).toMatchObject({ n: 1, mean: 20, max: 20 });
  });

  it('lays requests on the second they start in', async () => {
    const { timeline } = await analyzeRows([
      { at: 0, ms: 5000 },
      { at: 999, ms: 10, ok: false },
      { at: 1000, ms: 30, users: 7 },
      { at: 3000, ms: 10 },
    ]);
    expect(timeline!.step).toBe(1000);
    expect(timeline!.points.map((p) => [p.start - BASE, p.count, p.errors, p.users])).toEqual([
      [0, 2, 1, 5],
      [1000, 1, 0, 7],
      [2000, 0, 0, 7],
      [3000, 1, 0, 5],
    ]);
    expect(timeline!.points[0]).toMatchObject({
      mean: 2505,
      min: 10,
      max: 5000,
      p50: 10,
      apdex: 0,
      errorRate: 0.5,
      errorClasses: [{ class: '5xx', count: 1 }],
    });
    expect(timeline!.points[2]).toMatchObject({ mean: null, p95: null, errorRate: null, apdex: null });
  });

  it('uses the Apdex target it is given', async () => {
    const rows = [
      { at: 0, ms: 100 },
      { at: 1, ms: 101 },
      { at: 2, ms: 400 },
      { at: 3, ms: 401 },
    ];
    expect((await analyzeRows(rows, { apdexT: 100 })).kpis.overall.apdex).toBe((1 + 1) / 4);
  });
});
