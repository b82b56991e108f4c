import { describe, expect, it } from 'vitest';
import { columnsOf, readHeader } from '../../src/parsers/jmeter-columns.js';
import { bytesOf, file, HEADER, line, readAll, T0 } from './jmeter-reading.js';

describe('header', () => {
  it('finds every column by name', async () => {
    const { rows, reading, counts } = await readAll(file(line()));
    expect(rows).toEqual([
      {
        timestamp: T0 * 1000,
        latency: 100,
        label: 'GET /',
        code: '200',
        thread: 'Group 1-1',
        kind: 'request',
        success: 1,
        weight: 1,
        failed: 0,
        bytesIn: 1000,
        bytesOut: 200,
        connect: 3,
        ttfb: 90,
        users: 5,
        line: 2,
        message: 'OK',
        failure: '',
        traceId: '',
        url: 'http://shop/',
      },
    ]);
    expect([...reading.columns].sort()).toEqual([
      'bytesIn',
      'bytesOut',
      'connect',
      'failureMessage',
      'label',
      'responseCode',
      'responseMessage',
      'success',
      'thread',
      'ttfb',
      'url',
      'users',
    ]);
    expect(counts).toEqual({ read: 1, rejected: 0, rejects: [], reasons: {} });
    expect(reading).toMatchObject({ granularity: 'samples', format: 'jmeter-csv', tool: { name: 'JMeter', version: null } });
    expect(reading.firstStart).toBe(T0);
  });

  it('takes columns in any order and leaves what is missing unknown', async () => {
    const { rows, reading } = await readAll(`success,elapsed,Latency,timeStamp\nfalse,50,20,${T0}\n`);
    expect(rows).toMatchObject([
      { timestamp: T0 * 1000, latency: 50, ttfb: 20, success: 0, failed: 1, label: '', code: '', thread: null, url: '', message: '' },
    ]);
    for (const column of ['bytesIn', 'bytesOut', 'connect', 'users'] as const) expect(rows[0][column]).toBeNaN();
    expect([...reading.columns].sort()).toEqual(['success', 'ttfb']);
  });

  it('prefers a name as written to one in another letter case', async () => {
    const { rows } = await readAll(`TIMESTAMP,timeStamp,Elapsed,SUCCESS,Label\n1,${T0},7,true,x\n`);
    expect(rows).toMatchObject([{ timestamp: T0 * 1000, latency: 7, success: 1, label: 'x' }]);
  });

  it('takes the first column of a name, and tells that there are more', async () => {
    const text = `timeStamp,elapsed,elapsed,success,label,LABEL\n${T0},7,9,true,x,y\n`;
    const { rows, notices } = await readAll(text);
    expect(rows).toMatchObject([{ latency: 7, label: 'x' }]);
    expect(notices).toMatchObject([
      { id: 'duplicate-columns', level: 'warning', what: expect.stringContaining('names elapsed, label more than once') },
    ]);
    expect((await readAll(file(line(), 'timeStamp,elapsed,success,success'))).ids).toEqual(['second-header', 'duplicate-columns']);
    expect((await readAll(`TIMESTAMP,timeStamp,elapsed\n1,${T0},7\n`)).ids).not.toContain('duplicate-columns');
  });

  it('reads quoted names, spaces around names and a byte order mark', async () => {
    const text = `\uFEFF"timeStamp", "elapsed" ,label,success\n${T0},7,"x, y",true\n`;
    expect((await readAll(text)).rows).toMatchObject([{ latency: 7, label: 'x, y' }]);
  });

  it('passes over blank lines before it', async () => {
    const { rows } = await readAll(`\n  \r\n${file(line())}`);
    expect(rows).toMatchObject([{ line: 4 }]);
  });

  it.each([',', ';', '\t', '|', '~', ':', '^', '!', ' ', '\\'])('finds the delimiter %j', async (delimiter) => {
    const label = `a${delimiter}b`;
    const header = HEADER.replaceAll(',', delimiter);
    const row = line({ label: 'LABEL', url: 'null', thread: 'T1' }).replaceAll(',', delimiter).replace('LABEL', `"${label}"`);
    const { rows, counts } = await readAll(`${header}\n${row}\n${row}\n`);
    expect(counts).toMatchObject({ read: 2, rejected: 0 });
    expect(rows[1]).toMatchObject({ label, bytesIn: 1000, bytesOut: 200, connect: 3, ttfb: 90, users: 5, url: '' });
  });

  it('knows sample variables from standard columns', () => {
    const header = readHeader(bytesOf('timeStamp,elapsed,success,Connect,"cart","user id"'));
    expect(header?.names).toEqual(['timeStamp', 'elapsed', 'success', 'Connect', 'cart', 'user id']);
    const columns = columnsOf(header ?? { delimiter: 0, names: [] }, ['user id']);
    expect(columns).toMatchObject({ count: 6, required: 4, traceId: 5 });
  });
});

describe('files that cannot be used', () => {
  it.each([
    ['timeStamp', 'elapsed,label,responseCode,success', /without the column timeStamp,/],
    ['elapsed', 'timeStamp,label,responseCode,success', /without the column elapsed,/],
    ['both', 'label,responseCode,responseMessage,success', /without the columns timeStamp and elapsed,/],
  ])('refuses a file without %s', async (_, header, message) => {
    const error = await readAll(`${header}\nGET,200,OK,true\n`).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'HeimrError', code: 'unusable', message: expect.stringMatching(message) });
    expect(error).toHaveProperty('hint', expect.stringContaining('timestamp_format=ms'));
  });

  it('refuses to judge by the response code', async () => {
    await expect(readAll(`timeStamp,elapsed,responseCode\n${T0},5,200\n`)).rejects.toMatchObject({
      code: 'unusable',
      message: expect.stringContaining('no column success'),
    });
  });

  it('reads a file without verdict or code, and says that errors were not checked', async () => {
    const { rows, reading, ids } = await readAll(`timeStamp,elapsed,label\n${T0},5,x\n`);
    expect(rows).toHaveLength(1);
    expect(reading.columns.has('success')).toBe(false);
    expect(ids).toEqual(['no-success-column']);
  });

  it('refuses an empty file and one of another kind', async () => {
    await expect(readAll('')).rejects.toMatchObject({ code: 'unreadable' });
    await expect(readAll('hello\nworld\n')).rejects.toMatchObject({ code: 'unusable' });
  });

  it('reads a file that holds a header only as one without rows', async () => {
    for (const text of [HEADER, `${HEADER}\n`]) {
      const { rows, counts, reading } = await readAll(text);
      expect(rows).toEqual([]);
      expect(counts.read).toBe(0);
      expect(reading.firstStart).toBeNull();
    }
  });

  it('lets its rows be walked once only', async () => {
    const { reading } = await readAll(file(line()));
    await expect(reading.batches()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'internal' });
  });
});
