import { expect, it } from 'vitest';
import { analyzeRows, traffic } from './jtl.js';

it('marks rows as the definitions say', async () => {
  const rows = [...traffic({ seconds: 100, perSecond: 10 }), { at: 50_000, ms: 9000, label: 'page 0' }];
  const { statistics } = await analyzeRows(rows);
  const values = rows.map((row) => row.ms).sort((a, b) => a - b);
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
  const median = values[Math.ceil(n / 2) - 1] as number;
  const mad = values.map((x) => Math.abs(x - median)).sort((a, b) => a - b)[Math.ceil(n / 2) - 1] as number;
  const { zScore, modifiedZScore, p99p50 } = statistics!.overall;
  expect(zScore.threshold).toBeCloseTo(mean + 2.5 * sd, 6);
  expect(zScore.value).toBeCloseTo(sd, 6);
  // All marked values but the largest lie below 256 ms, where buckets are exact.
  expect(zScore.count).toBe(values.filter((x) => x > mean + 2.5 * sd).length);
  expect(modifiedZScore.value).toBe(mad);
  expect(modifiedZScore.threshold).toBeCloseTo(median + (3.5 * mad) / 0.6745, 9);
  expect(modifiedZScore.count).toBe(values.filter((x) => (0.6745 * (x - median)) / mad > 3.5).length);
  expect(p99p50.value).toBe((values[Math.ceil(0.99 * n) - 1] as number) / median);
  expect(p99p50.count).toBe(values.filter((x) => x > 2 * median).length);
  expect(zScore.worst[0]).toMatchObject({ latency: 9000, label: 'page 0', line: 1002 });
  expect(zScore.worst.every((row) => row.latency > (zScore.threshold as number))).toBe(true);
  expect(modifiedZScore.worst.map((row) => row.latency)).toEqual(
    values
      .slice(-10)
      .reverse()
      .filter((x) => x > (modifiedZScore.threshold as number)),
  );
  expect(statistics!.byLabel.map((label) => label.label)).toEqual(['page 0', 'page 1', 'page 2']);
});

it('says where a statistic is undefined', async () => {
  const { statistics } = await analyzeRows(Array.from({ length: 20 }, (_, i) => ({ at: i * 100, ms: 0 })));
  expect(statistics!.overall.modifiedZScore).toMatchObject({ threshold: null, value: 0, count: null, share: null, worst: [] });
  expect(statistics!.overall.modifiedZScore.means).toContain('Undefined');
  expect(statistics!.overall.p99p50).toMatchObject({ value: null, count: null });
  expect(statistics!.overall.zScore).toMatchObject({ threshold: 0, count: 0, worst: [] });
});
