import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { TestTarget } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { askLoki } from '../../src/observability/loki.js';
import type { Entry } from './fake-loki/entries.js';
import { durationMs } from './fake-loki/lexer.js';
import { type FakeLoki, type Fault, startFakeLoki } from './fake-loki/server.js';
import { SmallConnection } from './small-connection.js';

/*
 * What may go wrong between Heimr and Loki. Whatever it is, the answer says less and a notice says so: it never throws, and nothing that was
 * not learnt looks like a system without errors.
 */
const START = 1_800_000_000_000;
const TARGET: TestTarget = {
  window: { start: START, end: START + 200_000 },
  anomalies: [{ finding: 'x', window: { start: START + 100_000, end: START + 150_000 }, labels: 'all' }],
  healthy: [{ start: START, end: START + 100_000 }],
  requests: [],
};
const ENTRIES: Entry[] = Array.from({ length: 2000 }, (_, i) => ({
  ns: BigInt(START + 1 + i * 99) * 1_000_000n,
  labels: { service_name: i % 3 === 0 ? 'a' : 'b' },
  metadata: { detected_level: i % 2 === 0 ? 'error' : 'info' },
  line: `something ${i % 2 === 0 ? 'failed' : 'went well'} after ${i} ms`,
}));
/** More than is read whole. */
const MANY: Entry[] = Array.from({ length: 40_000 }, (_, i) => ({
  ...(ENTRIES[i % 2000] as Entry),
  ns: BigInt(START + 1) * 1_000_000n + BigInt(i) * 4_999_000n,
}));
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

let loki: FakeLoki | null = null;
afterEach(async () => {
  await loki?.close();
  loki = null;
});

async function ask(fault: Fault, entries: Entry[] = ENTRIES, timeout = 30_000) {
  loki = await startFakeLoki(entries, fault);
  const asker = new Asker(new SmallConnection(loki.url, timeout, 4 * 1024 * 1024));
  const { answer, notices } = await askLoki(asker, TARGET, {});
  return { answer, asker, ids: notices.map(({ id }) => id), whats: notices.map(({ what }) => what).join('\n') };
}

const send =
  (status: number, body: string, type = 'application/json', headers: Record<string, string> = {}) =>
  (response: ServerResponse): true => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    return true;
  };
const data = (value: unknown) => send(200, JSON.stringify({ status: 'success', data: value }));
const isLog = (params: URLSearchParams) => params.has('direction');

describe('nothing can be learnt', () => {
  const everywhere: [string, (response: ServerResponse) => boolean, RegExp][] = [
    ['401', send(401, 'no org id\n', 'text/plain'), /401: no org id/],
    ['403', send(403, 'forbidden', 'text/plain'), /403/],
    ['404 of another program', send(404, '404 page not found\n', 'text/plain'), /404/],
    ['429', send(429, 'too many outstanding requests', 'text/plain'), /429: too many outstanding/],
    ['500', send(500, 'panic\u001b[31m\u0000', 'text/plain'), /500: panic/],
    ['502', send(502, '<html>bad gateway</html>', 'text/html'), /502: a web page/],
    ['503', send(503, 'no healthy upstream', 'text/plain'), /503/],
    ['504', send(504, 'request timed out, decrease the duration of the request or add more label matchers', 'text/plain'), /504/],
    ['a login page', send(200, '<!doctype html><title>Log in</title>', 'text/html'), /web page/],
    ['a redirect', send(302, '', 'text/plain', { location: 'http://127.0.0.1:1/' }), /redirect/],
    ['an empty body', send(200, ''), /it is empty/],
    ['cut JSON', send(200, '{"status":"success","data":["service_na'), /cut short/],
    ['JSON of something else', send(200, '{"ok":true}'), /status is not success/],
    ['a list', send(200, '[]'), /no object/],
    ['names that are none', data([1, 2]), /no list of names/],
    ['an error with status 200', send(200, '{"status":"error","error":"x"}'), /not success/],
    [
      'half a body',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
        response.write('{"status":');
        setTimeout(() => response.destroy(), 20);
        return true;
      },
      /broke off/,
    ],
    [
      'a closed connection',
      (response) => {
        response.destroy();
        return true;
      },
      /broke off/,
    ],
    ['no answer', () => true, /no answer within/],
    [
      'a body without end',
      (response) => send(200, `{"status":"success","data":["${'a'.repeat(5 * 1024 * 1024)}"]}`)(response),
      /larger than/,
    ],
  ];
  test.each(everywhere)('%s', async (name, fault, message) => {
    const { answer, asker, ids, whats } = await ask((_request, response) => fault(response), ENTRIES, name === 'no answer' ? 300 : 30_000);
    expect(answer.totals).toEqual([]);
    expect(answer.templates).toEqual([]);
    expect(ids).toEqual(['loki-failed']);
    expect(whats).toMatch(message);
    expect(whats).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(asker.asked.at(-1)?.status).toBe('failed');
    // A dead backend costs one timeout.
    expect(asker.asked.length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['no labels', data([])],
    ['no data member', send(200, '{"status":"success"}')],
  ])('%s: no data', async (_, fault) => {
    const { answer, asker, ids } = await ask((_request, response) => fault(response));
    expect(answer.totals).toEqual([]);
    expect(ids).toEqual(['loki-no-logs']);
    expect(asker.asked.map(({ status }) => status)).toEqual(['no-data']);
  });

  test('an empty 404 is a wrong address, not a lack of data', async () => {
    const { asker, ids } = await ask((_request, response) => send(404, '')(response));
    expect(ids).toEqual(['loki-failed']);
    expect(asker.asked.map(({ status }) => status)).toEqual(['failed']);
  });

  test('labels, but no lines in the window', async () => {
    const { ids, answer } = await ask(({ path }, response) => (path.endsWith('/labels') ? data(['service_name'])(response) : false), []);
    expect(ids).toEqual(['loki-no-logs']);
    expect(answer.totals).toEqual([]);
  });

  test.each([
    ['a vector of nothing', { resultType: 'vector', result: [{ metric: {}, value: null }] }],
    ['streams for a matrix', { resultType: 'streams', result: [] }],
    ['no kind', { result: [] }],
    ['no list', { resultType: 'matrix', result: {} }],
    ['a series without labels', { resultType: 'matrix', result: [{ values: [] }] }],
    ['labels that are no texts', { resultType: 'matrix', result: [{ metric: { a: 1 }, values: [] }] }],
    ['values that are no numbers', { resultType: 'matrix', result: [{ metric: {}, values: [[1, 'x']] }] }],
    ['NaN', { resultType: 'matrix', result: [{ metric: {}, values: [[1, 'NaN']] }] }],
  ])('counts: %s', async (_, value) => {
    const { ids, answer } = await ask(({ path, params }, response) =>
      path.endsWith('query_range') && !isLog(params) ? data(value)(response) : false,
    );
    expect(ids).toEqual(['loki-failed']);
    expect(answer.totals).toEqual([]);
  });
});

describe('lines cannot be read: totals stand, and a notice says what is missing', () => {
  test.each([
    ['500', send(500, 'boom', 'text/plain')],
    ['429', send(429, 'too many outstanding requests', 'text/plain')],
    ['504 however short the window', send(504, 'request timed out', 'text/plain')],
    ['a stream without values', data({ resultType: 'streams', result: [{ stream: {} }] })],
    ['times that are numbers', data({ resultType: 'streams', result: [{ stream: {}, values: [[1, 'x']] }] })],
    ['a matrix', data({ resultType: 'matrix', result: [] })],
    ['HTML', send(200, '<html></html>', 'text/html')],
  ])('%s', async (_, fault) => {
    const { answer, ids } = await ask(({ params }, response) => (isLog(params) ? fault(response) : false));
    expect(sum(answer.totals.flatMap(({ counts }) => counts))).toBe(2000);
    expect(answer.templates).toEqual([]);
    expect(ids).toEqual(['loki-lines-failed']);
  });

  test('it dies between two pages: what was read is no whole', async () => {
    let pages = 0;
    const { answer, ids } = await ask(
      ({ params }, response) => (isLog(params) && ++pages > 1 ? send(500, 'x', 'text/plain')(response) : false),
      MANY.filter((_, i) => i % 2 === 0).slice(0, 14_000),
    );
    expect(ids).toEqual(['loki-lines-failed']);
    expect(answer.templates.length).toBeGreaterThan(0);
    expect(answer.templates.some(({ exact }) => exact)).toBe(false);
  });

  test('counts of templates fail: they are of a sample, and say so', async () => {
    const { answer, ids } = await ask(
      ({ params }, response) => (/^sum .*\|= /.test(params.get('query') ?? '') ? send(500, 'x', 'text/plain')(response) : false),
      MANY,
    );
    expect(ids).toContain('loki-lines-failed');
    const loud = answer.templates.filter(({ service }) => service === 'b');
    expect(loud.length).toBeGreaterThan(0);
    expect(loud.some(({ exact }) => exact)).toBe(false);
  });
});

describe('limits that can be met', () => {
  const whole = async () => (await ask(() => false)).answer;

  test('a smaller limit on entries', async () => {
    const expected = await whole();
    await loki?.close();
    const { answer, ids } = await ask(({ params }, response) => {
      const limit = Number(params.get('limit'));
      return isLog(params) && limit > 300
        ? send(400, `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > 300)`, 'text/plain')(response)
        : false;
    });
    expect(answer).toEqual(expected);
    expect(ids).toEqual([]);
  });

  test.each([
    [
      '504',
      504,
      'request timed out, decrease the duration of the request or add more label matchers (prefer exact match over regex match) to reduce the amount of data processed',
    ],
    [
      'too many bytes',
      400,
      'the query would read too many bytes (query: 1.2 TB, limit: 500 GB). Consider adding more specific stream selectors or reduce the time range of the query',
    ],
    ['deadline', 500, 'context deadline exceeded'],
  ])('%s beyond 60 s: halved until it answers', async (_, status, message) => {
    const expected = await whole();
    await loki?.close();
    const { answer, ids } = await ask(({ path, params }, response) => {
      const length = (BigInt(params.get('end') ?? 0) - BigInt(params.get('start') ?? 0)) / 1_000_000n;
      return path.endsWith('query_range') && length > 60_000n ? send(status, message, 'text/plain')(response) : false;
    });
    expect(answer).toEqual(expected);
    expect(ids).toEqual([]);
  });

  test('halved after the first page: no line twice', async () => {
    const some = MANY.filter((_, i) => i % 2 === 0)
      .slice(0, 14_000)
      .map((one, i) => ({ ...one, ns: BigInt(START + 1000 + Math.floor(i / 50)) * 1_000_000n }));
    let pages = 0;
    const { answer, ids } = await ask(({ params }, response) => {
      const length = (BigInt(params.get('end') ?? 0) - BigInt(params.get('start') ?? 0)) / 1_000_000n;
      return isLog(params) && ++pages > 1 && length > 60_000n ? send(504, 'request timed out', 'text/plain')(response) : false;
    }, some);
    expect(ids).toEqual([]);
    expect(sum(answer.templates.flatMap(({ counts }) => counts))).toBe(14_000);
  });

  test('no volumes: nothing is missing', async () => {
    const expected = await whole();
    await loki?.close();
    const { answer, ids } = await ask(({ path }, response) =>
      path.endsWith('volume') ? send(404, '404 page not found\n', 'text/plain')(response) : false,
    );
    expect(answer).toEqual(expected);
    expect(ids).toEqual([]);
  });

  test('more services than are told apart', async () => {
    const entries = Array.from(
      { length: 300 },
      (_, i): Entry => ({ ...(ENTRIES[i] as Entry), labels: { service_name: `s${i % 100}` }, line: 'x'.repeat(1 + (i % 100)) }),
    );
    const { answer, ids } = await ask(() => false, entries);
    expect(ids).toEqual(['loki-services-left-out']);
    expect(new Set(answer.totals.map(({ service }) => service)).size).toBe(60);
  });

  test('ranges are asked for in steps that Loki accepts', async () => {
    const { asker } = await ask(() => false);
    for (const { query } of asker.asked)
      for (const [, range] of query.matchAll(/\[(\w+)\]/g)) expect(durationMs(range as string)).toBe(5000);
  });
});
