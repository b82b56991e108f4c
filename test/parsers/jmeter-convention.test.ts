import { describe, expect, it } from 'vitest';
import { file, type LineFields, line, readAll, T0 } from './jmeter-reading.js';

/** What a thread does, one thing after the other, short and long ones by turns, stamped with its starts or ends. */
function steps(meaning: 'start' | 'end', count: number, more: LineFields = {}): LineFields[] {
  let start = 0;
  return Array.from({ length: count }, (_, i) => {
    const elapsed = i % 2 === 0 ? 50 : 500;
    const at = meaning === 'start' ? start : start + elapsed;
    start += elapsed + 5;
    return { at, elapsed, ...more };
  });
}

async function stampOf(rows: LineFields[]) {
  const { reading, rows: read, ids } = await readAll(file(...rows.map(line)));
  return { stamp: reading.stamp, starts: read.map((row) => row.timestamp / 1000 - T0), firstStart: reading.firstStart, ids };
}

describe('what stamps mean', () => {
  it('is start where the rows of a thread say so', async () => {
    const { stamp, starts, ids } = await stampOf(steps('start', 10));
    expect(stamp).toEqual({ meaning: 'start', basis: 'data', pairs: 9, againstStart: 0, againstEnd: 5 });
    expect(starts).toEqual(steps('start', 10).map((step) => step.at));
    expect(ids).toEqual([]);
  });

  it('is end where they say so, and starts are calculated', async () => {
    const { stamp, starts, firstStart, ids } = await stampOf(steps('end', 10));
    expect(stamp).toEqual({ meaning: 'end', basis: 'data', pairs: 9, againstStart: 4, againstEnd: 0 });
    expect(starts).toEqual(steps('start', 10).map((step) => step.at));
    expect(firstStart).toBe(T0);
    expect(ids).toEqual(['end-stamps']);
  });

  it('is assumed to be start where nothing speaks, or too little for ends', async () => {
    expect((await stampOf([{}])).stamp).toEqual({ meaning: 'start', basis: 'assumed', pairs: 0, againstStart: 0, againstEnd: 0 });
    expect((await stampOf([{ at: 0 }, { at: 5000 }])).stamp).toMatchObject({ basis: 'assumed', pairs: 1 });
    expect((await stampOf(steps('end', 6))).stamp).toMatchObject({ meaning: 'start', basis: 'assumed', againstStart: 2 });
  });

  it('is assumed, without a word, where a pair or two are all there is', async () => {
    const quiet = Array.from({ length: 300 }, (_, i) => ({ at: i * 1000, elapsed: 20 }));
    const against = (...pairs: { at: number; elapsed: number }[]) =>
      stampOf([...quiet, ...pairs.map((row) => ({ ...row, at: 400_000 + row.at }))]);
    const longer = Array.from({ length: 3 }, (_, i) => ({ at: 6000 * i, elapsed: 20 })).flatMap((row) => [
      row,
      { at: row.at + 100, elapsed: 5000 },
    ]);
    const two = await against(...longer.slice(0, 4));
    expect(two.stamp).toMatchObject({ meaning: 'start', basis: 'assumed', againstStart: 0, againstEnd: 2 });
    expect(two.ids).toEqual([]);
    expect((await against(...longer)).stamp).toMatchObject({ meaning: 'start', basis: 'data', againstStart: 0, againstEnd: 3 });
    const overlap = await against({ at: 0, elapsed: 500 }, { at: 100, elapsed: 20 });
    expect(overlap.stamp).toMatchObject({ meaning: 'start', basis: 'assumed', againstStart: 1, againstEnd: 0 });
    expect(overlap.ids).toEqual([]);
  });

  it('is assumed where both are contradicted, as by rows side by side in one thread', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ at: i * 10, elapsed: i % 2 === 0 ? 400 : 900 }));
    const { stamp } = await stampOf(rows);
    expect(stamp).toMatchObject({ meaning: 'start', basis: 'assumed' });
    expect(Math.min(stamp.againstStart, stamp.againstEnd)).toBeGreaterThan(10);
  });

  it('is end in spite of a few pairs against it', async () => {
    const odd = [...steps('end', 100), { at: 30_000, elapsed: 10_000 }];
    expect((await stampOf(odd)).stamp).toMatchObject({ meaning: 'end', againstStart: 49, againstEnd: 1 });
  });

  it('allows for a millisecond lost to rounding', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ at: i * 100, elapsed: 101 }));
    expect((await stampOf(rows)).stamp).toMatchObject({ meaning: 'start', againstStart: 0 });
    const more = Array.from({ length: 20 }, (_, i) => ({ at: i * 100, elapsed: 102 }));
    expect((await stampOf(more)).stamp).toMatchObject({ againstStart: 19 });
  });

  it('is asked of each thread by itself', async () => {
    const both = ['A', 'B'].map((thread) => steps('start', 10, { thread }));
    const mixed = both[0].flatMap((row, i) => [row, both[1][i]]);
    expect((await stampOf(mixed)).stamp).toEqual({ meaning: 'start', basis: 'data', pairs: 18, againstStart: 0, againstEnd: 10 });
    expect((await stampOf(steps('start', 10, { thread: '' }))).stamp).toMatchObject({ pairs: 0, basis: 'assumed' });
  });

  it('is not asked of transactions, sub-results and rows of several samples', async () => {
    const message = '"Number of samples in transaction : 1, number of failing samples : 0"';
    const rows = steps('start', 10).flatMap((row) => [
      { ...row, label: 'P' },
      { ...row, label: 'P-0' },
      { ...row, label: 'T', message },
    ]);
    expect((await stampOf(rows)).stamp).toEqual({ meaning: 'start', basis: 'data', pairs: 9, againstStart: 0, againstEnd: 5 });
    const header = 'timeStamp,elapsed,success,threadName,SampleCount';
    const counted = Array.from({ length: 9 }, (_, i) => `${T0 + i},100,true,T,5\n`).join('');
    expect((await readAll(`${header}\n${counted}`)).reading.stamp).toMatchObject({ pairs: 0 });
  });

  it('is decided from the first megabyte', async () => {
    const padding = 'x'.repeat(1000);
    const rows = [...steps('start', 1100, { url: padding }), ...steps('end', 5000, { at: 0, thread: 'late', url: padding })];
    const { stamp } = await stampOf(rows);
    expect(stamp).toMatchObject({ meaning: 'start', basis: 'data', againstStart: 0 });
    expect(stamp.pairs).toBeLessThan(1050);
  });
});

describe('an assumption about stamps', () => {
  const overlapping = (count: number) => Array.from({ length: count }, (_, i) => ({ at: i * 10, elapsed: i % 2 === 0 ? 400 : 900 }));

  it('is told where rows contradict it, and there are enough to matter', async () => {
    const { notices } = await readAll(file(...overlapping(101).map(line)));
    expect(notices).toMatchObject([{ id: 'stamps-assumed', level: 'warning', why: expect.stringMatching(/of 100 pairs .* overlap/) }]);
    expect((await stampOf(overlapping(100))).ids).toEqual([]);
  });

  it('is not told where users pause, or where there is nothing to compare', async () => {
    const { stamp, ids } = await stampOf(Array.from({ length: 200 }, (_, i) => ({ at: i * 1000, elapsed: 20 })));
    expect(stamp).toMatchObject({ meaning: 'start', basis: 'assumed', pairs: 199, againstStart: 0, againstEnd: 0 });
    expect(ids).toEqual([]);
    expect((await stampOf(overlapping(200).map((row, i) => ({ ...row, thread: `T ${i}` })))).ids).toEqual([]);
  });
});

describe('stamps in whole seconds', () => {
  const HEADER = 'timeStamp,elapsed,label,success,threadName';
  const written = (at: number, characters: number) => new Date(T0 + at).toISOString().slice(0, characters).replace('T', ' ');

  async function read(count: number, gap: number, elapsed: (i: number) => number) {
    const rows = Array.from({ length: count }, (_, i) => `${written(i * gap, 19)},${elapsed(i)},a,true,T`);
    const { reading, ids } = await readAll([HEADER, ...rows, ''].join('\n'), { timeZone: 'UTC' });
    return { stamp: reading.stamp, ids };
  }

  it('contradict by more than a second only', async () => {
    // One row right after the other, many in a second.
    const { stamp } = await read(30, 300, () => 300);
    expect(stamp).toMatchObject({ meaning: 'start', basis: 'assumed', againstStart: 0, againstEnd: 0 });
    expect((await read(30, 3000, (i) => (i % 2 === 0 ? 10 : 2990))).stamp).toMatchObject({ againstStart: 0 });
    expect((await read(30, 1500, () => 5500)).stamp).toMatchObject({ againstStart: 29 });
  });

  it('are told of where nothing shows what they mean', async () => {
    expect((await read(101, 300, () => 300)).ids).toEqual(['stamps-assumed']);
    expect((await read(100, 300, () => 300)).ids).toEqual([]);
  });

  it('let parts of a page stick out, other stamps do not', async () => {
    const kinds = async (stamp: (at: number) => string) => {
      const row = (at: number, elapsed: number, label: string) => `${stamp(at)},${elapsed},${label},true,T`;
      const rows = [row(900, 1200, 'P'), row(900, 300, 'P-0'), row(1200, 900, 'P-1'), row(2200, 10, 'Q')];
      return (await readAll([HEADER, ...rows, ''].join('\n'), { timeZone: 'UTC' })).rows.map((row) => row.kind);
    };
    const found = ['request', 'sub', 'sub', 'request'];
    expect(await kinds((at) => written(at, 19))).toEqual(found);
    expect(await kinds((at) => written(at, 23))).toEqual(found);
    expect(await kinds((at) => String(T0 + at))).toEqual(found);
    expect(await kinds((at) => String(Math.floor((T0 + at) / 1000)))).toEqual(found);
    // Cut to seconds, but written with more digits: nobody knows that they were cut.
    expect(await kinds((at) => `${written(at, 19)}.000`)).toEqual(['request', 'sub', 'request', 'request']);
    expect(await kinds((at) => `${Math.floor((T0 + at) / 1000)}.0`)).toEqual(['request', 'sub', 'request', 'request']);
  });
});

describe('a start out of range', () => {
  const odd = { at: String(Date.UTC(1990, 0, 1) + 1), elapsed: 999_999, idle: 0 };

  it('costs the row where stamps are ends, and no other', async () => {
    const ends = steps('end', 10).map(line);
    const { rows, counts, reading } = await readAll(file(line({ ...odd, thread: 'old' }), ...ends, line({ ...odd, thread: 'old' })));
    expect(reading.stamp).toMatchObject({ meaning: 'end', pairs: 9, againstStart: 4, againstEnd: 0 });
    expect(rows.map((row) => row.timestamp / 1000 - T0)).toEqual(steps('start', 10).map((step) => step.at));
    expect(counts).toMatchObject({ read: 12, rejected: 2, reasons: { 'start out of range': 2 } });
    expect(reading.firstStart).toBe(T0);
  });

  it('can be due to a pause', async () => {
    const ends = steps('end', 10).map(line);
    const { counts } = await readAll(file(...ends, line({ thread: 'B', idle: '999999999999' }), line({ thread: 'C', idle: '9' })));
    expect(counts).toMatchObject({ rejected: 0 });
    const { counts: more } = await readAll(file(...ends, line({ thread: 'B', idle: '1999999999999' })));
    expect(more.reasons).toEqual({ 'start out of range': 1 });
  });

  it('is none where stamps are starts', async () => {
    const { rows } = await readAll(file(line(odd)));
    expect(rows).toMatchObject([{ timestamp: Number(odd.at) * 1000, latency: 999_999 }]);
  });
});

describe('the first start', () => {
  it('is the earliest, which need not be the first row', async () => {
    expect((await stampOf([{ at: 100 }, { at: 7 }, { at: 50 }])).firstStart).toBe(T0 + 7);
  });
});
