import { describe, expect, it } from 'vitest';
import { analyzeRows, BASE, seeded, traffic } from './jtl.js';

describe('facts about the load', () => {
  it('hold Little’s law', async () => {
    // Five users, each busy 100 ms of every 500 ms: 10 requests a second, one in flight.
    const rows = Array.from({ length: 600 }, (_, i) => ({ at: i * 100, ms: 100, thread: `u 1-${i % 5}`, users: 5 }));
    const { load } = await analyzeRows(rows);
    expect(load.littlesLaw).toMatchObject({ users: 5, consistent: true, meanLatency: 100 });
    expect(load.littlesLaw?.inFlight).toBeCloseTo(1, 9);
    expect(load.littlesLaw?.impliedPause).toBeCloseTo(400, 6);
    expect(load.threads).toBe(5);
  });

  it('show figures that contradict each other', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => ({ at: i * 100, ms: 1000, thread: `u 1-${i % 10}`, users: 2 }));
    expect((await analyzeRows(rows)).load.littlesLaw?.consistent).toBe(false);
  });

  it('find the longest time without a start, whatever the order of rows', async () => {
    const rows = traffic({ seconds: 60, perSecond: 10 }).filter((row) => row.at < 20_000 || row.at >= 23_500);
    const { load } = await analyzeRows(rows);
    expect(load.arrivals).toMatchObject({ resolution: 10, longestGap: 3600, longestGapStart: BASE + 19_900 });
    const random = seeded(9);
    const shuffled = rows
      .map((row) => ({ row, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => ({ ...row, thread: `t ${row.at}` }));
    expect((await analyzeRows(shuffled)).load.arrivals).toMatchObject({ longestGap: 3600, longestGapStart: BASE + 19_900 });
  });

  it('coarsen for long runs and notice two runs in one', async () => {
    const rows = [...traffic({ seconds: 60, perSecond: 2 }), ...traffic({ seconds: 60, perSecond: 2, from: 30 * 3_600_000 })];
    const analysis = await analyzeRows(rows);
    expect(analysis.load.arrivals?.resolution).toBe(1000);
    expect(Math.abs((analysis.load.arrivals?.longestGap ?? 0) - (30 * 3_600_000 - 59_500))).toBeLessThanOrEqual(1000);
    expect(analysis.notices.map((n) => n.id)).toEqual(['time-gap']);
    expect(analysis.timeline!.points.length).toBeLessThanOrEqual(3600);
    expect(analysis.timeline!.points.reduce((sum, p) => sum + p.count, 0)).toBe(240);
  });

  it('survive clocks years apart', async () => {
    const analysis = await analyzeRows([
      { at: 0, ms: 10 },
      { at: -25 * 365 * 86_400_000, ms: 20 },
      { at: 60 * 365 * 86_400_000, ms: 30 },
    ]);
    expect(analysis.kpis.overall.count).toBe(3);
    expect(analysis.timeline!.points.length).toBeLessThanOrEqual(3600);
    expect(analysis.notices.map((n) => n.id)).toEqual(['time-gap']);
  });

  it('tell an even stream from a bursty one', async () => {
    expect((await analyzeRows(traffic({ seconds: 60, perSecond: 10 }))).load.arrivals?.dispersion).toBe(0);
    const bursts = traffic({ seconds: 60, perSecond: 10 }).map((row) => ({ ...row, at: Math.floor(row.at / 5000) * 5000 }));
    expect((await analyzeRows(bursts)).load.arrivals?.dispersion).toBeGreaterThan(10);
  });
});
