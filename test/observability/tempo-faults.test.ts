import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { exitCodeOfAnalysis } from '../../src/cli/exit-codes.js';
import { FakeTempo, type FakeTempoOptions } from './fake-tempo/fake-tempo.js';
import { storeOf } from './fake-tempo/span-store.js';

/*
 * What may go wrong between Heimr and Tempo, each through the whole road over real HTTP. Whatever it is: the analysis is made, a notice says what happened,
 * the source counts it as failed, what was not learnt looks neither empty nor healthy, and only --strict fails the build.
 */

const START = 1_763_632_800_000;
/** Ten requests a second for three minutes, slow in the second of them. */
const REQUESTS = Array.from({ length: 1800 }, (_, i) => ({
  at: START + i * 100,
  latency: i < 600 || i >= 1200 ? 20 + (i % 5) : 400 + (i % 50),
  id: (i + 1).toString(16).padStart(32, '0'),
}));
const RESULTS = new TextEncoder().encode(
  `timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,trace_id\n${REQUESTS.map(
    ({ at, latency, id }) => `${at},${latency},GET /,200,OK,t 1-1,true,${id}`,
  ).join('\n')}\n`,
);

const otlpOf = ({ at, latency, id }: (typeof REQUESTS)[number], spans = 1) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          spans: Array.from({ length: spans }, (_, i) => ({
            traceId: id,
            spanId: (i + 1).toString(16).padStart(16, '0'),
            ...(i === 0 ? {} : { parentSpanId: '1'.padStart(16, '0') }),
            name: 'GET /',
            kind: i === 0 ? 2 : 1,
            startTimeUnixNano: `${at + 1}000000`,
            endTimeUnixNano: `${at + latency - 1}000000`,
          })),
        },
      ],
    },
  ],
});
const STORE = storeOf(REQUESTS.map((request) => otlpOf(request)));

let fake: FakeTempo | null = null;
afterEach(async () => {
  await fake?.stop();
  fake = null;
});

async function ask(options: FakeTempoOptions, { timeoutMs = 5000, store = STORE, results = RESULTS, filter = '' } = {}) {
  fake = await FakeTempo.start(store, options);
  const tempo = { connection: httpConnection({ url: fake.url, timeoutMs }), scope: filter === '' ? {} : { filter } };
  const analysis = await analyze([{ name: 'results.jtl', bytes: results }], { backends: { tempo } });
  const source = analysis.sources[0] as (typeof analysis.sources)[number];
  return {
    analysis,
    source,
    ids: analysis.notices.map(({ id }) => id),
    check: analysis.checks.find(({ id }) => id === 'traces'),
    exits: [exitCodeOfAnalysis(analysis, false), exitCodeOfAnalysis(analysis, true)],
    asked: fake.asked,
  };
}

type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Answers all with one status and text. */
const says =
  (status: number, body: string | Buffer, type = 'text/plain', more: Record<string, string> = {}): Fault =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type, ...more }).end(body);
    return true;
  };
const json = (body: string): Fault => says(200, body, 'application/json');
const packed = (body: Buffer, how = 'gzip'): Fault => says(200, body, 'application/json', { 'content-encoding': how });
const isById = ({ url }: IncomingMessage): boolean => /^\/api\/(v2\/)?traces\//.test(url ?? '');

const TRACE = JSON.stringify({ trace: otlpOf(REQUESTS[0] as (typeof REQUESTS)[number]) });
const MIB_OF_BLANKS = gzipSync(Buffer.alloc(1024 * 1024, 32));

/** Requests that are worth it: where it is dead those on their way, else some ids and the searches. */
const [DEAD, SOME] = [4, 30];
/** Faults of everything asked. */
const FAULTS: readonly [name: string, fault: Fault, says: RegExp, most: number, timeoutMs?: number][] = [
  ['400', says(400, 'invalid TraceQL query: parse error at line 1, col 3'), /400: invalid TraceQL/, SOME],
  ['401', says(401, 'no org id'), /wants other credentials \(401: no org id\)/, DEAD],
  ['403', says(403, 'forbidden'), /does not let these credentials in \(403: forbidden\)/, DEAD],
  ['404 of another program', says(404, '404 page not found'), /404: 404 page not found/, SOME],
  ['404 without a text, also where it searches', says(404, ''), /404: no reason given/, 240],
  ['405', says(405, 'method not allowed'), /405: method not allowed/, SOME],
  ['429', says(429, 'job queue full', 'text/plain', { 'retry-after': '3600' }), /429: job queue full/, SOME],
  ['500', says(500, 'error querying store\u001b[31m\u202e'), /500: error querying store/, SOME],
  ['502', says(502, '<html>Bad gateway</html>', 'text/html', { 'retry-after': '3600' }), /502: a web page came back/, SOME],
  ['503', says(503, '', 'text/plain', { 'retry-after': '3600' }), /503: no reason given/, SOME],
  ['504', says(504, 'context deadline exceeded'), /504: context deadline exceeded/, SOME],
  ['a login page', says(200, '<!doctype html><title>Sign in</title>', 'text/html'), /a web page came back/, SOME],
  ['a redirect', says(302, '', 'text/plain', { location: 'http://127.0.0.1:9/' }), /redirects are not followed/, DEAD],
  ['a wrong type', says(200, 'tempo'), /no JSON/, SOME],
  ['an empty body', json(''), /it is empty/, SOME],
  ['another JSON', json('{"status":"success","data":[]}'), /it holds no/, SOME],
  ['a list', json('[]'), /it holds no/, SOME],
  ['null', json('null'), /it holds no/, SOME],
  ['half a body of JSON', json('{"trace":{"resourceSpans":[{"resource"'), /cut short/, SOME],
  [
    'another trace than the one asked for',
    json(TRACE.replaceAll('0000000000000000000000000001', 'f'.repeat(28))),
    /none of its spans/,
    SOME,
  ],
  [
    'spans that cannot be read',
    json('{"trace":{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":7}]}]}]}}'),
    /none of its spans/,
    SOME,
  ],
  ['resources that are none', json('{"trace":{"resourceSpans":[null,7]}}'), /the answer cannot be read/, SOME],
  ['a connection that breaks', (_request, response) => response.socket?.destroy() !== null, /broke before the whole answer/, SOME],
  [
    'a body that stops in the middle',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"trace":');
      setTimeout(() => response.destroy(), 20);
      return true;
    },
    /broke before the whole answer/,
    SOME,
  ],
  ['no answer at all', () => true, /no answer within 0\.4 s/, DEAD, 400],
  ['a bomb of gzip', packed(Buffer.concat(Array(130).fill(MIB_OF_BLANKS))), /larger than 128 MiB/, SOME, 20_000],
  ['half of its gzip', packed(gzipSync(TRACE).subarray(0, 40)), /packed, and broken or cut short/, SOME],
  ['a way of packing that nobody asked for', packed(Buffer.from(TRACE), 'zstd'), /packed in a way that was not asked for/, SOME],
];

describe('Tempo answers everything with', () => {
  it.each(FAULTS)('%s', { timeout: 60_000 }, async (_name, fault, said, most, timeoutMs = 5000) => {
    const { analysis, source, ids, check, exits, asked } = await ask({ fault }, { timeoutMs });
    expect(analysis.findings.length).toBeGreaterThan(0);
    expect(source).toMatchObject({ backend: 'tempo', answered: 0 });
    expect(source.failed).toBeGreaterThan(0);
    expect(source.message).toMatch(said);
    expect(analysis.notices.find(({ id }) => id === 'backend-failed')).toMatchObject({
      level: 'warning',
      what: expect.stringMatching(said),
    });
    // It has told nothing, which is not the same as having nothing.
    expect(ids).not.toContain('traces-not-found');
    expect(ids).not.toContain('traces-sampled');
    expect(check).toMatchObject({ outcome: 'not-checked', reason: expect.stringMatching(/^Tempo could not be asked: /) });
    expect(analysis.evidence.filter((one) => one.source === 'tempo')).toEqual([]);
    expect(exits).toEqual([0, 4]);
    expect(JSON.stringify([analysis.sources, analysis.notices])).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(asked.length).toBeLessThanOrEqual(most);
  });
});

describe('Tempo', () => {
  it('has all of them: nothing to tell', async () => {
    const { source, ids, check, exits } = await ask({});
    expect(source).toMatchObject({ failed: 0, noData: 0, message: '' });
    expect(ids.filter((id) => /^(backend|traces)-/.test(id))).toEqual([]);
    expect(check).toMatchObject({ outcome: 'checked' });
    expect(exits).toEqual([0, 0]);
  });

  it('is empty: no data, which is no failure and not healthy', async () => {
    const { source, ids, check, exits } = await ask({}, { store: new Map() });
    expect(source).toMatchObject({ answered: 0, failed: 0 });
    expect(ids).toContain('traces-not-found');
    expect(check).toMatchObject({ outcome: 'not-checked', reason: 'Tempo has nothing of this time.' });
    expect(exits).toEqual([0, 0]);
  });

  it('fails now and then: the rest is kept, and what failed is not said to be sampled away', async () => {
    let n = 0;
    const { source, ids, check, exits } = await ask({
      fault: (request, response) => n++ % 5 === 4 && says(400, 'busy')(request, response),
    });
    expect(source.answered).toBeGreaterThan(3 * source.failed);
    expect(source.failed).toBeGreaterThan(10);
    expect(ids).toContain('backend-failed');
    expect(ids).not.toContain('traces-sampled');
    expect(check).toMatchObject({ outcome: 'checked' });
    expect(exits).toEqual([0, 4]);
  });

  it('dies while traces are fetched: those that came are kept', async () => {
    let n = 0;
    const { source, check, exits } = await ask({ fault: (request, response) => n++ >= 20 && says(401, 'expired')(request, response) });
    expect(source).toMatchObject({ answered: 20, message: expect.stringMatching(/401: expired/) });
    expect(check).toMatchObject({ outcome: 'checked' });
    expect(exits).toEqual([0, 4]);
  });

  it('fails for ids and finds by search what then fails too', async () => {
    const { source, ids, check } = await ask({ fault: (request, response) => isById(request) && says(400, 'no')(request, response) });
    expect(source.answered).toBeGreaterThan(0);
    expect(ids).toContain('backend-failed');
    expect(ids).not.toContain('traces-not-found');
    expect(check).toMatchObject({ outcome: 'not-checked' });
  });

  it('keeps one trace in four: told with numbers, no failure', async () => {
    const { ids, exits } = await ask({}, { store: new Map([...STORE].filter((_, i) => i % 4 === 0)) });
    expect(ids).toContain('traces-sampled');
    expect(exits).toEqual([0, 0]);
  });

  it('holds a huge trace: cut, and marked', async () => {
    const huge = JSON.stringify({ trace: otlpOf(REQUESTS[0] as (typeof REQUESTS)[number], 6_000) });
    const fault: Fault = (request, response) => {
      if (!isById(request)) return false;
      const id = /([0-9a-f]{32})/.exec(request.url ?? '')?.[1] ?? '';
      return json(huge.replaceAll(`"traceId":"${REQUESTS[0]?.id}"`, `"traceId":"${id}"`))(request, response);
    };
    const { ids, check, source } = await ask({ fault }, { results: RESULTS.slice(0, RESULTS.length / 40), timeoutMs: 30_000 });
    expect(source.failed).toBe(0);
    expect(ids).toContain('traces-incomplete');
    expect(check).toMatchObject({ outcome: 'checked' });
  });

  it('takes no filter that is no TraceQL', async () => {
    const { source, exits } = await ask({}, { filter: 'service =', store: new Map() });
    expect(source.message).toMatch(/400: invalid TraceQL query: parse error/);
    expect(exits).toEqual([0, 4]);
  });

  it('is asked nothing for ids that are none', async () => {
    const results = new TextEncoder().encode(new TextDecoder().decode(RESULTS).replace(/,0+([0-9a-f]+)$/gm, ',x$1'));
    const { asked, ids, exits } = await ask({}, { results });
    expect(asked.filter((url) => url.includes('/x'))).toEqual([]);
    expect(asked.some((url) => url.startsWith('/api/search'))).toBe(true);
    expect(ids).not.toContain('traces-not-found');
    expect(exits).toEqual([0, 0]);
  });

  it.each([
    ['which has no second API of traces', {}],
    ['which says 404 without a text where it has no second API', { fault: says(404, '') }],
  ])('of before 2.7, %s: by the first, and nothing failed', async (_, { fault }: FakeTempoOptions) => {
    const { source, ids, exits, asked } = await ask({
      v2: false,
      fault: (request, response) => (request.url?.startsWith('/api/v2/') && fault?.(request, response)) === true,
    });
    expect(source.failed).toBe(0);
    expect(source.answered).toBeGreaterThan(50);
    expect(ids.filter((id) => /^(backend|traces)-/.test(id))).toEqual([]);
    expect(exits).toEqual([0, 0]);
    // Once it is known to be the older one, nobody asks for the newer address.
    expect(asked.filter((url) => url.includes('/v2/')).length).toBeLessThanOrEqual(4);
  });
});
