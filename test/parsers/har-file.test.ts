import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { har } from '../../src/parsers/har.js';
import { entryWith, harOf, readHar } from './har-reading.js';
import { bytesOf } from './jmeter-reading.js';

const at = (seconds: number, time = 100) =>
  entryWith({ startedDateTime: new Date(Date.UTC(2024, 2, 1, 12, 0, seconds)).toISOString(), time, timings: { wait: time - 56 } });

describe('a recording', () => {
  it('need not be sorted', async () => {
    const { rows, reading } = await readHar(harOf([at(3), at(1), at(2)]));
    expect(rows.map(({ timestamp }) => timestamp / 1e6 - Date.UTC(2024, 2, 1, 12) / 1000)).toEqual([3, 1, 2]);
    expect(reading.firstStart).toBe(Date.UTC(2024, 2, 1, 12, 0, 1));
    const analysis = await analyze([{ name: 'a.har', bytes: bytesOf(JSON.stringify(harOf([at(3, 500), at(1), at(2)]))) }]);
    expect(analysis.input[0]?.totals).toMatchObject({ start: Date.UTC(2024, 2, 1, 12, 0, 1), end: Date.UTC(2024, 2, 1, 12, 0, 3, 500) });
  });

  it('tells onLoad of pages, which are no requests', async () => {
    const pages = [
      { id: '1', title: 'a', startedDateTime: '2024-03-01T12:00:00Z', pageTimings: { onContentLoad: 5, onLoad: 1500.5 } },
      { id: '2', title: 'b', startedDateTime: '2024-03-01T12:00:00Z', pageTimings: { onContentLoad: 5, onLoad: -1 } },
      { id: '3', title: 'c', startedDateTime: '2024-03-01T12:00:00Z', pageTimings: { onLoad: null } },
      { id: '4', title: 'd', startedDateTime: '2024-03-01T12:00:00Z' },
      { id: '5', title: 'e', startedDateTime: '2024-03-01T12:00:00Z', pageTimings: { onLoad: 500 } },
    ];
    const { rows, counts, reading } = await readHar(harOf([at(1)], { pages }));
    expect([rows.length, counts.read]).toEqual([1, 1]);
    expect(reading.loadTool()?.metrics).toMatchObject([
      { name: 'onLoad of pages', count: 2, sum: 2000.5, min: 500, max: 1500.5, mean: 1000.25 },
    ]);
    const after = await readHar({ log: { version: '1.2', entries: [at(1)], pages, creator: { name: 'x', version: '2' } } });
    expect(after.reading.loadTool()?.metrics?.[0]).toMatchObject({ count: 2, sum: 2000.5 });
    expect(after.reading.tool).toEqual({ name: 'x', version: '2' });
  });

  it.each(['1.1', '1.2', '', undefined])('of version %j is read', async (version) => {
    const entry = { ...entryWith(), timings: { blocked: 5, dns: 10, connect: 30, send: 1, wait: 44, receive: 10 } };
    const { rows } = await readHar(harOf([entry], { version }));
    expect(rows[0]).toMatchObject({ latency: 100, connect: 30, ttfb: 90 });
  });

  it('may have comments, a browser and members of its own', async () => {
    const entry = {
      ...entryWith(),
      comment: 'c',
      _custom: { a: [1, { time: 5 }] },
      cache: { comment: 'x' },
      timings: { ...(entryWith()['timings'] as object), comment: 'y' },
    };
    const file = harOf([entry], { browser: { name: 'b', version: '1', comment: '' }, comment: 'z', _more: [{ entries: [{ time: 1 }] }] });
    const { rows, counts, reading } = await readHar(file);
    expect([rows.length, counts.read, rows[0]?.latency, reading.tool.name]).toEqual([1, 1, 100, 'by hand']);
  });

  it('may have its members in any order', async () => {
    const { startedDateTime, time, request, response, timings } = entryWith() as Record<string, object>;
    const turned = { timings, response, request, time, startedDateTime };
    const turn = (value: unknown): unknown =>
      Array.isArray(value) || typeof value !== 'object' || value === null
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, inner]) => [name, turn(inner)]),
          );
    const expected = (await readHar(harOf([entryWith()]))).rows;
    expect((await readHar({ log: { entries: [turned], creator: { version: '1', name: 'by hand' }, version: '1.2' } })).rows).toEqual(
      expected,
    );
    expect((await readHar({ log: { entries: [turn(turned)], version: '1.2' } })).rows).toEqual(expected);
  });

  it('warns that few requests are no load test', async () => {
    const many = (n: number) => harOf(Array.from({ length: n }, () => at(1)));
    expect((await readHar(many(1000))).ids).toContain('few-requests');
    expect((await readHar(many(1001))).ids).not.toContain('few-requests');
  });

  it('says where the wait for a connection is not told', async () => {
    expect((await readHar(harOf([entryWith(), entryWith({ timings: { blocked: -1 } })]))).ids).not.toContain('no-queueing');
    expect((await readHar(harOf([entryWith({ timings: { blocked: -1 } })]))).ids).toContain('no-queueing');
  });
});

describe('bodies', () => {
  const nasty = [
    '"}]}}],"entries":[{"startedDateTime":"2024-03-01T12:00:00Z","time":9}]',
    '\\"\\\\"\\\\\\',
    '\u0000\u001b[31m\ud800 é 名前 🐎',
    '__proto__',
    '\\u0022\\u005c',
    '"log":{"entries":[',
  ];

  it.each([[1], [7], [64], [65_536]])('of any kind are passed over, in pieces of %i bytes', async (size) => {
    const entries = nasty.map((text) =>
      entryWith({
        request: { postData: { mimeType: text, text, params: [{ name: text, value: text }] }, headers: [{ name: text, value: text }] },
        response: { content: { size: 5, text, encoding: 'base64', comment: text }, redirectURL: text },
        comment: text,
        [`_${text}`]: { [text]: [text, { time: 1, startedDateTime: text }] },
      }),
    );
    const { rows, counts, ids } = await readHar(harOf(entries), { chunks: [size] });
    expect(counts).toMatchObject({ read: nasty.length, rejected: 0 });
    expect(new Set(rows.map(({ latency, bytesIn, label }) => `${latency} ${bytesIn} ${label}`))).toEqual(
      new Set(['100 1200 GET https://shop.example/a']),
    );
    expect(ids).not.toContain('corrupt');
  });

  it('of 64 MB are not held', async () => {
    const encoder = new TextEncoder();
    const [head, tail] = JSON.stringify(harOf([entryWith({ response: { content: { size: 1, text: 'BODY' } } }), at(2)])).split('BODY') as [
      string,
      string,
    ];
    const piece = encoder.encode('all \\"work\\" \\\\ and no play\\n '.repeat(2400));
    const times = Math.ceil(2 ** 26 / piece.length);
    const held: number[] = [];
    const used = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield encoder.encode(head);
      for (let i = 0; i < times; i++) {
        yield piece;
        if (i % 64 === 0) held.push(used());
      }
      yield encoder.encode(tail);
    }
    const before = used();
    const reading = await har.open({ name: 'big.har', chunks: chunks() }, { traceIdColumns: [], note: () => 0 });
    if (reading.granularity !== 'samples') throw new Error('holds figures');
    let rows = 0;
    for await (const batch of reading.batches()) rows += batch.rows;
    expect([rows, reading.rows().rejected]).toEqual([2, 0]);
    // Half of the body would already be more.
    expect(Math.max(...held) - before).toBeLessThan(32 * 2 ** 20);
  });
});

describe('a file that is not whole', () => {
  const entries = [at(1), at(2), at(3)];
  const text = JSON.stringify(harOf(entries));

  it('is read as far as it goes, wherever it is cut', async () => {
    const starts = entries.map((entry) => text.indexOf(JSON.stringify(entry)));
    const ends = entries.map((entry, i) => (starts[i] as number) + JSON.stringify(entry).length);
    const begin = text.indexOf('"entries":[') + '"entries":['.length;
    for (let length = text.length - 1; length >= begin; length -= 3) {
      const whole = ends.filter((end) => end <= length).length;
      if (whole === 0) {
        await expect(readHar(text.slice(0, length))).rejects.toMatchObject({ message: expect.stringContaining('first entry is whole') });
        continue;
      }
      const { rows, ids, counts } = await readHar(text.slice(0, length));
      const inEntry = starts.some((start, i) => start < length && length < (ends[i] as number));
      expect({ length, rows: rows.length, cut: ids.includes('truncated'), rejected: counts.rejected }).toEqual({
        length,
        rows: whole,
        cut: true,
        rejected: inEntry ? 1 : 0,
      });
    }
  }, 60_000);

  it('is refused where it ends before its entries', async () => {
    await expect(readHar(text.slice(0, text.indexOf('"entries"')))).rejects.toMatchObject({ code: 'unusable' });
    await expect(readHar('{"log":{"version":"1.2","creator":{}}}')).rejects.toMatchObject({ code: 'unusable' });
  });

  it('is read to where it is broken', async () => {
    const broken = text.replace(JSON.stringify(entries[2]), '{"startedDateTime": oops');
    const { rows, ids, counts } = await readHar(broken);
    expect([rows.length, ids.includes('corrupt'), counts.reasons]).toEqual([2, true, { 'not readable as JSON from here on': 1 }]);
  });

  it('may be nested 500 deep, and not deeper', async () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const last = text.lastIndexOf('"wait":44');
    const file = (levels: number) => `${text.slice(0, last)}"_deep":${deep(levels)},${text.slice(last)}`;
    expect((await readHar(file(500))).rows.length).toBe(3);
    const { rows, ids } = await readHar(file(100_000));
    expect([rows.length, ids.includes('corrupt')]).toEqual([2, true]);
  });

  it('may begin with a byte order mark, blanks and lines', async () => {
    expect((await readHar(`\ufeff \r\n${JSON.stringify(harOf(entries), null, '\t').replaceAll('\n', '\r\n')}\r\n`)).rows.length).toBe(3);
  });
});

describe('hostile texts', () => {
  it('leave nothing behind but text', async () => {
    const raw =
      '{"log":{"entries":[{"__proto__":{"time":1},"constructor":{"prototype":{"time":2}},"startedDateTime":"2024-03-01T12:00:00Z","time":7,"time":8,"request":{"__proto__":{"url":"x"},"method":"\\u0000\\u001b[2J","url":"http://a/\\ud800"},"response":{"status":200},"timings":{}}]}}';
    const { rows } = await readHar(raw);
    expect(rows).toHaveLength(1);
    // Of two members of one name the last one holds, as in JSON.parse.
    expect(rows[0]?.latency).toBe(8);
    expect(({} as Record<string, unknown>)['time']).toBeUndefined();
  });

  it('of any length cost little', async () => {
    const long = 'x'.repeat(3 << 20);
    const { rows } = await readHar(
      harOf([
        entryWith({ startedDateTime: '2024-03-01T12:00:00Z', request: { url: `http://a/${long}` }, response: { statusText: long } }),
        at(1),
      ]),
    );
    expect(rows[0]?.label.length).toBeLessThanOrEqual(8192);
    expect(rows[0]?.message.length).toBeLessThanOrEqual(16_384);
    expect(rows[1]?.latency).toBe(100);
  });
});
