import { describe, expect, it } from 'vitest';
import { locustExceptions } from '../../src/parsers/locust-exceptions.js';
import { CHUNKS, fixture, readFigures } from './locust-reading.js';

const HEAD = 'Count,Message,Traceback,Nodes\r\n';
const read = (text: string | Uint8Array, chunks?: readonly number[]) =>
  readFigures(locustExceptions, text, { name: 'run_exceptions.csv', ...(chunks && { chunks }) });

describe('locust-exceptions', () => {
  it.each(['1.6.0/full-history', '2.8.6/plain', '2.47.0/plain'])(
    '%s: exceptions are facts of the tool and no failed requests',
    async (one) => {
      const { figures, counts, notices } = await read(fixture(`${one}/run_exceptions.csv`));
      expect(counts).toMatchObject({ read: 2, rejected: 0 });
      expect(figures).toMatchObject({ overall: null, failures: null, byLabel: [], set: { run: 'run', part: 'exceptions' } });
      const metrics = figures.loadTool?.metrics ?? [];
      expect(metrics.map(({ name, kind }) => [name, kind])).toEqual([
        ["exception: 'nothing'", 'counter'],
        ['exception: task of "user" failed, in two lines', 'counter'],
      ]);
      const total = metrics.reduce((sum, metric) => sum + (metric.sum as number), 0);
      expect(total).toBeGreaterThan(10);
      expect(notices).toMatchObject([{ id: 'locust-exceptions', level: 'warning', what: `The test script raised ${total} exceptions.` }]);
    },
  );

  it('adds up the same message of several traces, and names one without a message by its line', async () => {
    const { figures } = await read(
      `${HEAD}2,a,"  File ""x"", line 1\n    f()\n",local\r\n3,a,other,n1\r\n1,,"  File ""x"", line 1\n    raise Stop()\n",n1\r\n`,
    );
    expect(figures.loadTool?.metrics.map(({ name, sum }) => [name, sum])).toEqual([
      ['exception: a', 5],
      ['exception: raise Stop()', 1],
    ]);
  });

  it('reads nothing of a list without exceptions', async () => {
    const { figures, counts, ids } = await read(HEAD);
    expect(figures.loadTool?.metrics).toEqual([]);
    expect(counts.read).toBe(0);
    expect(ids).toEqual([]);
  });

  it('keeps no more than 200 messages apart, and no control characters', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => `1,\x1b[31m${i},t,n\r\n`).join('');
    const { figures } = await read(HEAD + rows);
    const metrics = figures.loadTool?.metrics ?? [];
    expect(metrics.length).toBe(201);
    expect(metrics.find(({ name }) => name === 'exception: (other exceptions)')?.sum).toBe(50);
    expect(metrics.map(({ name }) => name).join('')).not.toMatch(/\p{Cc}/u);
  });

  it('rejects what has no count, and what is cut', async () => {
    const { counts, ids } = await read(`${HEAD}x,a,t,n\r\n1,b,"trace`);
    expect(counts.reasons).toEqual({ 'count is no whole number': 1, 'cut at the end of the file': 1 });
    expect(ids).toEqual(['locust-cut']);
  });

  it.each(CHUNKS)('gives the same in chunks of %s', async (...chunks) => {
    const file = fixture('2.47.0/plain/run_exceptions.csv');
    expect(await read(file, chunks)).toEqual(await read(file));
  });

  it('detects its header only', () => {
    const grade = (text: string): string => locustExceptions.detect(new TextEncoder().encode(text), '');
    expect(grade(HEAD)).toBe('sure');
    for (const other of ['', 'Count,Message\n', 'Message,Traceback\n']) expect(grade(other), other).toBe('no');
  });
});
