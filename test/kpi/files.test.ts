import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';
import { BASE, jtl, type Row, traffic } from './jtl.js';

/** What must not depend on how rows are spread over files. */
function figures(analysis: Analysis): unknown {
  const strip = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, v) =>
        key === 'file' || key === 'line' || key === 'users' ? undefined : typeof v === 'number' ? Number(v.toPrecision(12)) : v,
      ),
    );
  return strip([
    analysis.kpis,
    analysis.window,
    analysis.timeline,
    analysis.errors,
    analysis.statistics,
    analysis.percentileDefinitions,
    analysis.transactions,
  ]);
}

const row = fc.record({
  at: fc.integer({ min: 0, max: 40_000 }),
  ms: fc.integer({ min: 0, max: 3000 }),
  label: fc.constantFrom('a', 'b', 'c, d'),
  ok: fc.boolean(),
  code: fc.constantFrom('200', '500', '404'),
});

describe('several files are one run', () => {
  it('whose figures are those of all rows in one file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 80 }), fc.array(row, { minLength: 1, maxLength: 80 }), async (a, b) => {
        // The parts may not overlap in time, which makes them different runs.
        const split = await analyze(
          [
            { name: 'one.jtl', bytes: jtl(a) },
            { name: 'two.jtl', bytes: jtl(b) },
          ],
          { merge: true },
        );
        fc.pre(split.input.every((file) => file.rows.excluded === 0));
        const whole = await analyze([{ name: 'one.jtl', bytes: jtl([...a, ...b]) }]);
        // One thread wrote all rows, so either reading may have decided on END stamps: only equal decisions can be compared.
        fc.pre([...split.input, ...whole.input].every((file) => file.stamp?.meaning === whole.input[0]?.stamp?.meaning));
        expect(figures(split)).toEqual(figures(whole));
      }),
      { numRuns: 150 },
    );
  });

  it('with each one shown, and users added up', async () => {
    const one = jtl(traffic({ seconds: 40, perSecond: 5, users: 5 }));
    const two = jtl(traffic({ seconds: 40, perSecond: 5, users: 3, from: 10_000, seed: 2 }));
    const analysis = await analyze([
      { name: 'one.jtl', bytes: one },
      { name: 'two.jtl', bytes: two },
    ]);
    expect(analysis.input.map((file) => [file.file, file.totals.count, file.totals.start])).toEqual([
      ['one.jtl', 200, BASE],
      ['two.jtl', 200, BASE + 10_000],
    ]);
    expect(analysis.timeline!.points[5]?.users).toBe(5);
    expect(analysis.timeline!.points[20]?.users).toBe(8);
    expect(analysis.timeline!.points[45]?.users).toBe(3);
    expect(analysis.load.usersMax).toBe(8);
    expect(analysis.load.threads).toBe(10);
    expect(analysis.notices).toEqual([]);
  });

  it('of which the same bytes count once, under whatever name', async () => {
    const bytes = jtl(traffic({ seconds: 5, perSecond: 5 }));
    const analysis = await analyze([
      { name: 'a.jtl', bytes },
      { name: 'copy of a.csv', bytes: bytes.slice() },
    ]);
    expect(analysis.kpis.overall.count).toBe(25);
    expect(analysis.input[1]?.rows).toMatchObject({ read: 25, counted: 0, excluded: 25, rejected: 0, excludedBy: { duplicateFile: 25 } });
    expect(analysis.input[1]?.totals).toEqual({ count: 0, errors: 0, start: null, end: null });
    expect(analysis.notices.map((n) => [n.id, n.file])).toEqual([['duplicate-file', 'copy of a.csv']]);
    expect(analysis.load.usersMax).toBe(5);
  });

  it('of which one byte more is another file', async () => {
    const bytes = jtl(traffic({ seconds: 5, perSecond: 5 }));
    const other = jtl([...traffic({ seconds: 5, perSecond: 5 }), { at: 6000, ms: 1 }]);
    const analysis = await analyze([
      { name: 'a.jtl', bytes },
      { name: 'b.jtl', bytes: other },
    ]);
    expect(analysis.kpis.overall.count).toBe(51);
  });

  it('give what one of them lacks as unknown', async () => {
    const full = jtl([{ at: 0, ms: 10 }]);
    const poor = new TextEncoder().encode(`timeStamp,elapsed,label,responseCode,success\n${BASE + 5},20,home,200,true\n`);
    const { kpis } = await analyze([
      { name: 'full.jtl', bytes: full },
      { name: 'poor.jtl', bytes: poor },
    ]);
    expect(kpis.overall).toMatchObject({ count: 2, bytesIn: null, connect: null, ttfb: null });
  });
});

describe('chunks', () => {
  it('may lie in one buffer that is used again and again', async () => {
    const bytes = jtl(traffic({ seconds: 20, perSecond: 5 }));
    async function* reused(size: number): AsyncGenerator<Uint8Array> {
      const buffer = Buffer.alloc(size);
      for (let at = 0; at < bytes.length; at += size) {
        buffer.fill(0x78);
        yield buffer.subarray(0, buffer.write(new TextDecoder().decode(bytes.subarray(at, at + size)), 'latin1'));
      }
    }
    const whole = await analyze([{ name: 'r.jtl', bytes }]);
    for (const size of [7, 1000, 5000]) {
      const analysis = await analyze([{ name: 'r.jtl', chunks: reused(size) }]);
      expect({ ...analysis, run: null }).toEqual({ ...whole, run: null });
    }
  });
});

describe('a file that does not tell successes from failures', () => {
  it('has no error rate and no Apdex, and no figures of successes', async () => {
    const bytes = new TextEncoder().encode(`timeStamp,elapsed,label\n${BASE},20,home\n${BASE + 1000},30,home\n`);
    const analysis = await analyze([{ name: 'timings.csv', bytes }]);
    expect(analysis.kpis.overall).toMatchObject({
      count: 2,
      errors: null,
      errorRate: null,
      apdex: null,
      latency: { n: 2, mean: 25 },
      latencyOk: { n: 0, mean: null },
    });
    expect(analysis.timeline!.points[0]).toMatchObject({ errors: null, errorRate: null, apdex: null, mean: 20 });
    expect(analysis.notices.map((n) => n.id)).toContain('no-success-column');
  });
});

describe('rows', () => {
  const rows: Row[] = [
    { at: 0, ms: 10, label: 'a 1' },
    { at: 1000, ms: 10, label: 'b' },
    { at: 2000, ms: 10, label: 'a 2' },
    { at: 3000, ms: 10, label: 'c' },
  ];
  const one = (options: Parameters<typeof analyze>[1]): Promise<Analysis> => analyze([{ name: 'r.jtl', bytes: jtl(rows) }], options);

  it('outside the window are excluded, the start included and the end not', async () => {
    const analysis = await one({ from: { at: BASE + 1000 }, to: { after: 3000 } });
    expect(analysis.kpis.byLabel.map((l) => l.label)).toEqual(['a 2', 'b']);
    expect(analysis.input[0]?.rows).toMatchObject({ read: 4, counted: 2, excluded: 2, excludedBy: { outsideWindow: 2 } });
    expect(analysis.settings).toMatchObject({ from: BASE + 1000, to: BASE + 3000 });
  });

  it('are chosen by label, exclusion winning', async () => {
    const analysis = await one({ include: ['a *', 'c'], exclude: ['*2'] });
    expect(analysis.kpis.byLabel.map((l) => l.label)).toEqual(['a 1', 'c']);
    expect(analysis.input[0]?.rows.excludedBy.labelFilter).toBe(2);
  });

  it('that are all left out are an error, not an empty report', async () => {
    await expect(one({ include: ['nobody'] })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('4 are left out by --include'),
    });
    await expect(one({ from: { at: BASE + 9000 } })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('4 start outside'),
    });
  });

  it('that are missing are an error', async () => {
    await expect(analyze([{ name: 'h.jtl', bytes: jtl([]) }])).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('h.jtl holds no sample'),
    });
    await expect(analyze([])).rejects.toMatchObject({ code: 'usage' });
  });
});
