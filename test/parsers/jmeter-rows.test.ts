import { describe, expect, it } from 'vitest';
import type { Notice } from '../../src/model/notice.js';
import type { SamplesReading } from '../../src/model/reading.js';
import { jmeterCsv } from '../../src/parsers/jmeter-csv.js';
import { noteMet } from '../../src/parsers/jmeter-notices.js';
import { JmeterScanner } from '../../src/parsers/jmeter-scanner.js';
import { TEXT_LIMITS } from '../../src/parsers/jmeter-texts.js';
import { bytesOf, file, HEADER, inChunks, line, readAll, T0 } from './jmeter-reading.js';
import { layoutOf, scan } from './jmeter-scanning.js';

/** The first batch of a file. */
async function firstBatch(bytes: Uint8Array) {
  const input = { name: 'x', chunks: inChunks(bytes, [1 << 20]) };
  const reading = (await jmeterCsv.open(input, { traceIdColumns: [], note: () => {} })) as SamplesReading;
  for await (const batch of reading.batches()) return { batch };
  throw new Error('no batch');
}

/** Reads rows by a header of few columns. */
async function rowsBy(header: string, ...rows: string[]) {
  return await readAll(`${header}\n${rows.join('\n')}\n`);
}

describe('values', () => {
  it.each(['true', 'TRUE', 'True', ' true ', '"true"'])('takes %j for a success', async (success) => {
    expect((await readAll(file(line({ success })))).rows).toMatchObject([{ success: 1, failed: 0 }]);
  });

  it.each(['false', 'FALSE', ' False', '"false"'])('takes %j for a failure', async (success) => {
    expect((await readAll(file(line({ success })))).rows).toMatchObject([{ success: 0, failed: 1 }]);
  });

  it('judges by success alone', async () => {
    const { rows } = await readAll(file(line({ code: '500' }), line({ code: '200', success: 'false' })));
    expect(rows.map(({ code, success }) => [code, success])).toEqual([
      ['500', 1],
      ['200', 0],
    ]);
  });

  it('keeps response codes as they are', async () => {
    const codes = ['200', '201', '', 'Non HTTP response code: java.net.SocketTimeoutException', ' 404', 'OK', '200', '"a, b"', '2000'];
    const { rows } = await readAll(file(...codes.map((code) => line({ code }))));
    expect(rows.map((row) => row.code)).toEqual([...codes.slice(0, 7), 'a, b', '2000']);
  });

  it('takes a latency of 0 for unknown, and a connect time of 0 for a reused connection', async () => {
    const { rows } = await readAll(
      file(line({ latency: '0', connect: '0' }), line({ elapsed: 0, latency: '0', connect: '0' }), line({ latency: '12' })),
    );
    expect(rows.map((row) => row.ttfb)).toEqual([Number.NaN, Number.NaN, 12]);
    expect(rows.map((row) => row.connect)).toEqual([0, 0, 3]);
  });

  it('takes missing, negative and wrong optional numbers for unknown', async () => {
    const odd = { bytes: '-1', sent: '', users: 'many', latency: '""', connect: ' ' };
    const { rows, counts } = await readAll(file(line(odd), line({ latency: '', connect: '', bytes: '', users: '' })));
    for (const row of rows) for (const value of [row.bytesIn, row.users, row.ttfb, row.connect]) expect(value).toBeNaN();
    expect(rows.map((row) => row.bytesOut)).toEqual([Number.NaN, 200]);
    expect(counts.rejected).toBe(0);
  });

  it('reads numbers of any length exactly', async () => {
    const numbers = ['1', '12', '123', '1234', '12345', '123456789012345', '1234567890123456', '007'];
    const { rows } = await readAll(file(...numbers.map((bytes) => line({ bytes }))));
    expect(rows.map((row) => row.bytesIn)).toEqual(numbers.map(Number));
    const short = await readAll(file(...['0', '5', '86400001', '2678400000'].map((elapsed) => line({ elapsed }))));
    expect(short.rows.map((row) => row.latency)).toEqual([0, 5, 86_400_001, 2_678_400_000]);
  });

  it('notices durations that are no whole numbers', async () => {
    expect((await readAll(file(line()))).whole).toBe(true);
    const { rows, whole } = await readAll(file(line({ elapsed: '12.25' }), line()));
    expect(rows[0].latency).toBe(12.25);
    expect(whole).toBe(false);
  });

  it('reads every text of a row, unquoted', async () => {
    const fields = { message: '"a ""b"", c"', failure: '"line 1\nline 2"', url: '"http://x/?a,b"' };
    const { rows } = await readAll(file(line(fields), line({ message: 'null', url: 'null', failure: 'null' })));
    expect(rows).toMatchObject([
      { message: 'a "b", c', failure: 'line 1\nline 2', url: 'http://x/?a,b' },
      { message: '', url: '', failure: '' },
    ]);
  });

  it('cuts long texts', async () => {
    const { rows } = await readAll(
      file(
        line({ message: 'é'.repeat(5000), label: 'ü'.repeat(600) }),
        line({ label: `${'x'.repeat(1024)}` }),
        line({ failure: `"${'""'.repeat(9000)}"` }),
      ),
    );
    expect(rows[0].message).toBe('é'.repeat(4096));
    expect(rows[0].label).toBe(`${'ü'.repeat(512)}…`);
    expect(rows[1].label).toBe('x'.repeat(1024));
    expect(rows[2].failure).toBe('"'.repeat(8192));
  });

  it('takes labels that differ beyond the cut for one', async () => {
    const { rows, reading } = await readAll(file(...['a', 'b'].map((end) => line({ label: 'x'.repeat(1030) + end }))));
    expect(new Set(rows.map((row) => row.label)).size).toBe(1);
    expect(reading.format).toBe('jmeter-csv');
  });

  it('reads labels of any kind', async () => {
    const labels = ['', 'a\tb', 'über 日本 😀', '"a, b"', '"say ""x"""', '"two\nlines"', '(x) & {y} #4', 'nul\0byte', ' spaced '];
    const { rows } = await readAll(file(...labels.map((label) => line({ label }))));
    expect(rows.map((row) => row.label)).toEqual([
      '',
      'a\tb',
      'über 日本 😀',
      'a, b',
      'say "x"',
      'two\nlines',
      '(x) & {y} #4',
      'nul\0byte',
      ' spaced ',
    ]);
    expect(rows.map((row) => row.line)).toEqual([2, 3, 4, 5, 6, 7, 9, 10, 11]);
  });

  it('shows bytes that are no UTF-8', async () => {
    const bytes = bytesOf(file(line({ label: 'caf_' })));
    bytes[bytes.indexOf(95)] = 0xe9;
    expect((await readAll(bytes)).rows[0].label).toBe('caf\uFFFD');
  });

  it('takes 0 threads for unknown, and the column for missing where the head has nothing else', async () => {
    const none = line({ group: '0', users: '0' });
    const some = await readAll(file(none, line(), none, line({ users: '7' })));
    expect(some.rows.map((row) => row.users)).toEqual([Number.NaN, 5, Number.NaN, 7]);
    expect(some.reading.columns.has('users')).toBe(true);
    const no = await readAll(file(none, none, line({ users: '-1' }), line({ users: '' })));
    expect(no.rows.every((row) => Number.isNaN(row.users))).toBe(true);
    expect(no.reading.columns.has('users')).toBe(false);
  });

  it('knows no thread where the name is empty or missing', async () => {
    const { rows } = await readAll(file(line({ thread: '' }), line({ thread: 'T' })));
    expect(rows.map((row) => row.thread)).toEqual([null, 'T']);
  });
});

describe('trace ids', () => {
  const header = 'timeStamp,elapsed,success,"Trace_ID","traceparent"';
  const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('come from the first of the columns asked for', async () => {
    const text = `${header}\n${T0},5,true,abc,${parent}\n${T0},5,true,null,null\n`;
    const first = await readAll(text, { traceIdColumns: ['trace_id', 'traceparent'] });
    expect(first.rows.map((row) => row.traceId)).toEqual(['abc', '']);
    expect(first.reading.columns.has('traceId')).toBe(true);
    const second = await readAll(text, { traceIdColumns: ['TRACEPARENT', 'trace_id'] });
    expect(second.rows[0].traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect((await readAll(text, { traceIdColumns: ['other'] })).reading.columns.has('traceId')).toBe(false);
  });
});

describe('rows that are no samples', () => {
  it.each([
    ['timeStamp is not a number', line({ at: 'yesterday' })],
    ['timeStamp is not a number', line({ at: '' })],
    ['timeStamp is not a number', line({ at: '170000000000x' })],
    ['timeStamp is not a number', line({ at: '1700000x00000' })],
    ['timeStamp is no valid date', line({ at: '2024/13/45 10:00:00' })],
    ['timeStamp out of range', line({ at: '0' })],
    ['timeStamp out of range', line({ at: '-1700000000000' })],
    ['timeStamp out of range', line({ at: String(Date.UTC(1989, 11, 31)) })],
    ['timeStamp out of range', line({ at: String(Date.UTC(2100, 0, 1)) })],
    ['timeStamp out of range', line({ at: '9999999999999' })],
    ['elapsed is negative', line({ elapsed: -5 })],
    ['elapsed is not a number', line({ elapsed: '' })],
    ['elapsed is not a number', line({ elapsed: '12ms' })],
    ['elapsed is more than 31 days', line({ elapsed: '2678400001' })],
    ['elapsed is more than 31 days', line({ elapsed: '999999999999' })],
    ['success is neither true nor false', line({ success: '' })],
    ['success is neither true nor false', line({ success: 'yes' })],
    ['success is neither true nor false', line({ success: 'truest' })],
    ['too few fields', line().split(',').slice(0, 16).join(',')],
    ['too few fields', 'garbage'],
    ['too many fields', `${line()},x`],
    ['too many fields', line({ message: 'a, b' })],
    ['text after a closing quote', line({ label: '"a"b' })],
  ])('%s: %s', async (reason, bad) => {
    const { rows, counts } = await readAll(file(line(), bad, line()));
    expect(rows.map((row) => row.line)).toEqual([2, 4]);
    expect(counts).toEqual({
      read: 3,
      rejected: 1,
      reasons: { [reason]: 1 },
      rejects: [{ line: 3, reason, text: [...bad].slice(0, 200).join('') }],
    });
  });

  it('keeps the limits of time and duration', async () => {
    const { counts } = await readAll(
      file(line({ at: String(Date.UTC(1990, 0, 1)) }), line({ at: String(Date.UTC(2100, 0, 1) - 1) }), line({ elapsed: '2678400000' })),
    );
    expect(counts).toMatchObject({ read: 3, rejected: 0 });
  });

  it('accepts empty fields behind the last column', async () => {
    const { rows } = await readAll(file(`${line()},,`, `${line()},`));
    expect(rows).toHaveLength(2);
  });

  it('accepts rows with fewer sample variables than the header', async () => {
    const header = `${HEADER},"a","b"`;
    const { rows, counts } = await rowsBy(header, `${line()},1,2`, `${line()},1`, line(), `${line()},1,2,3`);
    expect(rows).toHaveLength(3);
    expect(counts.reasons).toEqual({ 'too many fields': 1 });
  });

  it('keeps the first twenty and counts all', async () => {
    const { counts } = await readAll(file(...Array.from({ length: 50 }, () => 'x'), line()));
    expect(counts).toMatchObject({ read: 51, rejected: 50, reasons: { 'too few fields': 50 } });
    expect(counts.rejects.map((reject) => reject.line)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  it('shows their start on one printable line', async () => {
    const { counts } = await readAll(file(line(), `"x\u001b[0m\n${'y'.repeat(300)}"`, line()));
    expect(counts.rejects[0].text).toBe(`"x [0m ${'y'.repeat(193)}`);
  });
});

describe('rows of several samples', () => {
  const header = 'timeStamp,elapsed,label,success,bytes,Latency,SampleCount,ErrorCount,Connect';

  it('are spread over their samples', async () => {
    const { rows, ids, whole, reading, notices } = await rowsBy(
      header,
      `${T0},1001,x,false,5000,200,4,1,40`,
      `${T0},100,x,true,10,90,1,0,3`,
      `${T0},100,x,false,10,90,2,,3`,
      `${T0},100,x,true,10,90,2,2,3`,
      `${T0},100,x,true,10,90,,,3`,
      `${T0},100,x,false,10,90,2,0,3`,
    );
    const given = rows.map(({ timestamp, latency, weight, failed, success, bytesIn, ttfb, connect }) => [
      timestamp / 1000 - T0,
      latency,
      weight,
      failed,
      success,
      bytesIn,
      ttfb,
      connect,
    ]);
    expect(given).toEqual([
      [-250.25, 250.25, 4, 1, 0, 5000, 50, 10],
      [-100, 100, 1, 0, 1, 10, 90, 3],
      [-50, 50, 2, 2, 0, 10, 45, 1.5],
      [-50, 50, 2, 2, 1, 10, 45, 1.5],
      [-100, 100, 1, 0, 1, 10, 90, 3],
      [-50, 50, 2, 1, 0, 10, 45, 1.5],
    ]);
    expect(ids).toEqual(['end-stamps', 'aggregated-rows']);
    expect(reading.stamp).toMatchObject({ meaning: 'end', basis: 'format' });
    expect(notices[0].why).toMatch(/several requests/);
    expect(whole).toBe(false);
    expect(reading.columns.has('weight')).toBe(true);
  });

  it('do not pass their weight on to later rows', async () => {
    const plain = `${T0},100,x,true,10,90,1,0,3`;
    const { rows } = await rowsBy(header, `${T0},100,x,true,10,90,5,0,3`, ...Array.from({ length: 5000 }, () => plain));
    expect(rows.reduce((sum, row) => sum + row.weight, 0)).toBe(5005);
  });

  it.each([
    ['0', '0', 'SampleCount is 0'],
    ['1.0', '0', 'SampleCount is no whole number'],
    ['2.5', '0', 'SampleCount is no whole number'],
    ['-1', '0', 'SampleCount is no whole number'],
    ['many', '0', 'SampleCount is no whole number'],
    ['1000001', '0', 'SampleCount is more than 1000000'],
    ['9'.repeat(40), '0', 'SampleCount is more than 1000000'],
    ['4', '5', 'ErrorCount is more than SampleCount'],
    ['1', '2', 'ErrorCount is more than SampleCount'],
    ['', '2', 'ErrorCount is more than SampleCount'],
    ['4', '0.5', 'ErrorCount is no whole number'],
    ['1', '-1', 'ErrorCount is no whole number'],
    ['4', 'x', 'ErrorCount is no whole number'],
  ])('are rejected if they stand for %j with %j errors', async (samples, errors, reason) => {
    const { rows, counts } = await rowsBy(header, `${T0},100,x,true,10,90,${samples},${errors},3`);
    expect([rows.length, counts.reasons]).toEqual([0, { [reason]: 1 }]);
  });

  it('stand for a million at most, and their durations are judged by the sample', async () => {
    const { rows } = await rowsBy(header, `${T0},3000000000000,x,true,10,90,1000000,1000000,3`);
    expect(rows).toMatchObject([{ weight: 1_000_000, failed: 1_000_000, latency: 3_000_000 }]);
    const { counts } = await rowsBy(header, `${T0},5356800002,x,true,10,90,2,0,3`);
    expect(counts.reasons).toEqual({ 'elapsed is more than 31 days': 1 });
  });

  it('are rejected if they begin before 1990', async () => {
    const { counts } = await rowsBy(header, `${Date.UTC(1990, 0, 1)},100,x,true,10,90,2,0,3`, `${T0},100,x,true,10,90,2,0,3`);
    expect(counts).toMatchObject({ read: 2, rejected: 1, reasons: { 'start out of range': 1 } });
  });

  it('are judged by success alone where they are of one sample, or samples are not counted', async () => {
    const ones = ['true,1,1', 'false,1,0', 'true,1,0', 'false,1,1'].map((fields) => `${T0},100,${fields}`);
    expect((await rowsBy('timeStamp,elapsed,success,SampleCount,ErrorCount', ...ones)).rows.map((row) => row.failed)).toEqual([0, 1, 0, 1]);
    expect((await rowsBy('timeStamp,elapsed,success,ErrorCount', `${T0},100,true,77`)).rows).toMatchObject([{ failed: 0, weight: 1 }]);
  });
});

describe('dictionaries', () => {
  it('hold what counted rows hold, in order of appearance', async () => {
    const bad = line({ label: 'rejected', code: '999', thread: 'nobody', success: 'maybe' });
    const bytes = bytesOf(file(line({ label: 'b' }), bad, line({ label: 'a' }), bad, line({ label: 'b' })));
    const { batch } = await firstBatch(bytes);
    const texts = [batch.labels, batch.codes, batch.threads].map((dictionary) =>
      Array.from({ length: dictionary.size }, (_, id) => dictionary.text(id)),
    );
    expect(texts).toEqual([['b', 'a'], ['200'], ['Group 1-1']]);
  });
});

describe('limits', () => {
  const limits = { labels: 2, labelBytes: 1000, codes: 2, threads: 1 };

  it('give further labels one name, and further threads none', () => {
    const lines = ['a', 'b', 'c', 'd', 'a'].map((label, i) => `${T0},9,${label},true,T${i % 3}\n`).join('');
    const layout = layoutOf('timeStamp,elapsed,label,success,threadName', { limits });
    const { rows, texts } = scan(bytesOf(lines), layout);
    expect(rows.map((row) => row.label)).toEqual(['a', 'b', '(other labels)', '(other labels)', 'a']);
    expect(rows.map((row) => row.thread)).toEqual(['T0', null, null, 'T0', null]);
    expect(texts).toEqual([['a', 'b', '(other labels)'], [''], ['T0']]);
  });

  it('keep the levels of threads without an id apart', () => {
    const threads = ['T0', 'T1', 'T2'];
    const lines = ['P', 'P-0'].flatMap((label) => threads.map((thread) => `${T0},9,${label},true,${thread}\n`)).join('');
    const layout = layoutOf('timeStamp,elapsed,label,success,threadName', { limits });
    expect(scan(bytesOf(lines), layout).rows.map((row) => row.kind)).toEqual([...Array(3).fill('request'), ...Array(3).fill('sub')]);
  });

  it('are told', () => {
    const lines = ['a', 'b', 'c'].map((label) => `${T0},9,${label},true\n`).join('');
    const scanner = new JmeterScanner(layoutOf('timeStamp,elapsed,label,success', { limits }));
    scanner.feed(bytesOf(`${lines}\n${' '.repeat(20)}`));
    while (scanner.next()) expect(scanner.batch.rows).toBe(3);
    const notices: Notice[] = [];
    noteMet('x.jtl', scanner, false, (notice) => notices.push(notice));
    expect(notices).toMatchObject([
      { id: 'labels-folded', level: 'warning', file: 'x.jtl', what: expect.stringContaining('first 2 labels') },
    ]);
  });

  it('keeps so many response codes and threads apart', async () => {
    const distinct = TEXT_LIMITS.threads + 2;
    const text = `timeStamp,elapsed,success,responseCode,threadName\n${Array.from({ length: distinct }, (_, i) => `${T0},1,true,c${i},t${i}\n`).join('')}`;
    const { rows, notices, counts } = await readAll(text);
    expect(counts).toMatchObject({ read: distinct, rejected: 0 });
    expect(rows[TEXT_LIMITS.codes - 1].code).toBe(`c${TEXT_LIMITS.codes - 1}`);
    expect(rows[TEXT_LIMITS.codes].code).toBe('(other codes)');
    expect(rows[TEXT_LIMITS.threads - 1].thread).toBe(`t${TEXT_LIMITS.threads - 1}`);
    expect(rows.slice(TEXT_LIMITS.threads).map((row) => row.thread)).toEqual([null, null]);
    expect(notices.map(({ id, what }) => [id, what])).toEqual([
      ['codes-folded', expect.stringContaining('first 10000 ')],
      ['threads-folded', expect.stringContaining('first 65536 ')],
    ]);
  });
});
