import { describe, expect, it } from 'vitest';
import { jmeterCsv } from '../../src/parsers/jmeter-csv.js';
import { guessColumns } from '../../src/parsers/jmeter-headerless.js';
import { bytesOf, readAll } from './jmeter-reading.js';

const STAMP = 1_393_227_741_256;

/** Rows of the given columns, ten of them, as JMeter would write them. */
function rowsWith(columns: readonly string[], delimiter = ','): string {
  const value = (column: string, i: number): string | number =>
    ({
      timeStamp: STAMP + i * 10,
      elapsed: 40 + i,
      label: 'GET /login',
      responseCode: '200',
      responseMessage: 'OK',
      threadName: `Group 1-${i}`,
      dataType: 'text',
      success: i === 3 ? 'false' : 'true',
      bytes: 3000 + i,
      sentBytes: 100,
      grpThreads: 2,
      allThreads: 3,
      URL: 'http://shop/x',
      Latency: 30,
      IdleTime: 0,
      Connect: 1,
      Hostname: 'box',
      failureMessage: i === 3 ? 'expected foo' : '',
    })[column] ?? '';
  return Array.from({ length: 10 }, (_, i) => `${columns.map((column) => value(column, i)).join(delimiter)}\n`).join('');
}

const BEFORE = ['timeStamp', 'elapsed', 'label', 'responseCode', 'responseMessage', 'threadName'];

describe('files without header', () => {
  it.each([
    ['2.x', [...BEFORE, 'dataType', 'success', 'bytes']],
    ['2.x with latency', [...BEFORE, 'dataType', 'success', 'bytes', 'Latency']],
    ['2.12', [...BEFORE, 'dataType', 'success', 'bytes', 'grpThreads', 'allThreads', 'Latency']],
    ['3.0', [...BEFORE, 'dataType', 'success', 'failureMessage', 'bytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime']],
    [
      '3.1',
      [
        ...BEFORE,
        'dataType',
        'success',
        'failureMessage',
        'bytes',
        'sentBytes',
        'grpThreads',
        'allThreads',
        'Latency',
        'IdleTime',
        'Connect',
      ],
    ],
    [
      '5.x',
      [
        ...BEFORE,
        'dataType',
        'success',
        'failureMessage',
        'bytes',
        'sentBytes',
        'grpThreads',
        'allThreads',
        'URL',
        'Latency',
        'IdleTime',
        'Connect',
      ],
    ],
    ['Taurus', [...BEFORE, 'success', 'bytes', 'grpThreads', 'allThreads', 'Latency', 'Hostname', 'Connect']],
    ['without message', ['timeStamp', 'elapsed', 'label', 'responseCode', 'threadName', 'dataType', 'success', 'bytes']],
    ['of labels only', ['timeStamp', 'elapsed', 'label', 'success']],
  ])('guesses the columns of %s', (_, columns) => {
    const guess = guessColumns(bytesOf(rowsWith(columns)), true);
    expect(guess).toMatchObject({ judged: true, voters: 10, header: { delimiter: 44, names: columns } });
  });

  it.each([';', '\t', '|', '~'])('guesses the delimiter %j', async (delimiter) => {
    const { rows } = await readAll(rowsWith([...BEFORE, 'dataType', 'success', 'bytes'], delimiter));
    expect(rows[9]).toMatchObject({ label: 'GET /login', bytesIn: 3009, line: 10 });
  });

  it('leaves columns unknown that fit no known set', () => {
    const text = rowsWith([...BEFORE, 'success', 'failureMessage', 'bytes', 'Hostname']);
    expect(guessColumns(bytesOf(text), true)?.header.names.slice(6)).toEqual(['success', 'column 8', 'bytes', 'column 10']);
  });

  it('says what it assumed', async () => {
    const { rows, notices } = await readAll(`\uFEFF${STAMP},1425,GET /login,200,OK,Group 1-1,text,true,3478,1016\n`);
    expect(rows).toMatchObject([{ timestamp: STAMP * 1000, latency: 1425, bytesIn: 3478, ttfb: 1016, line: 1 }]);
    expect(notices).toMatchObject([{ id: 'no-header', what: expect.stringContaining('success, bytes, Latency') }]);
  });

  it('reads dates in the first column', async () => {
    const { rows } = await readAll('2024/02/29 12:00:00.500,14,x,200,OK,G 1-1,text,true,3478\n');
    expect(rows).toMatchObject([{ timestamp: Date.UTC(2024, 1, 29, 12, 0, 0, 500) * 1000, label: 'x' }]);
  });

  it('is not put off by a cut last row or a broken one among the voters', () => {
    const columns = [...BEFORE, 'dataType', 'success', 'bytes'];
    const text = `${rowsWith(columns)}"broken"row\n${rowsWith(columns)}${STAMP},12,GET`;
    expect(guessColumns(bytesOf(text), true)).toMatchObject({ voters: 20, header: { names: columns } });
  });

  it('may begin in the middle of a row', async () => {
    const { rows, counts } = await readAll(`OK,Group 1-1,text,true,3000\n${rowsWith([...BEFORE, 'dataType', 'success', 'bytes'])}`);
    expect(rows).toHaveLength(10);
    expect(counts.reasons).toEqual({ 'too few fields': 1 });
  });

  it('does not take the header of another format for a row', () => {
    expect(guessColumns(bytesOf(`start,duration,name,ok\n${rowsWith(['timeStamp', 'elapsed', 'label', 'success'])}`), true)).toBeNull();
  });

  it('refuses rows that nothing judges', async () => {
    const text = rowsWith(['timeStamp', 'elapsed', 'label', 'responseCode']);
    expect(jmeterCsv.detect(bytesOf(text), 'x.csv')).toBe('maybe');
    await expect(readAll(text)).rejects.toMatchObject({ code: 'unusable', message: expect.stringContaining('true and false') });
  });

  it.each([
    ['nanoseconds first', '1615016224507076698,200,435643128,0,2945\n'],
    ['no number second', `${STAMP},GET,200,true\n`],
    ['words', 'a,b,c,d\n'],
    ['two columns', `${STAMP},200\n`],
  ])('is no JTL: %s', (_, text) => {
    expect(guessColumns(bytesOf(text), true)).toBeNull();
    expect(jmeterCsv.detect(bytesOf(text), 'x.jtl')).toBe('no');
  });
});
