import { describe, expect, it } from 'vitest';
import { type AnalyzeOptions, analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';
import { BASE, jtl, type Row } from './jtl.js';

const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);

/** Rows whose latencies cover five orders of magnitude and 0, some failed; the same each time. */
function rowsOf(count: number, seed: number, every = 137): Row[] {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Array.from({ length: count }, (_, i) => ({
    at: i * every,
    ms: random() < 0.02 ? 0 : Math.round(10 ** (5 * random())),
    ok: random() < 0.9,
    label: `page ${i % 3}`,
  }));
}

/** Counts of some rows by the bounds that an analysis has, one row after the other. */
function countedBy(bounds: readonly number[], rows: readonly Row[]): number[] {
  const counts = bounds.slice(1).map(() => 0);
  for (const { ms } of rows) {
    const band = bounds.findIndex((bound, i) => ms >= bound && ms < (bounds[i + 1] ?? Number.NEGATIVE_INFINITY));
    expect(band, `${ms} ms has a band`).toBeGreaterThanOrEqual(0);
    counts[band] = (counts[band] as number) + 1;
  }
  return counts;
}

/** What is drawn counts the same requests as the KPIs do, band by band and step by step. */
function expectCounts({ distribution, heatmap, kpis, timeline }: Analysis, rows: readonly Row[]): void {
  if (distribution === null || heatmap === null) throw new Error('nothing was counted');
  const { bounds, ok, failed } = distribution;
  expect(bounds.length).toBeLessThanOrEqual(61);
  expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
  expect(new Set(bounds).size).toBe(bounds.length);
  expect(ok).toEqual(
    countedBy(
      bounds,
      rows.filter((row) => row.ok !== false),
    ),
  );
  expect(failed).toEqual(
    countedBy(
      bounds,
      rows.filter((row) => row.ok === false),
    ),
  );
  expect(sum(ok) + sum(failed)).toBe(kpis.overall.count);
  expect(sum(failed)).toBe(kpis.overall.errors);

  expect(heatmap.bounds.length).toBeLessThanOrEqual(41);
  expect(heatmap.counts.length).toBeLessThanOrEqual(120);
  expect(heatmap.start).toBe(timeline?.points[0]?.start);
  heatmap.counts.forEach((column, i) => {
    const start = heatmap.start + i * heatmap.step;
    const own = rows.filter(({ at }) => BASE + at >= start && BASE + at < start + heatmap.step);
    const expected = countedBy(heatmap.bounds, own);
    expect([...column, ...new Array(expected.length - column.length).fill(0)]).toEqual(expected);
  });
  expect(sum(heatmap.counts.flat())).toBe(kpis.overall.count);
}

async function analyzed(files: readonly Row[][], options: AnalyzeOptions = {}): Promise<Analysis> {
  return analyze(
    files.map((rows, i) => ({ name: `${i}.jtl`, bytes: jtl(rows) })),
    { merge: true, ...options },
  );
}

describe('distribution and heatmap', () => {
  const rows = rowsOf(3000, 1);

  it('count every request once, in its band and in its step', async () => {
    expectCounts(await analyzed([rows]), rows);
  });

  it('count the requests of several files together', async () => {
    const others = rowsOf(2000, 2, 211);
    expectCounts(await analyzed([rows, others]), [...rows, ...others]);
  });

  it('count what --from and --to leave, and no label that is left out', async () => {
    const options = { from: { at: BASE + 60_000 }, to: { at: BASE + 300_000 }, exclude: ['page 1'] };
    const own = rows.filter(({ at, label }) => at >= 60_000 && at < 300_000 && label !== 'page 1');
    expect(own.length).toBeGreaterThan(500);
    expectCounts(await analyzed([rows], options), own);
  });

  it('count the warm-up too, as the KPIs do', async () => {
    expectCounts(await analyzed([rows], { warmup: 100_000 }), rows);
  });

  it('put the steps of a long run together', async () => {
    const long = rowsOf(4000, 3, 27_000);
    const analysis = await analyzed([long]);
    expect(analysis.timeline?.points.length).toBeGreaterThan(120);
    expectCounts(analysis, long);
  });

  it.each([
    ['one request', [{ at: 0, ms: 7 }]],
    ['nothing that takes time', [0, 1, 2].map((i) => ({ at: i * 1000, ms: 0 }))],
    ['all the same', Array.from({ length: 50 }, (_, i) => ({ at: i * 500, ms: 1000 }))],
    ['all failed', Array.from({ length: 50 }, (_, i) => ({ at: i * 500, ms: 1 + i, ok: false }))],
    ['longer than the histogram reaches', [0, 1, 2 ** 25, 2 ** 26 - 1, 2 ** 26, 2 ** 27].map((ms, i) => ({ at: i, ms }))],
  ] as [string, Row[]][])('count %s', async (_, few) => {
    expectCounts(await analyzed([few]), few);
  });

  it('give what took no time a band of its own, and the others as many as without it', async () => {
    const some = Array.from({ length: 200 }, (_, i) => ({ at: i * 100, ms: 100 + i }));
    const without = (await analyzed([some])).distribution as NonNullable<Analysis['distribution']>;
    const zeros = (await analyzed([[...some, { at: 5, ms: 0 }, { at: 6, ms: 0 }]])).distribution;
    expect(zeros?.bounds).toEqual([0, ...without.bounds]);
    expect(zeros?.ok).toEqual([2, ...without.ok]);
  });

  it('take little of an analysis', async () => {
    const { distribution, heatmap } = await analyzed([rowsOf(20_000, 4, 60)]);
    expect(JSON.stringify({ distribution, heatmap }).length).toBeLessThan(30_000);
  });

  it('are none where a file holds figures only', async () => {
    const summary = new TextEncoder().encode(
      'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\nGET,/,10,0,5,5,1,9,100,1,0,5,5,6,6,7,8,9,9,9,9,9\n,Aggregated,10,0,5,5,1,9,100,1,0,5,5,6,6,7,8,9,9,9,9,9\n',
    );
    const analysis = await analyze([{ name: 'stats.csv', bytes: summary }]);
    expect([analysis.distribution, analysis.heatmap]).toEqual([null, null]);
  });
});
