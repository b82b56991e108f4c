import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestTarget } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { askTempo } from '../../src/observability/tempo.js';
import { FakeTempo, type FakeTempoOptions } from './fake-tempo/fake-tempo.js';
import { storeOf } from './fake-tempo/span-store.js';
import { connectionTo } from './tempo-connection.js';
import { otlp, span, trace } from './traces.js';

const START = 1_790_000_000_000;
/** Forty requests, the second half of which is slow. */
const traces = Array.from({ length: 40 }, (_, i) =>
  trace([span(1, 9, 0, i < 20 ? 20 : 400, { kind: 'server' }), span(2, 1, 5, i < 20 ? 5 : 380, { kind: 'client' })], {
    start: START + i * 1000,
  }),
);
const store = storeOf([otlp(traces) as { resourceSpans: unknown[] }]);

const target: TestTarget = {
  window: { start: START, end: START + 41_000 },
  anomalies: [{ finding: 'latency-shift', window: { start: START + 20_000, end: START + 40_000 }, labels: 'all' }],
  healthy: [{ start: START, end: START + 19_999 }],
  requests: traces.map(({ id, start }, i) => ({
    ...{ traceId: id, label: 'x', latency: i < 20 ? 21 : 401, success: true, timestamp: start },
    why: i < 20 || i % 2 === 0 ? 'ordinary' : 'slow',
  })),
};

let fake: FakeTempo | null = null;
afterEach(async () => {
  await fake?.stop();
  fake = null;
});

async function ask(options: FakeTempoOptions, more: Partial<TestTarget> = {}, timeout = 300, filter?: string) {
  fake = await FakeTempo.start(store, options);
  const asker = new Asker(connectionTo(fake.url, timeout), { requests: 60, bytes: 20_000_000 });
  const result = await askTempo(asker, { ...target, ...more }, filter === undefined ? {} : { filter });
  return { ...result, asker, ids: result.notices.map(({ id }) => id) };
}

type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Answers all with one status and text. */
const says =
  (status: number, body: string, type = 'text/plain', more: Record<string, string> = {}): Fault =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type, ...more }).end(body);
    return true;
  };

/** Faults of everything asked: nothing is learnt, and the notices say so. */
const FAULTS: [name: string, fault: Fault, dead: boolean, says: RegExp][] = [
  ['400', says(400, 'invalid TraceQL query: parse error at line 1, col 3: syntax error: unexpected $end'), false, /400: invalid TraceQL/],
  ['401', says(401, 'no org id'), true, /401/],
  ['403', says(403, 'forbidden'), true, /403/],
  ['404 of another program', says(404, '404 page not found'), false, /404/],
  ['429', says(429, 'job queue full'), false, /429: job queue full/],
  ['500', says(500, 'error querying store'), false, /500/],
  ['503', says(503, ''), false, /503: no reason given/],
  ['a login page', says(200, '<!doctype html><title>Sign in</title>', 'text/html'), false, /a web page came back/],
  ['a redirect', says(302, '', 'text/plain', { location: 'http://127.0.0.1:9/' }), true, /redirect/],
  ['a wrong type', says(200, 'tempo', 'text/plain'), false, /no JSON/],
  ['an empty body', says(200, '', 'application/json'), false, /it is empty/],
  ['another JSON', says(200, '{"status":"success","data":[]}', 'application/json'), false, /holds no/],
  ['a list', says(200, '[]', 'application/json'), false, /holds no/],
  ['null', says(200, 'null', 'application/json'), false, /holds no/],
  ['half a body', says(200, '{"trace":{"resourceSpans":[{"resource"', 'application/json'), false, /cut short/],
  ['a connection that breaks', (_request, response) => response.socket?.destroy() !== null, true, /unreachable|failed/],
  [
    'a body that stops in the middle',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"trace":');
      setTimeout(() => response.destroy(), 20);
      return true;
    },
    false,
    /failed/,
  ],
  ['no answer at all', () => true, true, /no answer within/],
  [
    'another trace than the one asked for',
    says(200, JSON.stringify(otlp([trace([span(1, null, 0, 1)])])), 'application/json'),
    false,
    /another trace/,
  ],
];

describe('whatever Tempo answers, the outcome is told and nothing is thrown', () => {
  it.each(FAULTS)('%s', async (_name, fault, dead, said) => {
    const { answer, ids, notices, asker } = await ask({ fault });
    expect(answer).toEqual({ traces: [], byId: { asked: 0, found: 0 } });
    expect(ids).toContain('tempo-failed');
    expect(notices.find(({ id }) => id === 'tempo-failed')?.what).toMatch(said);
    expect(ids).not.toContain('tempo-no-traces');
    expect(asker.asked.every(({ status }) => status === 'failed')).toBe(true);
    expect(asker.dead !== null).toBe(dead);
    expect(asker.asked.length).toBeLessThanOrEqual(dead ? 8 : 40);
  });

  it('an empty Tempo: no data, which is not healthy', async () => {
    fake = await FakeTempo.start(new Map());
    const asker = new Asker(connectionTo(fake.url));
    const { answer, notices } = await askTempo(asker, target, {});
    expect(answer).toEqual({ traces: [], byId: { asked: 40, found: 0 } });
    expect(notices.map(({ id }) => id)).toEqual(['tempo-match-rate', 'tempo-no-traces']);
    expect(new Set(asker.asked.map(({ status }) => status))).toEqual(new Set(['no-data']));
  });

  it('now and then a failure: the rest is kept', async () => {
    let n = 0;
    const { answer, ids } = await ask({ fault: (request, response) => n++ % 5 === 0 && says(503, 'busy')(request, response) });
    expect(answer.byId).toEqual({ asked: 32, found: 32 });
    expect(ids).toEqual(['tempo-failed']);
  });

  it('a huge trace: cut, and marked', async () => {
    const many = Array.from({ length: 50_010 }, (_, i) => span(i + 2, 1, 1, 1));
    const huge = JSON.stringify(otlp([{ ...traces[0]!, spans: [span(1, null, 0, 10, { kind: 'server' }), ...many] }]));
    const requests = target.requests.slice(0, 1);
    const fault: Fault = (request, response) =>
      request.url?.includes(traces[0]!.id) === true && says(200, huge, 'application/json')(request, response);
    fake = await FakeTempo.start(store, { fault });
    const { answer, notices } = await askTempo(
      new Asker(connectionTo(fake.url, 20_000)),
      { ...target, anomalies: [], healthy: [], requests },
      {},
    );
    expect(answer.traces[0]?.spans).toHaveLength(50_000);
    expect(answer.traces[0]?.incomplete).toBe(true);
    expect(notices.map(({ id }) => id)).toContain('tempo-incomplete');
  });

  it('dead before it is asked: failed, not empty', async () => {
    fake = await FakeTempo.start(store, { fault: says(401, 'no org id') });
    const asker = new Asker(connectionTo(fake.url));
    await asker.ask({ title: '', query: '', window: null, request: { method: 'GET', path: '/', params: [] }, read: () => null });
    const { notices } = await askTempo(asker, { ...target, requests: [] }, {});
    expect(notices.map(({ id }) => id)).toEqual(['tempo-failed', 'tempo-no-ids']);
  });

  it('asked soon after the test', async () => {
    fake = await FakeTempo.start(store);
    const at = (after: number) => new Asker(connectionTo((fake as FakeTempo).url, 2_000), undefined, () => Date.now() + after);
    const soon = await askTempo(at(0), { ...target, window: { start: START, end: Date.now() - 10_000 } }, {});
    expect(soon.notices.map(({ id }) => id)).toEqual(['tempo-fresh']);
    expect((await askTempo(at(0), target, {})).notices.map(({ id }) => id)).toEqual(
      Date.now() - target.window.end < 60_000 ? ['tempo-fresh'] : [],
    );
  });

  it('a spent budget', async () => {
    fake = await FakeTempo.start(store);
    const asker = new Asker(connectionTo(fake.url), { requests: 5, bytes: 1e6 });
    const { answer, notices } = await askTempo(asker, target, {});
    // As many as may be under way at once come on top.
    expect(answer.traces.length).toBeLessThanOrEqual(5 + 3);
    expect(notices.find(({ id }) => id === 'tempo-failed')?.what).toMatch(/budget/);
  });

  it('a filter that is no TraceQL', async () => {
    const { notices } = await ask({}, { requests: [] }, 300, 'service =');
    expect(notices.find(({ id }) => id === 'tempo-failed')?.what).toMatch(/invalid TraceQL query: parse error/);
  });

  it('ids that are none', async () => {
    const requests = target.requests.map((request, i) => ({ ...request, traceId: i < 4 ? 'xyz' : request.traceId }));
    const { answer, ids } = await ask({}, { requests });
    expect(ids).toEqual(['tempo-bad-ids']);
    expect(answer.byId).toEqual({ asked: 36, found: 36 });
  });
});

describe('versions', () => {
  it('an older one without the second trace API: by the first', async () => {
    const { answer, ids } = await ask({ v2: false });
    expect(answer.byId).toEqual({ asked: 40, found: 40 });
    expect(ids).toEqual([]);
    expect(fake?.asked.filter((url) => url.includes('/v2/')).length).toBeLessThanOrEqual(4);
  });

  it('an older one that does not know the hint: without', async () => {
    const { answer, ids } = await ask({ hints: false }, { requests: [] });
    expect(answer.traces).toHaveLength(40);
    expect(ids).toContain('tempo-no-ids');
    expect(fake?.asked.filter((url) => url.includes('most_recent')).length).toBe(1);
  });

  it('finds slow traces by duration, errors by status, healthy ones in healthy time; a filter narrows', async () => {
    const { answer } = await ask({}, { requests: [] }, 2_000, '{ resource.service.name = "a" }');
    expect(answer.traces.filter(({ start }) => start >= START + 20_000)).toHaveLength(20);
    expect(answer.traces.filter(({ start }) => start < START + 20_000)).toHaveLength(20);
    const other = await ask({}, { requests: [] }, 2_000, 'resource.service.name = "other"');
    expect(other.answer.traces).toEqual([]);
    expect(other.ids).toContain('tempo-no-traces');
  });
});
