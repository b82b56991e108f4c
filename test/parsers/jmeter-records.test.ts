import { describe, expect, it } from 'vitest';
import { bytesOf, file, HEADER, line, readAll } from './jmeter-reading.js';

const MIB = 1 << 20;

describe('line ends', () => {
  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('reads files with %s', async (_, end) => {
    const lines = [HEADER, line(), line({ message: `"a${end}b"` }), '', line({ label: 'last' }), ''];
    const { rows, counts } = await readAll(lines.join(end));
    expect(rows.map((row) => row.line)).toEqual([2, 3, 6]);
    expect(rows[2]).toMatchObject({ label: 'last', connect: 3 });
    expect(rows[1].message).toBe(`a${end}b`);
    expect(counts).toMatchObject({ read: 3, rejected: 0 });
  });

  it.each(['\n', '\r\n', '\r'])('counts %j inside quotes', async (end) => {
    const { rows } = await readAll(file(line(), line({ message: `"a${end}b"` }), line({ failure: `"${end}"` }), line(), line()));
    expect(rows.map((row) => row.line)).toEqual([2, 3, 5, 7, 8]);
  });

  it('counts lines that hold nothing, or spaces, as no records', async () => {
    const { rows, counts } = await readAll(file('', line(), '   ', '\t', '', line(), '\r'));
    expect(rows.map((row) => row.line)).toEqual([3, 7]);
    expect(counts).toMatchObject({ read: 2, rejected: 0 });
  });
});

describe('the last record', () => {
  const last = line({ label: 'last', connect: '37' });
  const whole = file(line()) + last;

  it('counts without a line end', async () => {
    const { rows, counts, ids } = await readAll(whole);
    expect(rows.map((row) => row.label)).toEqual(['GET /', 'last']);
    expect(counts).toMatchObject({ read: 2, rejected: 0 });
    expect(ids).toEqual([]);
  });

  it('counts if only its last field can be cut', async () => {
    for (const cut of [1, 2]) expect((await readAll(whole.slice(0, -cut))).rows).toHaveLength(2);
  });

  it.each([1, 13, 14, 30, 60, -4, -3])('is rejected, and told, if it is cut after (or so many before) %i characters', async (kept) => {
    const { rows, counts, notices } = await readAll(file(line()) + last.slice(0, kept));
    expect(rows).toHaveLength(1);
    expect(counts).toMatchObject({ read: 2, rejected: 1, reasons: { 'cut at the end of the file': 1 } });
    expect(counts.rejects).toMatchObject([{ line: 3 }]);
    expect(notices).toMatchObject([{ id: 'cut-last-record', level: 'warning', what: expect.stringContaining('line 3') }]);
  });

  it('is rejected if it is cut in a required value', async () => {
    const { counts, ids } = await readAll('timeStamp,elapsed,success\n1700000000000,5,true\n1700000000000,5,tr');
    expect(counts.reasons).toEqual({ 'cut at the end of the file': 1 });
    expect(ids).toEqual(['cut-last-record']);
  });

  it('is one record if it is cut inside quotes, however many lines it has', async () => {
    const trace = `java.lang.AssertionError\n\tat a.b(c.java:1)\n\tat d,e`;
    const { rows, counts, ids } = await readAll(`${file(line())}${line({ message: `"${trace}` }).split(',text')[0]}`);
    expect(rows).toHaveLength(1);
    expect(counts).toMatchObject({ read: 2, rejected: 1, reasons: { 'cut at the end of the file': 1 } });
    expect(ids).toEqual(['cut-last-record']);
  });

  it('is not called cut if a value before its end is wrong', async () => {
    const { counts, ids } = await readAll(`${file(line())}${line({ elapsed: -1 })}`);
    expect(counts.reasons).toEqual({ 'elapsed is negative': 1 });
    expect(ids).toEqual([]);
  });
});

describe('broken quotes', () => {
  it('cost the line they are in only', async () => {
    const { rows, counts } = await readAll(file(line(), line({ label: '"a"b' }), line({ label: '"c"" d' }), line({ label: '"ok"' })));
    expect(rows.map((row) => [row.label, row.line])).toEqual([
      ['GET /', 2],
      ['ok', 5],
    ]);
    expect(counts.reasons).toEqual({ 'text after a closing quote': 2 });
  });

  it('do not swallow the rows after a quote that is never closed', async () => {
    const { rows, counts, ids } = await readAll(file(line(), line({ label: '"open' }), line(), line()));
    expect(rows.map((row) => row.line)).toEqual([2, 4, 5]);
    expect(counts).toMatchObject({ read: 4, rejected: 1, reasons: { 'quote without an end': 1 } });
    expect(ids).toEqual([]);
  });

  it('do not swallow a megabyte', async () => {
    const after = Array.from({ length: 13_000 }, () => line());
    const { rows, counts } = await readAll(file(line({ label: '"open' }), ...after));
    expect(rows).toHaveLength(13_000);
    expect(counts).toMatchObject({ read: 13_001, rejected: 1, reasons: { 'record longer than 1 MiB': 1 } });
  });

  it('leave a quote inside a field alone', async () => {
    const { rows } = await readAll(file(line({ message: 'say "hi" now' })));
    expect(rows).toMatchObject([{ message: 'say "hi" now' }]);
  });
});

describe('long records', () => {
  it('are read up to a megabyte', async () => {
    const rest = line({ message: '' }).length;
    for (const [extra, rejected] of [
      [0, 0],
      [1, 1],
    ]) {
      const { rows, counts } = await readAll(file(line(), line({ message: 'x'.repeat(MIB - 1 - rest + extra) }), line()));
      expect(rows.map((row) => row.line)).toEqual(rejected === 0 ? [2, 3, 4] : [2, 4]);
      expect(counts).toMatchObject({ read: 3, rejected });
    }
  });

  it('are rejected as one line beyond that, in quotes too', async () => {
    for (const quote of ['', '"']) {
      const message = quote + 'y'.repeat(3 * MIB) + quote;
      const { rows, counts } = await readAll(file(line(), line({ message }), line()), { chunks: [100_000] });
      expect(rows.map((row) => row.line)).toEqual([2, 4]);
      expect(counts).toMatchObject({ read: 3, rejected: 1, reasons: { 'record longer than 1 MiB': 1 } });
      expect(counts.rejects[0].text).toHaveLength(200);
    }
  });

  it('may be the last ones', async () => {
    const { rows, counts } = await readAll(`${file(line())}${line({ message: 'y'.repeat(3 * MIB) })}`);
    expect(rows).toHaveLength(1);
    expect(counts).toMatchObject({ read: 2, rejected: 1 });
  });
});

describe('headers further down', () => {
  it('are no records, and are told', async () => {
    const { rows, counts, notices } = await readAll(file(line(), HEADER, line(), HEADER, line()));
    expect(rows.map((row) => row.line)).toEqual([2, 4, 6]);
    expect(counts).toMatchObject({ read: 3, rejected: 0 });
    expect(notices).toMatchObject([{ id: 'second-header', what: expect.stringContaining('line 3, 5') }]);
  });

  it('lay out the rows after them', async () => {
    const { rows } = await readAll(
      file(
        line(),
        'success;Latency;elapsed;timeStamp;label',
        'false;7;9;1700000000001;a,b',
        '\uFEFFlabel,timeStamp,elapsed,success,allThreads',
        'c,1700000000002,8,true,3',
      ),
    );
    expect(rows.map(({ label, latency, success, ttfb, users, url }) => [label, latency, success, ttfb, users, url])).toEqual([
      ['GET /', 100, 1, 90, 5, 'http://shop/'],
      ['a,b', 9, 0, 7, Number.NaN, ''],
      ['c', 8, 1, Number.NaN, 3, ''],
    ]);
  });

  it('make unknown what one of them lacks', async () => {
    const less = 'timeStamp,elapsed,label,success,threadName,Latency';
    const { reading, notices } = await readAll(file(line(), less, '1700000000000,5,a,true,T,3', HEADER, line()));
    expect([...reading.columns].sort()).toEqual(['label', 'success', 'thread', 'ttfb']);
    const [{ what }] = notices;
    expect(what).toContain(
      'Not all headers have responseCode, responseMessage, failureMessage, bytes, sentBytes, allThreads, URL, Connect; ' +
        'what a part of the rows lacks was taken as unknown for the whole file.',
    );
    const more = await readAll(`${less}\n1700000000000,5,a,true,T,3\n${HEADER},traceId\n${line()},x\n`);
    expect([...more.reading.columns].sort()).toEqual(['label', 'success', 'thread', 'ttfb']);
    expect(more.notices[0].what).toContain('Connect, the trace id;');
    const same = await readAll(file(line(), HEADER.split(',').reverse().join(',')));
    expect(same.reading.columns.size).toBe(12);
    expect(same.notices[0].what).toMatch(/read by it\.$/);
  });

  it.each([
    'timeStamp,elapsed,success',
    ' timeStamp , elapsed , success',
    '"timeStamp","elapsed","success"',
    'elapsed timeStamp success',
    'cart,timeStamp,elapsed,success,"user ""id"""',
    'Elapsed time,Timestamp,success,ELAPSED',
    '\uFEFFsuccess\telapsed\ttimestamp',
    'elapsed~timeStamp~success',
    'elapsed:timeStamp:success',
    '_x;timeStamp;y;elapsed;success',
  ])('are found: %s', async (header) => {
    const { counts, ids } = await readAll(file(line(), header));
    expect(counts).toMatchObject({ read: 1, rejected: 0 });
    expect(ids).toContain('second-header');
  });

  it.each([
    'label,elapsed',
    'timeStamps,elapsed,success',
    'GET /?timeStamp=1&elapsed=2',
    '1,timeStamp,elapsed,success',
    'timeStamp,elapsed;success',
    'a timeStamp was,elapsed,x',
  ])('are not seen in: %s', async (record) => {
    const { counts, ids } = await readAll(file(line(), record));
    expect(counts).toMatchObject({ read: 2, rejected: 1 });
    expect(ids).toEqual([]);
  });

  it('cost as little as rows do, and so do records that are neither', async () => {
    const timed = async (record: (i: number) => string) => {
      const bytes = bytesOf(file(line(), ...Array.from({ length: 100_000 }, (_, i) => record(i))));
      const start = performance.now();
      const { counts } = await readAll(bytes, { chunks: [1 << 18] });
      return { ms: performance.now() - start, rejected: counts.rejected };
    };
    const judged = { success: 'maybe', label: 'timeStamp elapsed' };
    for (const record of [() => line(judged), (i: number) => `x${i} elapsed, timeStamp=1&elapsed=2`]) {
      const { ms, rejected } = await timed(record);
      expect(rejected).toBe(100_000);
      // Twenty times what it takes, and less than half of what it took when each record was read as a header.
      expect(ms).toBeLessThan(2000);
    }
    const { ms, rejected } = await timed(() => HEADER);
    expect(rejected).toBe(0);
    expect(ms).toBeLessThan(2000);
  });

  it('take turns', async () => {
    const other = 'elapsed,timeStamp,success,label';
    const turn = [other, '7,1700000000001,true,b', other, '8,1700000000001,true,b', HEADER, HEADER, line()];
    const { rows, counts, notices } = await readAll(
      file(line(), ...turn, ...turn, ...Array.from({ length: 20 }, (_, i) => `${other},v${i}`)),
    );
    const once = [
      [7, 'b'],
      [8, 'b'],
      [100, 'GET /'],
    ];
    expect(rows.map((row) => [row.latency, row.label])).toEqual([[100, 'GET /'], ...once, ...once]);
    expect(counts).toMatchObject({ read: 7, rejected: 0 });
    expect(notices[0].what).toContain('line 3, 5, 7, 8, 10, 12, 14, 15, 17, ');
  });

  it('may be the last line', async () => {
    const { counts, ids } = await readAll(`${file(line())}${HEADER}`);
    expect(counts).toMatchObject({ read: 1, rejected: 0 });
    expect(ids).toEqual(['second-header']);
  });

  it('are rejected if rows could not be judged by them', async () => {
    const { rows, counts } = await readAll(file(line(), 'timeStamp,elapsed,responseCode', '1700000000000,5,200', line()));
    expect(rows).toHaveLength(2);
    expect(counts.reasons).toEqual({ 'too few fields': 2 });
  });
});
