import { describe, expect, it } from 'vitest';
import { entryWith, harOf, readHar } from './har-reading.js';

/** 2024-03-01T12:00:00.250Z, µs. */
const START = 1_709_294_400_250_000;
const one = async (changes: Parameters<typeof entryWith>[0], log: object = {}) => {
  const read = await readHar(harOf([entryWith(changes)], log));
  return { ...read, row: read.rows[0]! };
};
const PLAYWRIGHT = { creator: { name: 'Playwright', version: '1.65.1' } };
const firefox = (version: string) => ({ creator: { name: 'Firefox', version } });

describe('an entry', () => {
  it('is a request that starts at startedDateTime and takes time', async () => {
    const { row, counts, reading } = await one({});
    expect(row).toMatchObject({
      timestamp: START,
      latency: 100,
      label: 'GET https://shop.example/a',
      code: '200',
      kind: 'request',
      success: 1,
      connect: 30,
      ttfb: 90,
      bytesIn: 1200,
      bytesOut: 300,
      message: 'OK',
      url: 'https://shop.example/a?b=1',
    });
    expect([counts.read, counts.rejected, reading.firstStart]).toEqual([1, 0, START / 1000]);
  });

  it.each([
    ['2024-03-01T12:00:00.250Z', START],
    ['2024-03-01T13:00:00.250+01:00', START],
    ['2024-03-01T06:30:00.250-0530', START],
    ['2024-03-01T12:00:00.250123Z', START + 123],
    ['2024-03-01T12:00:00Z', START - 250_000],
  ])('started %s', async (startedDateTime, expected) => {
    const { row, ids } = await one({ startedDateTime });
    expect(row.timestamp).toBe(expected);
    expect(ids).not.toContain('local-stamps');
  });

  it('without a zone is read in the zone given, else as UTC with a notice', async () => {
    const file = harOf([entryWith({ startedDateTime: '2024-03-01T12:00:00.250' })]);
    const utc = await readHar(file);
    expect([utc.rows[0]!.timestamp, utc.ids.includes('local-stamps')]).toEqual([START, true]);
    const berlin = await readHar(file, { timeZone: 'Europe/Berlin' });
    expect([berlin.rows[0]!.timestamp, berlin.ids.includes('local-stamps')]).toEqual([START - 3_600_000_000, false]);
  });

  it.each(['', 'yesterday', '2024-02-30T00:00:00Z', '0001-01-01T00:00:00Z', 1_709_294_400_250, null])(
    'is none with the start %j',
    async (startedDateTime) => {
      const { counts } = await one({ startedDateTime });
      expect([counts.read, counts.rejected, counts.reasons]).toEqual([1, 1, { 'no startedDateTime that is a time': 1 }]);
    },
  );

  it.each([[1], ['text'], [null], [true], [[]]])('is none if it is %j', async (entry) => {
    const { rows, counts } = await readHar(harOf([entry, entryWith()]));
    expect([rows.length, counts.read, counts.rejected]).toEqual([1, 2, 1]);
  });
});

describe('times', () => {
  it.each([
    ['missing', undefined],
    ['null', null],
    ['negative', -1],
    ['0, while its parts are longer', 0],
    ['no number', 'long'],
  ])('are the sum of the parts without ssl where time is %s', async (_, time) => {
    expect((await one({ time })).row.latency).toBe(100);
  });

  it('leave out what does not apply', async () => {
    const { row } = await one({ time: undefined, timings: { blocked: -1, dns: -1, connect: -1, ssl: -1 } });
    expect(row).toMatchObject({ latency: 55, ttfb: 45, connect: 0 });
  });

  it('take negative parts of any size for 0', async () => {
    const { row } = await one({ time: undefined, timings: { connect: -30.5, ssl: -1709294400, receive: -2 } });
    expect(row).toMatchObject({ latency: 60, ttfb: 60, connect: 0 });
  });

  it('may be 0', async () => {
    const { row, counts } = await one({ time: 0, timings: { blocked: 0, dns: 0, connect: 0, ssl: 0, send: 0, wait: 0, receive: 0 } });
    expect([row.latency, row.ttfb, counts.rejected]).toEqual([0, 0, 0]);
  });

  it('that are neither there nor told by parts make no request', async () => {
    const bare = await readHar(harOf([{ ...entryWith({ time: -1 }), timings: {} }]));
    expect(bare.counts.reasons).toEqual({ 'neither a time nor timings of 0 ms or more': 1 });
  });

  it.each([
    [102.9, false],
    [97.1, false],
    [103.2, true],
    [5000, true],
    [96.8, true],
  ])('of %d ms with parts of 100 are trusted; told: %s', async (time, told) => {
    const { row, ids } = await one({ time });
    expect([row.latency, ids.includes('times-differ')]).toEqual([time, told]);
  });

  it('are fractions of ms where they are written so', async () => {
    expect((await readHar(harOf([entryWith()]))).reading.wholeMilliseconds()).toBe(true);
    expect((await one({ time: 100.25 })).reading.wholeMilliseconds()).toBe(false);
  });

  it('and sizes may be written as texts', async () => {
    const { row } = await one({ time: '100.5', response: { status: '503', bodySize: '7' }, timings: { connect: '30' } });
    expect(row).toMatchObject({ latency: 100.5, code: '503', success: 0, bytesIn: 207, connect: 30 });
  });
});

describe('TLS', () => {
  it('is within connect, by the format', async () => {
    const { row, ids } = await one({});
    expect([row.latency, row.connect, row.ttfb]).toEqual([100, 30, 90]);
    expect(ids).not.toContain('tls-twice');
  });

  it('is counted twice by Playwright, and once here', async () => {
    const { row, ids } = await one({ time: 120.00000000000001 }, PLAYWRIGHT);
    expect([row.latency, row.connect, row.ttfb]).toEqual([100, 30, 90]);
    expect([ids.includes('tls-twice'), ids.includes('times-differ')]).toEqual([true, false]);
  });

  it('is told by Playwright even where there is none', async () => {
    const timings = { blocked: undefined, dns: 0.014, connect: 0.121, ssl: 1.253, send: 0, wait: 1.801, receive: 2 };
    const { row } = await one({ time: 0.014 + 0.121 + 1.253 + 1.801 + 2, request: { url: 'http://127.0.0.1/' }, timings }, PLAYWRIGHT);
    expect(row.latency).toBeCloseTo(3.936, 9);
    expect(row.ttfb).toBeCloseTo(1.936, 9);
  });

  it('stands beside connect in Firefox', async () => {
    const { row, ids } = await one({ time: 120 }, firefox('153.7.0'));
    expect([row.latency, row.connect, row.ttfb]).toEqual([120, 50, 110]);
    expect([ids.includes('tls-twice'), ids.includes('times-differ')]).toEqual([false, false]);
  });
});

describe('a recording without times', () => {
  // As Playwright's mode 'minimal' writes: time is the time of receiving alone.
  const minimal = (status: number, receive: number, more: object = {}) =>
    entryWith({
      time: receive,
      response: { status, ...more },
      timings: { blocked: undefined, dns: undefined, connect: undefined, ssl: undefined, send: -1, wait: -1, receive },
    });
  const failed = { ...minimal(-1, 52, { _failureText: 'net::ERR_EMPTY_RESPONSE' }), timings: { send: -1, wait: -1, receive: -1 } };

  it('is refused, although its failures have times', async () => {
    await expect(readHar(harOf([minimal(200, 2), failed, minimal(404, 1)]))).rejects.toMatchObject({
      code: 'unusable',
      message: expect.stringContaining('all 2 answered'),
    });
  });

  it('is read where some have one, without those that lack it', async () => {
    const { rows, counts } = await readHar(harOf([minimal(200, 2), failed, entryWith()]));
    expect(rows.map(({ latency }) => latency)).toEqual([52, 100]);
    expect(counts.reasons).toEqual({ 'a time that lacks the wait for the answer': 1 });
  });
});

describe('success', () => {
  it.each([
    [200, 1],
    [204, 1],
    [302, 1],
    [304, 1],
    [399, 1],
    [400, 0],
    [404, 0],
    [503, 0],
    [0, 0],
    [-1, 0],
    [199, 0],
  ])('of status %i is %i', async (status, success) => {
    const { row } = await one({ response: { status } });
    expect([row.code, row.success]).toEqual([String(status), success]);
  });

  it('is none without a status', async () => {
    expect((await one({ response: { status: undefined } })).row).toMatchObject({ code: '', success: 0 });
    expect((await readHar(harOf([{ ...entryWith(), response: null }]))).rows[0]).toMatchObject({ code: '', success: 0 });
  });

  it.each([
    ['entry._error', { _error: 'net::ERR_FAILED' }],
    ['response._error', { response: { _error: 'net::ERR_FAILED' } }],
    ['response._failureText', { response: { _failureText: 'net::ERR_FAILED' } }],
  ])('is none with %s, whatever the status', async (_, changes) => {
    expect((await one(changes)).row).toMatchObject({ code: '200', success: 0, message: 'net::ERR_FAILED' });
  });
});

describe('what asked no server for an answer', () => {
  it.each([
    ['DevTools, memory', {}, { _fromCache: 'memory' }],
    ['DevTools, disk', { response: { _transferSize: 0, bodySize: 0 } }, { _fromCache: 'disk' }],
    ['Playwright', { response: { _transferSize: 0, bodySize: -115 } }, {}],
    ['Playwright, memory', { time: 1, response: { _transferSize: 0, bodySize: -115 }, timings: { wait: -1, receive: 1 } }, {}],
    ['Firefox', { time: 0, request: { headersSize: 0 }, response: { headersSize: 0, bodySize: 24 } }, {}],
  ])('is not counted: cache of %s', async (_, changes, more) => {
    const { rows, counts, ids, notices } = await readHar(harOf([entryWith({ ...changes, ...more }), entryWith()]));
    expect(rows.map(({ kind }) => kind)).toEqual(['sub', 'request']);
    expect([counts.read, counts.rejected]).toEqual([2, 0]);
    expect(ids).toContain('from-cache');
    expect(notices.find(({ id }) => id === 'from-cache')?.what).toMatch(/^1 answers/);
  });

  it.each([
    ['a 304', { response: { status: 304, _transferSize: 0, bodySize: 0 } }],
    ['a failure', { response: { status: 0, _transferSize: 0, bodySize: 0 } }],
    ['an error', { response: { _error: 'net::ERR_FAILED', _transferSize: 0, bodySize: 0 } }],
    ['an empty answer', { response: { status: 204, bodySize: 0, headersSize: 90 } }],
    ['an entry whose sizes are unknown', { request: { headersSize: -1 }, response: { headersSize: -1, bodySize: -1 } }],
    ['one of 0 ms', { time: 0, timings: { blocked: 0, dns: 0, connect: 0, ssl: 0, send: 0, wait: 0, receive: 0 } }],
  ])('is not %s', async (_, changes) => {
    const { row, ids } = await one(changes);
    expect([row.kind, ids.includes('from-cache')]).toEqual(['request', false]);
  });

  it.each([
    ['a WebSocket', { response: { status: 101 }, time: 86_400_000 }],
    [
      'a WebSocket by its type, without a time',
      { _resourceType: 'websocket', time: -1, timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: -1, wait: -1, receive: -1 } },
    ],
    ['a data: address', { request: { url: 'data:text/plain,a' }, time: 0 }],
  ])('is %s', async (_, changes) => {
    const { rows, counts, ids } = await readHar(harOf([entryWith(changes), entryWith()]));
    expect([rows.map(({ kind }) => kind), counts.rejected, ids.includes('no-response-time')]).toEqual([['sub', 'request'], 0, true]);
  });
});

describe('bytes', () => {
  it.each([
    ['headers and body', { headersSize: 200, bodySize: 1000 }, 1200],
    ['what was transferred', { headersSize: 200, bodySize: 1000, _transferSize: 900 }, 900],
    ['headers and body, where that is unknown', { headersSize: 200, bodySize: 1000, _transferSize: -1 }, 1200],
    ['unknown without headers', { headersSize: -1, bodySize: 1000 }, Number.NaN],
    ['unknown without body', { headersSize: 200, bodySize: -1 }, Number.NaN],
  ])('received are %s', async (_, response, expected) => {
    expect((await one({ response })).row.bytesIn).toBe(expected);
  });

  it('of Firefox: its bodySize holds the headers from 57 on, not in 43', async () => {
    expect((await one({}, firefox('43.0.4'))).row.bytesIn).toBe(1200);
    expect((await one({}, firefox('57.0'))).row.bytesIn).toBe(1000);
    expect((await one({}, firefox('153.7.0'))).row.bytesIn).toBe(1000);
    expect((await one({ response: { bodySize: -1 } }, firefox('153.7.0'))).row.bytesIn).toBeNaN();
  });
});

describe('labels', () => {
  it.each([
    [{ url: 'http://a/b?c=d#e' }, 'GET http://a/b'],
    [{ url: 'http://a/b#e?c' }, 'GET http://a/b'],
    [{ method: 'post', url: 'http://a/' }, 'POST http://a/'],
    [{ method: undefined, url: 'http://a/' }, 'GET http://a/'],
    [{ url: '' }, 'GET (no address)'],
    [{ url: 'http://a/名前/"q"\\' }, 'GET http://a/名前/"q"\\'],
    [{ url: 'DATA:text/plain,x' }, 'data:'],
  ])('of %j is %s', async (request, label) => {
    expect((await one({ request })).row.label).toBe(label);
  });
});
