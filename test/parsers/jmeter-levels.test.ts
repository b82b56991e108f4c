import { describe, expect, it } from 'vitest';
import { bytesOf, file, HEADER, type LineFields, line, readAll, T0 } from './jmeter-reading.js';
import { layoutOf, scan } from './jmeter-scanning.js';

const SUM = { message: '"Number of samples in transaction : 2, number of failing samples : 0"', type: '', url: 'null' };

async function kinds(...rows: LineFields[]): Promise<string[]> {
  const { rows: read } = await readAll(file(...rows.map(line)));
  return read.map((row) => row.kind);
}

describe('transactions', () => {
  it('are known by their message', async () => {
    expect(await kinds({ label: 'a' }, { label: 'T', elapsed: 200, ...SUM })).toEqual(['request', 'transaction']);
    expect(await kinds({ message: 'Number of samples in transaction : 1' }, { message: 'Number of samples' }, { message: 'Numb' })).toEqual(
      ['transaction', 'request', 'request'],
    );
  });

  it('are not known by an empty data type', async () => {
    expect(await kinds({ code: '204', message: '', type: '' }, { type: '', url: 'null', elapsed: 500 })).toEqual(['request', 'request']);
  });

  it('are known by their other marks if messages are not kept', async () => {
    const header = 'timeStamp,elapsed,label,threadName,dataType,success,URL';
    const row = (at: number, elapsed: number, thread: string, type: string, url: string) =>
      `${1_700_000_000_000 + at},${elapsed},x,${thread},${type},true,${url}`;
    const { rows } = await readAll(
      [
        header,
        row(0, 100, 'A', 'text', 'http://x'),
        row(100, 50, 'A', '', 'http://x'),
        row(0, 160, 'A', '', 'null'),
        row(0, 160, 'B', '', 'null'),
        row(200, 10, 'A', '', ''),
        row(300, 80, 'A', '"text"', 'null'),
        row(300, 80, 'A', '""', '"null"'),
        row(400, 60, 'A', 'text', 'u'),
        row(400, 60, 'A', 'text', 'u'),
        row(400, 100, 'A', '', ''),
        row(0, 10, 'C', 'text', 'u'),
        row(0, 50, 'C', '', 'u'),
        row(0, 60, 'C', 'text', 'null'),
        row(0, 900, 'D', 'text', 'u'),
        '',
      ].join('\n'),
    );
    expect(rows.flatMap((row, i) => (row.kind === 'transaction' ? [i] : []))).toEqual([2, 6]);
  });

  /** Kinds of rows without messages; `url` is left out where it is not given. */
  async function kindsWithout(columns: string, rows: string[]): Promise<string[]> {
    const { rows: read } = await readAll([columns, ...rows, ''].join('\n'));
    return read.map((row) => row.kind);
  }

  it('are known without messages by the time with pauses that their rows took', async () => {
    const columns = 'timeStamp,elapsed,label,threadName,dataType,success,URL,IdleTime';
    const rows = (idle: number) => [
      `${T0 + 50},20,a,T,text,true,u,0`,
      `${T0 + 100},30,b,T,text,true,u,0`,
      `${T0},50,Visit,T,,true,null,${idle}`,
    ];
    expect(await kindsWithout(columns, rows(80))).toEqual(['request', 'request', 'transaction']);
    // JMeter corrects its clock now and then.
    expect(await kindsWithout(columns, rows(79))).toEqual(['request', 'request', 'transaction']);
    // One is enough; where there is none, it is none.
    expect(await kindsWithout(columns, rows(19))).toEqual(['request', 'request', 'transaction']);
    expect(await kindsWithout(columns, rows(18))).toEqual(['request', 'request', 'request']);
  });

  it('are known without messages and without URLs', async () => {
    const columns = 'timeStamp,elapsed,label,threadName,dataType,success,IdleTime';
    const rows = [`${T0},20,a,T,text,true,0`, `${T0 + 20},30,b,T,,true,0`, `${T0},50,Visit,T,,true,0`];
    expect(await kindsWithout(columns, rows)).toEqual(['request', 'request', 'transaction']);
  });

  it('are known without messages however many rows they hold', async () => {
    const columns = 'timeStamp,elapsed,label,threadName,dataType,success';
    const rows = (thread: string) =>
      Array.from({ length: 30 }, (_, i) => `${T0 + i * 10},10,step ${i},${thread},text,true`).concat(`${T0},300,Tour,${thread},,true`);
    expect(await kindsWithout(columns, rows('T'))).toEqual([...Array(30).fill('request'), 'transaction']);
    // Without a thread nobody knows what is part of what.
    expect(await kindsWithout(columns, rows(''))).toEqual(Array(31).fill('request'));
  });

  it('are no rows that another of 0 ms only came before', async () => {
    const columns = 'timeStamp,elapsed,label,threadName,dataType,success,URL';
    const rows = [0, 0, 0, 3].map((elapsed) => `${T0},${elapsed},send,T,,true,null`);
    expect(await kindsWithout(columns, rows)).toEqual(Array(4).fill('request'));
  });

  it('leave an empty row without a thread where they are inside a generated parent', async () => {
    const columns = 'timeStamp,elapsed,label,threadName,dataType,success,bytes,URL';
    const rows = [`${T0},1,a,T,text,true,9,u`, `${T0 + 1},1,Part,,,true,0,null`, `${T0 + 1},1,b,,,true,7,null`];
    expect(await kindsWithout(columns, rows)).toEqual(['request', 'transaction', 'request']);
    expect(await kindsWithout(columns, rows.slice(1))).toEqual(['request', 'request']);
  });

  it('are told of where they come before their requests and have no message', async () => {
    const columns = 'timeStamp,elapsed,label,threadName,dataType,success,URL,IdleTime';
    const visit = (i: number) => [
      `${T0 + i * 1000},20,Order,T,,true,null,50`,
      `${T0 + i * 1000 + 50},10,a,T,text,true,u,0`,
      `${T0 + i * 1000 + 60},10,b,T,text,true,u,0`,
    ];
    const { ids, notices } = await readAll([columns, ...[0, 1, 2].flatMap(visit), ''].join('\n'));
    expect(ids).toEqual(['transactions-among-requests']);
    expect(notices[0].what).toContain('3 rows');
    expect((await readAll([columns, ...[0, 1].flatMap(visit), ''].join('\n'))).ids).toEqual([]);
    // Nobody's requests are those that only come right after.
    const sends = Array.from({ length: 9 }, (_, i) => [`${T0 + i * 10},3,send,T,,true,null,0`, `${T0 + i * 10 + 3},0,send,T,,true,null,0`]);
    expect((await readAll([columns, ...sends.flat(), ''].join('\n'))).ids).toEqual([]);
  });

  it('have their starts calculated from ends with their pauses', async () => {
    const steps = Array.from({ length: 12 }, (_, i) => line({ at: 500 * (i + 1) - (i % 2) * 400, elapsed: i % 2 === 0 ? 450 : 50 }));
    const { rows, reading } = await readAll(file(...steps, line({ at: 9000, elapsed: 100, idle: 70, ...SUM })));
    expect(reading.stamp).toMatchObject({ meaning: 'end', basis: 'data' });
    expect(rows.at(-1)).toMatchObject({ kind: 'transaction', latency: 100, timestamp: (T0 + 9000 - 170) * 1000 });
  });
});

describe('a file of transactions only', () => {
  const sum = (at: number, elapsed: number, label: string, more: LineFields = {}) => line({ at, elapsed, label, ...SUM, ...more });

  it('has them counted, but those that hold others', async () => {
    const { rows, ids, counts } = await readAll(
      file(
        sum(0, 30, 'Inner'),
        sum(40, 20, 'Inner'),
        sum(0, 50, 'Outer', { idle: 10 }),
        sum(60, 2, 'Part', { thread: '', bytes: '0' }),
        sum(60, 20, 'Whole'),
      ),
    );
    expect(rows.map((row) => row.kind)).toEqual(['request', 'request', 'transaction', 'transaction', 'request']);
    expect(counts).toMatchObject({ read: 5, rejected: 0 });
    expect(ids).toEqual(['only-transactions']);
  });

  it('is judged by its first megabyte, and by nothing else', async () => {
    const long = 'x'.repeat(1000);
    const rows = Array.from({ length: 1200 }, (_, i) => sum(i * 100, 60, 'T', { url: long }));
    const { rows: read, ids } = await readAll(file(...rows, line({ at: 200_000 })), { chunks: [10_000, 3_000_000] });
    expect(read.every((row) => row.kind === 'request')).toBe(true);
    expect(ids).toEqual(['only-transactions', 'requests-after-transactions']);
    const early = await readAll(file(...rows.slice(0, 500), line(), ...rows.slice(500)));
    expect(early.rows.filter((row) => row.kind === 'request')).toHaveLength(1);
    expect(early.ids).toEqual([]);
  });

  it('says itself whether stamps are starts or ends', async () => {
    const steps = (meaning: 'start' | 'end') =>
      Array.from({ length: 20 }, (_, i) => {
        const start = i * 500 - (i % 2) * 450;
        const elapsed = i % 2 === 0 ? 50 : 900;
        return sum(start + (meaning === 'end' ? elapsed : 0), elapsed, 'T');
      });
    expect((await readAll(file(...steps('start')))).reading.stamp).toMatchObject({ meaning: 'start', basis: 'data' });
    expect((await readAll(file(...steps('end')))).reading.stamp).toMatchObject({ meaning: 'end', basis: 'data' });
    // Where some hold others, those contradict both.
    const nested = Array.from({ length: 9 }, (_, i) => [
      sum(i * 1000, 300, 'Inner'),
      sum(i * 1000 + 300, 400, 'Inner'),
      sum(i * 1000, 700, 'Outer'),
    ]);
    expect((await readAll(file(...nested.flat()))).reading.stamp).toMatchObject({ meaning: 'start', basis: 'data', againstStart: 0 });
  });

  it('has at least one', async () => {
    expect((await readAll(file())).ids).toEqual([]);
  });
});

describe('sub-results', () => {
  const page = { label: 'P', at: 0, elapsed: 100 };

  it('are numbered rows inside the time of their parent', async () => {
    expect(await kinds(page, { label: 'P-0', at: 0, elapsed: 40 }, { label: 'P-1', at: 40, elapsed: 60 }, { label: 'Q', at: 100 })).toEqual(
      ['request', 'sub', 'sub', 'request'],
    );
  });

  it('are numbered after the outermost parent, anew inside each other', async () => {
    const rows: LineFields[] = [
      { label: 'P', elapsed: 300 },
      { label: 'P-0', elapsed: 50 },
      { label: 'P-1', at: 50, elapsed: 20 },
      { label: 'P-0', at: 50, elapsed: 5, thread: '', group: '0', users: '0' },
      { label: 'P-1', at: 55, elapsed: 15, group: '0', users: '0' },
      { label: 'P-2', at: 100, elapsed: 200 },
      { label: 'P-0', at: 100, elapsed: 90, thread: '', group: '0', users: '0' },
      { label: 'P-1', at: 200, elapsed: 90, group: '0', users: '0' },
      { label: 'P-2', at: 210, elapsed: 90, group: '0', users: '0' },
      { label: 'P-3', at: 300, elapsed: 0 },
      { label: 'Q', at: 300 },
    ];
    const { rows: read } = await readAll(file(...rows.map(line)));
    expect(read.map((row) => row.kind)).toEqual(['request', ...Array(9).fill('sub'), 'request']);
    expect(read.map((row) => row.users)).toEqual([5, 5, 5, Number.NaN, Number.NaN, 5, Number.NaN, Number.NaN, Number.NaN, 5, 5]);
  });

  it('may be named after each other', async () => {
    const names = ['P', 'P-0', 'P-0-0', 'P-0-1', 'P-0-1-0', 'P-1', 'P-1-0', 'P-2'];
    expect(await kinds(...names.map((label) => ({ label, elapsed: 50 })))).toEqual(['request', ...Array(7).fill('sub')]);
    expect(await kinds({ label: 'P' }, { label: 'Q-0-0' }, { label: 'P-x-0' })).toEqual(Array(3).fill('request'));
  });

  it('may be many', async () => {
    const subs = Array.from({ length: 300 }, (_, i) => ({ label: `P-${i}`, at: i, elapsed: 1 }));
    expect(await kinds({ label: 'P', elapsed: 300 }, ...subs, { label: 'P-301', at: 1 })).toEqual([
      'request',
      ...Array(300).fill('sub'),
      'request',
    ]);
  });

  it('lie within the time of their parent', async () => {
    expect(await kinds(page, { label: 'P-0', at: 0, elapsed: 100 })).toEqual(['request', 'sub']);
    expect(await kinds(page, { label: 'P-0', at: -1, elapsed: 20 })).toEqual(['request', 'request']);
    expect(await kinds(page, { label: 'P-0', at: 0, elapsed: 101 })).toEqual(['request', 'request']);
    expect(await kinds({ ...page, elapsed: 0 }, { label: 'P-0', at: 0, elapsed: 0 })).toEqual(['request', 'request']);
  });

  it('may end 1 ms late if they are not the first, because JMeter corrects its clock', async () => {
    const first = { label: 'P-0', at: 0, elapsed: 40 };
    const last = (end: number) => ({ label: 'P-1', at: 40, elapsed: end - 40 });
    expect(await kinds(page, first, last(101))).toEqual(['request', 'sub', 'sub']);
    expect(await kinds(page, first, last(102))).toEqual(['request', 'sub', 'request']);
    expect(await kinds(page, first, { label: 'P-1', at: -1, elapsed: 30 })).toEqual(['request', 'sub', 'request']);
    // A request in between: then this is one too.
    expect(await kinds(page, first, { label: 'Q', at: 100, elapsed: 0 }, last(101))).toEqual(['request', 'sub', 'request', 'request']);
  });

  it('come in order from 0, and the first starts with what it is part of', async () => {
    const part = (label: string, at = 0) => ({ label, at, elapsed: 10 });
    expect(await kinds(page, part('P-1'))).toEqual(['request', 'request']);
    expect(await kinds(page, part('P-0', 1))).toEqual(['request', 'request']);
    expect(await kinds(page, part('P-0'), part('P-2'))).toEqual(['request', 'sub', 'request']);
    expect(await kinds(page, part('P-0'), part('P-1', 20), part('P-0', 20), part('P-0', 25))).toEqual([
      'request',
      'sub',
      'sub',
      'sub',
      'request',
    ]);
    expect(await kinds(page, part('P-00'))).toEqual(['request', 'request']);
    // Those of another page, eight requests before, have nothing to do with it.
    const later = (label: string) => ({ ...part(label), at: 1000 });
    const between = Array.from({ length: 7 }, () => ({ label: 'Q', at: 500 }));
    expect((await kinds(page, part('P-0'), part('P-1'), ...between, { ...page, at: 1000 }, later('P-1'))).at(-1)).toBe('request');
  });

  it('are no quick requests with such names', async () => {
    const steps = (elapsed: number) =>
      Array.from({ length: 12 }, (_, i) => ({ label: ['Step', 'Step-0', 'Step-1'][i % 3], at: i * elapsed, elapsed }));
    for (const elapsed of [0, 1, 2]) expect(await kinds(...steps(elapsed))).toEqual(Array(12).fill('request'));
  });

  it('may be named by their own URL', async () => {
    const part = (at: number, elapsed: number, url: string, label = url, thread = 'Group 1-1') => ({ at, elapsed, label, url, thread });
    const [a, b] = ['http://shop/?a=1', '"http://shop/?b,c"'];
    const rows = [
      { ...page, url: a },
      part(0, 30, a),
      part(30, 10, b),
      part(30, 20, a, 'http://shop/x->http://shop/?a=1'),
      part(35, 5, b, '"http://shop/->http://shop/?b,c"', ''),
      part(60, 41, a),
      // Beyond, of another name, of another thread, beyond again.
      part(60, 42, a),
      part(30, 10, a, 'http://shop/?a='),
      part(30, 10, a, 'x http://shop/?a=1'),
      part(30, 10, a, a, 'Group 1-2'),
      part(100, 5, a),
    ];
    expect(await kinds(...rows)).toEqual(['request', ...Array(5).fill('sub'), ...Array(5).fill('request')]);
    // Once more, when all labels are known.
    const again = await kinds(...rows, { label: 'other', at: 500 }, ...rows.map((row) => ({ ...row, at: row.at + 1000 })));
    expect(again.slice(rows.length + 1)).toEqual(again.slice(0, rows.length));
  });

  it('are no requests named by their URLs that come right after one with a name', async () => {
    const row = (at: number, elapsed: number) => ({ label: 'http://shop/', url: 'http://shop/', at, elapsed });
    expect(await kinds(page, row(100, 0))).toEqual(['request', 'request']);
    expect(await kinds(page, row(60, 41))).toEqual(['request', 'request']);
    expect(await kinds(page, row(60, 40))).toEqual(['request', 'sub']);
  });

  it('are no requests that are named by their URLs and follow one another', async () => {
    const url = (n: number) => ({ label: `http://shop/${n % 3}`, url: `http://shop/${n % 3}` });
    // At once, with 0 ms at the end of the one before, and 1 ms early because of the clock.
    const rows = [
      { ...url(0), at: 0, elapsed: 10 },
      { ...url(1), at: 10, elapsed: 0 },
      { ...url(2), at: 10, elapsed: 5 },
      { ...url(3), at: 14, elapsed: 1 },
      { ...url(4), at: 14, elapsed: 0 },
      { ...url(5), at: 15, elapsed: 5 },
    ];
    expect(await kinds(...rows)).toEqual(Array(6).fill('request'));
    // Nor side by side.
    expect(await kinds({ ...url(0), elapsed: 100 }, { ...url(1), at: 20, elapsed: 30 })).toEqual(['request', 'request']);
    // But they may have redirects.
    expect(await kinds({ ...url(0), elapsed: 10 }, { ...url(1), elapsed: 4 }, { ...url(2), at: 4, elapsed: 7 })).toEqual([
      'request',
      'sub',
      'sub',
    ]);
  });

  it('are known by their URL even where labels are no longer kept apart', () => {
    const limits = { labels: 2, labelBytes: 1000, codes: 9, threads: 9 };
    const url = (n: number) => `http://shop/${n}`;
    const rows = [1, 2, 3, 4].map((n) => `${T0},9,${url(n)},true,T,${url(n)}`);
    const { rows: read } = scan(
      bytesOf([`${T0},90,P,true,T,x`, ...rows, `${T0},9,Q,true,T,x`, ''].join('\n')),
      layoutOf('timeStamp,elapsed,label,success,threadName,URL', { limits }),
    );
    expect(read.map((row) => [row.label, row.kind])).toEqual([
      ['P', 'request'],
      [url(1), 'sub'],
      ...Array(3).fill(['(other labels)', 'sub']),
      ['(other labels)', 'request'],
    ]);
  });

  it('are found in files without the URLs by number only', async () => {
    const rows = ['P', 'http://x/', 'P-0'].map((label, i) => `${T0},${20 - i},${label},true,T`);
    const { rows: read } = await readAll(['timeStamp,elapsed,label,success,threadName', ...rows, ''].join('\n'));
    expect(read.map((row) => row.kind)).toEqual(['request', 'request', 'sub']);
  });

  it('have the thread of their parent, or none', async () => {
    const part = { label: 'P-0', at: 0, elapsed: 10 };
    expect(await kinds(page, { ...part, thread: 'Group 1-2' })).toEqual(['request', 'request']);
    expect(await kinds(page, { label: 'Q', thread: 'Group 1-2' }, { ...part, thread: 'Group 1-1' })).toEqual(['request', 'request', 'sub']);
    expect(await kinds(page, { ...part, thread: '' })).toEqual(['request', 'sub']);
    expect(await kinds({ ...page, thread: '' }, part)).toEqual(['request', 'request']);
    // Rows of other threads may come in between, up to a limit.
    const others = (count: number) => Array.from({ length: count }, (_, i) => ({ label: 'Q', thread: `other ${i % 9}` }));
    expect((await kinds(page, ...others(63), { ...part, thread: '' })).at(-1)).toBe('sub');
    expect((await kinds(page, ...others(64), { ...part, thread: '' })).at(-1)).toBe('request');
    expect((await kinds(page, ...others(500), part)).at(-1)).toBe('sub');
  });

  it('have a parent that is no transaction', async () => {
    const rows = ['HP-0', 'HP-1', 'HP-2'].map((label, i) => ({ label, at: i * 10, elapsed: 10 }));
    const sum = { label: 'HP', at: 0, elapsed: 30, ...SUM };
    expect(await kinds(...rows, sum, ...rows)).toEqual(['request', 'request', 'request', 'transaction', 'request', 'request', 'request']);
    expect(await kinds(sum, { label: 'HP-0', at: 0, elapsed: 20 }, { label: 'HP-0-0', at: 0, elapsed: 10 })).toEqual([
      'transaction',
      'request',
      'sub',
    ]);
  });

  it('are not known by their suffix', async () => {
    const labels = ['Group 1-1', 'TG 1-1', 'Query #4', 'x-0', '-0', 'Group 1', 'GET /item-17'];
    expect(await kinds(...labels.map((label, i) => ({ label, at: i * 100 })))).toEqual(Array(7).fill('request'));
  });

  it('are found for labels with quotes, line ends, and an empty one', async () => {
    expect(await kinds({ label: '"a, ""b"""' }, { label: '"a, ""b""-0"', elapsed: 5 })).toEqual(['request', 'sub']);
    expect(await kinds({ label: '"a\nb"' }, { label: '"a\nb-0"', elapsed: 5 })).toEqual(['request', 'sub']);
    expect(await kinds({ label: '' }, { label: '-0', elapsed: 5 })).toEqual(['request', 'sub']);
  });

  it('are found whether their label is new or known', async () => {
    const later = { label: 'P-0', at: 1000, elapsed: 10 };
    expect(await kinds(later, { label: 'P', at: 2000 }, { label: 'P-0', at: 2000 }, { label: 'P-0', at: 9000 })).toEqual([
      'request',
      'request',
      'sub',
      'request',
    ]);
  });

  it('are told apart between samplers that run side by side in one thread', async () => {
    const rows = ['P', 'Q', 'P-0', 'Q-0', 'P-1', 'Q-1'].map((label) => ({ label }));
    expect(await kinds(...rows)).toEqual(['request', 'request', 'sub', 'sub', 'sub', 'sub']);
  });

  it('have no part in the time of a transaction that is known by its marks', async () => {
    const header = 'timeStamp,elapsed,label,threadName,dataType,success,URL';
    const rows = ['100,P,T,text,true,u', '100,P-0,T,text,true,u', '150,C,T,,true,null'].map((rest) => `1700000000000,${rest}`);
    const read = await readAll([header, ...rows, ''].join('\n'));
    expect(read.rows.map((row) => row.kind)).toEqual(['request', 'sub', 'transaction']);
  });

  it('have a parent that is one sample', async () => {
    const header = 'timeStamp,elapsed,label,success,SampleCount';
    // Then stamps are ends, and P would take 50 ms before its own and 50 ms after it.
    const rows = (samples: number) => `1700000000000,100,P,true,${samples}\n1699999999955,5,P-0,true,1\n1700000000000,5,P-0,true,1\n`;
    expect((await readAll(`${header}\n${rows(2)}`)).rows.map((row) => row.kind)).toEqual(['request', 'request', 'request']);
    expect((await readAll(`${header}\n${rows(1)}`)).rows.map((row) => row.kind)).toEqual(['request', 'request', 'sub']);
  });

  it('are found by ends too', async () => {
    // Stamped with ends, long ones before short ones: read as starts, the rows of the thread would overlap.
    const steps = [50, 500, 550, 1050, 1100, 1600, 1650, 2150, 2200].map((at, i) => ({
      label: 'step',
      at,
      elapsed: i % 2 === 0 ? 50 : 450,
    }));
    const page = [
      { label: 'P', at: 2400, elapsed: 200 },
      { label: 'P-0', at: 2300, elapsed: 100 },
      { label: 'P-1', at: 2400, elapsed: 100 },
    ];
    const { rows, reading } = await readAll(file(...[...steps, ...page].map(line)));
    expect(reading.stamp).toMatchObject({ meaning: 'end', basis: 'data' });
    expect(rows.slice(9).map((row) => row.kind)).toEqual(['request', 'sub', 'sub']);
  });

  it('are found without a thread column', async () => {
    const kindsAfter = async (others: number) => {
      const rows = [`${T0},9,P,true`, ...Array.from({ length: others }, () => `${T0},9,Q,true`), `${T0},5,P-0,true`];
      return (await readAll(['timeStamp,elapsed,label,success', ...rows, ''].join('\n'))).rows.map((row) => row.kind);
    };
    expect(await kindsAfter(0)).toEqual(['request', 'sub']);
    expect((await kindsAfter(7)).at(-1)).toBe('sub');
    expect((await kindsAfter(8)).at(-1)).toBe('request');
  });

  it('are found in many threads at once', async () => {
    const threads = Array.from({ length: 200 }, (_, i) => `T ${i}`);
    const rows = ['P', 'P-0', 'P-1'].flatMap((label) => threads.map((thread) => ({ label, thread })));
    expect(await kinds(...rows)).toEqual([...Array(200).fill('request'), ...Array(400).fill('sub')]);
  });

  it('may seem to stick out by a second where stamps are cut to seconds', () => {
    const layout = layoutOf(HEADER, { wholeSeconds: true });
    const kindsOf = (endStamps: boolean, ...rows: LineFields[]) =>
      scan(bytesOf(`${rows.map(line).join('\n')}\n`), { ...layout, endStamps }).rows.map((row) => row.kind);
    // Starts 900 and 950 ms into their second: the page ends at 2,100, its parts at 1,200 and 2,100.
    const starts = [
      { label: 'P', at: 0, elapsed: 1200 },
      { label: 'P-0', at: 0, elapsed: 300 },
      { label: 'P-1', at: 1000, elapsed: 900 },
      { label: 'P-2', at: 1000, elapsed: 1200 },
    ];
    expect(kindsOf(false, ...starts)).toEqual(['request', 'sub', 'sub', 'request']);
    const ends = [
      { label: 'P', at: 2000, elapsed: 1200 },
      { label: 'P-0', at: 1000, elapsed: 300 },
      { label: 'P-1', at: 2000, elapsed: 900 },
      { label: 'P-2', at: 3000, elapsed: 10 },
    ];
    expect(kindsOf(true, ...ends)).toEqual(['request', 'sub', 'sub', 'request']);
    // A start is never cut to an earlier second than that of what began before, nor an end.
    expect(kindsOf(false, { label: 'P', at: 1000, elapsed: 100 }, { label: 'P-0', at: 0, elapsed: 50 })).toEqual(['request', 'request']);
    expect(kindsOf(true, { label: 'P', at: 1000, elapsed: 100 }, { label: 'P-0', at: 2000, elapsed: 50 })).toEqual(['request', 'request']);
    // What takes longer than another is no part of it.
    expect(kindsOf(false, { label: 'P', elapsed: 10 }, { label: 'P-0', elapsed: 11 })).toEqual(['request', 'request']);
    // Requests of one second that are named by URLs cannot be told from parts of one another, and count.
    const url = { label: 'http://shop/', url: 'http://shop/', at: 0 };
    expect(kindsOf(false, { ...url, elapsed: 300 }, { ...url, elapsed: 200 })).toEqual(['request', 'request']);
  });
});
