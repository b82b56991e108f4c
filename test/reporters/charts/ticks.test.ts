import { describe, expect, it } from 'vitest';
import { axisStart, bandScale, densities } from '../../../src/reporters/charts/bands.js';
import { chartsOf } from '../../../src/reporters/charts/catalog.js';
import { logarithmic } from '../../../src/reporters/charts/ticks.js';
import { exampleAnalysis } from '../example-analysis.js';

describe('a logarithmic axis', () => {
  it.each([
    [0, 0],
    [0, 100],
    [-5, 100],
    [Number.NaN, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [5e-324, Number.MAX_VALUE],
    [100, 1],
  ])('from %d to %d has few ticks and places within', (least, most) => {
    const scale = logarithmic(least, most);
    expect(scale.ticks.length).toBeLessThan(12);
    for (const value of [-1, 0, 1, least, most, 1e300].filter((one) => !Number.isNaN(one))) {
      expect(scale.place(value)).toBeGreaterThanOrEqual(0);
      expect(scale.place(value)).toBeLessThanOrEqual(1);
    }
  });

  it.each([[[0, 0, 0]], [[0, 0, 5]], [[0, 1, 2]], [[0, 5e-324, 1]]])('holds the bands %j', (bounds) => {
    expect(axisStart(bounds)).toBeGreaterThan(0);
    expect(bandScale(bounds, 5).scale.ticks.length).toBeLessThan(12);
    for (const density of densities(bounds, [3, 4])) expect(Number.isFinite(density) && density >= 0).toBe(true);
  });
});

describe('charts of a run in which every request took 0 ms', () => {
  const analysis = exampleAnalysis();
  analysis.distribution = { bounds: [0, 0, 0], ok: [10, 5], failed: [0, 1] };
  analysis.heatmap = { bounds: [0, 0, 0], start: 0, step: 1000, counts: [[10], [5, 1]] };
  for (const point of analysis.timeline!.points)
    Object.assign(point, { mean: 0, min: 0, max: 0, p50: 0, p75: 0, p90: 0, p95: 0, p99: 0, p999: 0 });
  for (const { latency } of [analysis.kpis.overall, ...analysis.kpis.byLabel])
    Object.assign(latency, { min: 0, max: 0, mean: 0, p50: 0, p95: 0, p99: 0 });

  it('come to an end, and hold numbers only', () => {
    for (const { svg } of chartsOf(analysis, { scheme: 'light' })) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
