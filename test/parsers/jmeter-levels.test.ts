import { describe, expect, it } from 'vitest';
import { file, type LineFields, line, readAll } from './jmeter-reading.js';

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
});

describe('sub-results', () => {
  const page = { label: 'P', at: 0, elapsed: 100 };

  it('are numbered rows inside the time of their parent', async () => {
    expect(await kinds(page, { label: 'P-0', at: 0, elapsed: 40 }, { label: 'P-1', at: 40, elapsed: 60 }, { label: 'Q', at: 100 })).toEqual(
      ['request', 'sub', 'sub', 'request'],
    );
  });

  it('may nest', async () => {
    const names = ['P', 'P-0', 'P-0-0', 'P-0-1', 'P-0-1-0', 'P-1', 'P-1-0', 'P-2'];
    expect(await kinds(...names.map((label) => ({ label, elapsed: 50 })))).toEqual(['request', ...Array(7).fill('sub')]);
  });

  it('may be many', async () => {
    const subs = Array.from({ length: 300 }, (_, i) => ({ label: `P-${i}`, at: i, elapsed: 1 }));
    expect(await kinds({ label: 'P', elapsed: 300 }, ...subs, { label: 'P-301', at: 1 })).toEqual([
      'request',
      ...Array(300).fill('sub'),
      'request',
    ]);
  });

  it('may stick out by a millisecond, not by two', async () => {
    expect(await kinds(page, { label: 'P-0', at: -1, elapsed: 102 })).toEqual(['request', 'sub']);
    expect(await kinds(page, { label: 'P-0', at: -2, elapsed: 10 })).toEqual(['request', 'request']);
    expect(await kinds(page, { label: 'P-0', at: 0, elapsed: 102 })).toEqual(['request', 'request']);
  });

  it('come in order from 0', async () => {
    const inside = (label: string) => ({ label, at: 10, elapsed: 10 });
    expect(await kinds(page, inside('P-1'))).toEqual(['request', 'request']);
    expect(await kinds(page, inside('P-0'), inside('P-2'))).toEqual(['request', 'sub', 'request']);
    expect(await kinds(page, inside('P-0'), inside('P-0'))).toEqual(['request', 'sub', 'request']);
    expect(await kinds(page, inside('P-00'))).toEqual(['request', 'request']);
  });

  it('have the thread of their parent', async () => {
    const other = { label: 'P-0', at: 10, elapsed: 10, thread: 'Group 1-2' };
    expect(await kinds(page, other)).toEqual(['request', 'request']);
    expect(await kinds(page, { label: 'Q', thread: 'Group 1-2' }, { ...other, thread: 'Group 1-1' })).toEqual([
      'request',
      'request',
      'sub',
    ]);
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
    const rows = (samples: number) => `1700000000000,100,P,true,${samples}\n1699999999960,5,P-0,true,1\n1700000000000,5,P-0,true,1\n`;
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
    expect(reading.stamp.meaning).toBe('end');
    expect(rows.slice(9).map((row) => row.kind)).toEqual(['request', 'sub', 'sub']);
  });

  it('are found without a thread column', async () => {
    const { rows } = await readAll('timeStamp,elapsed,label,success\n1700000000000,9,P,true\n1700000000000,5,P-0,true\n');
    expect(rows.map((row) => row.kind)).toEqual(['request', 'sub']);
  });

  it('are found in many threads at once', async () => {
    const threads = Array.from({ length: 200 }, (_, i) => `T ${i}`);
    const rows = ['P', 'P-0', 'P-1'].flatMap((label) => threads.map((thread) => ({ label, thread })));
    expect(await kinds(...rows)).toEqual([...Array(200).fill('request'), ...Array(400).fill('sub')]);
  });
});
