import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { analyzeRows, BASE, type Row, seeded, traffic } from './jtl.js';

const shape = (analysis: Analysis): [string, number, number][] =>
  analysis.phases.map((p) => [p.name, Math.round((p.start - BASE) / 1000), Math.round((p.end - BASE) / 1000)]);

/** Users go from 1 to `users`, stay, and go down again; each makes one request a second. */
function trapezoid(up: number, flat: number, down: number, users = 40): Row[] {
  const random = seeded(3);
  const rows: Row[] = [];
  for (let second = 0; second < up + flat + down; second++) {
    const active =
      second < up
        ? 1 + Math.floor((second / up) * users)
        : second < up + flat
          ? users
          : Math.max(1, Math.ceil(users * (1 - (second - up - flat + 1) / down)));
    for (let i = 0; i < active; i++)
      rows.push({
        at: second * 1000 + Math.floor((i / active) * 1000),
        ms: 40 + Math.floor(random() * 30),
        users: active,
        thread: `u 1-${i}`,
      });
  }
  return rows;
}

describe('phases', () => {
  it('of steady load are one', async () => {
    expect(shape(await analyzeRows(traffic({ seconds: 120, perSecond: 10 })))).toEqual([['steady', 0, 120]]);
  });

  it('of a trapezoid are ramp, steady and ramp-down, without gaps', async () => {
    const analysis = await analyzeRows(trapezoid(60, 180, 30));
    expect(analysis.phases.map((p) => p.name)).toEqual(['ramp', 'steady', 'ramp-down']);
    const [ramp, steady, down] = analysis.phases;
    expect(Math.abs((steady?.start as number) - BASE - 60_000)).toBeLessThanOrEqual(5000);
    expect(Math.abs((steady?.end as number) - BASE - 240_000)).toBeLessThanOrEqual(5000);
    expect(ramp?.end).toBe(steady?.start);
    expect(steady?.end).toBe(down?.start);
    expect(ramp?.start).toBe(analysis.window.start);
    expect(down?.end).toBe(analysis.window.end);
    expect(analysis.phases.reduce((sum, p) => sum + p.kpis.count, 0)).toBe(analysis.kpis.overall.count);
    expect(steady?.kpis.throughput).toBeGreaterThan(38);
    expect(steady?.kpis.throughput).toBeLessThan(42);
  });

  it('of a pure ramp have no steady part', async () => {
    const analysis = await analyzeRows(trapezoid(300, 0, 1));
    expect(analysis.phases.map((p) => p.name)).toEqual(['whole']);
    expect(analysis.phases[0]?.reason).toContain('never stays at one level');
  });

  it('are found from starts per second where users are unknown', async () => {
    const rows = trapezoid(60, 180, 30).map((row) => `${BASE + row.at},${row.ms},home,200,true`);
    const bytes = new TextEncoder().encode(`timeStamp,elapsed,label,responseCode,success\n${rows.join('\n')}\n`);
    const { analyze } = await import('../../src/analyzer.js');
    const analysis = await analyze([{ name: 'r.csv', bytes }]);
    expect(analysis.phases.map((p) => p.name)).toEqual(['ramp', 'steady', 'ramp-down']);
    expect(Math.abs((analysis.phases[1]?.start as number) - BASE - 60_000)).toBeLessThanOrEqual(15_000);
    expect(analysis.load).toMatchObject({ usersMax: null, threads: null });
  });

  it('show a slow start at full load as warm-up', async () => {
    const rows = traffic({ seconds: 200, perSecond: 20 }).map((row) => ({
      ...row,
      ms: Math.round(row.ms * (1 + 4 * Math.exp(-row.at / 8000))),
    }));
    const analysis = await analyzeRows(rows);
    expect(analysis.phases.map((p) => p.name)).toEqual(['warm-up', 'steady']);
    expect((analysis.phases[0]?.end as number) - BASE).toBeGreaterThan(10_000);
    expect((analysis.phases[0]?.end as number) - BASE).toBeLessThan(50_000);
  });

  it('do not take a fault for a phase', async () => {
    const rows = traffic({ seconds: 200, perSecond: 20 }).map((row) => ({ ...row, ms: row.at > 100_000 ? row.ms * 4 : row.ms }));
    expect(shape(await analyzeRows(rows))).toMatchObject([['steady', 0, expect.any(Number)]]);
  });

  it('take the warm-up that the user sets', async () => {
    const analysis = await analyzeRows(traffic({ seconds: 120, perSecond: 10 }), { warmup: 30_000 });
    expect(shape(analysis)).toEqual([
      ['warm-up', 0, 30],
      ['steady', 30, 120],
    ]);
    expect(analysis.phases.map((p) => p.basis)).toEqual(['user', 'data']);
    expect(analysis.phases.map((p) => p.kpis.count)).toEqual([300, 900]);
  });

  it('of short runs are not made up', async () => {
    expect((await analyzeRows(traffic({ seconds: 20, perSecond: 10 }))).phases).toMatchObject([
      { name: 'whole', reason: 'Not parted: shorter than 30 s.' },
    ]);
    expect((await analyzeRows(traffic({ seconds: 60, perSecond: 1 }))).phases).toMatchObject([
      { name: 'whole', reason: 'Not parted: fewer than 100 requests.' },
    ]);
  });

  it('of two levels are two steady parts', async () => {
    const analysis = await analyzeRows([
      ...traffic({ seconds: 100, perSecond: 10, users: 10 }),
      ...traffic({ seconds: 100, perSecond: 20, users: 20, from: 100_000 }),
    ]);
    expect(shape(analysis)).toEqual([
      ['steady', 0, 100],
      ['steady', 100, 200],
    ]);
  });
});
