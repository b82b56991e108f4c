import { describe, expect, test } from 'vitest';
import type { TestTarget } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { type BackendReply, type BackendRequest, ConnectionError, type ConnectionFailure } from '../../src/observability/connection.js';
import { askTempo } from '../../src/observability/tempo.js';

const ID = (i: number): string => (i + 1).toString(16).padStart(32, '0');
const TARGET: TestTarget = {
  window: { start: 1_700_000_000_000, end: 1_700_000_180_000 },
  anomalies: [{ finding: 'f', window: { start: 1_700_000_060_000, end: 1_700_000_120_000 }, labels: 'all' }],
  healthy: [{ start: 1_700_000_010_000, end: 1_700_000_050_000 }],
  requests: Array.from({ length: 120 }, (_, i) => ({
    traceId: ID(i),
    label: 'GET /',
    latency: 20,
    success: i % 7 !== 0,
    timestamp: 1_700_000_000_000 + i * 1500,
    why: 'ordinary' as const,
  })),
};

const json = (value: unknown, status = 200): BackendReply => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
  clockOffset: null,
});
const plain = (body: string, status: number): BackendReply => ({ status, contentType: 'text/plain', body, clockOffset: null });
const spans = (id: string) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: id,
              spanId: '00f067aa0ba902b7',
              name: 'x',
              kind: 2,
              startTimeUnixNano: '1700000000000000000',
              endTimeUnixNano: '1700000000020000000',
            },
          ],
        },
      ],
    },
  ],
});

async function ask(answer: (request: BackendRequest) => BackendReply | ConnectionError, target = TARGET) {
  const sent: BackendRequest[] = [];
  const asker = new Asker({
    url: 'http://tempo',
    send: async (request) => {
      sent.push(request);
      const reply = answer(request);
      if (reply instanceof ConnectionError) throw reply;
      return reply;
    },
  });
  return { ...(await askTempo(asker, target, { filter: 'resource.env = "perf"' })), sent, asker };
}

const idIn = ({ path }: BackendRequest): string => path.split('/').at(-1) as string;

describe('traces of a test', () => {
  test('by the ids of its requests: a fair part of the trouble, failed ones, as many from the healthy part', async () => {
    const { answer, notices, sent } = await ask((request) => json({ trace: spans(idIn(request)) }));
    expect(answer.byId.found).toBe(answer.byId.asked);
    expect(answer.byId.asked).toBeGreaterThan(60);
    expect(answer.traces.every(({ request }) => request?.label === 'GET /')).toBe(true);
    expect(sent.every(({ path }) => path.startsWith('/api/v2/traces/'))).toBe(true);
    expect(sent[0]?.params).toEqual([
      ['start', '1699999700'],
      ['end', '1700000480'],
    ]);
    expect(notices).toEqual([]);
  });

  test('a Tempo without the newer address is asked by the older one', async () => {
    const { answer } = await ask((request) =>
      request.path.startsWith('/api/v2') ? plain('404 page not found', 404) : json({ batches: spans(idIn(request)).resourceSpans }),
    );
    expect(answer.byId.found).toBe(answer.byId.asked);
  });

  test('sampling is said, with numbers', async () => {
    const { notices } = await ask((request) => json({ trace: Number.parseInt(idIn(request), 16) % 2 === 0 ? spans(idIn(request)) : {} }));
    expect(notices.map(({ id }) => id)).toEqual(['traces-sampled']);
  });

  test('where none is found by id, searching within the scope fills up; ids get their zeros back', async () => {
    const { answer, notices, sent } = await ask((request) =>
      request.path === '/api/search'
        ? json({ traces: [{ traceID: 'abc' }] })
        : json(idIn(request).endsWith('abc') ? { trace: spans(idIn(request)) } : { trace: {} }),
    );
    expect(answer.traces.map(({ id }) => id)).toEqual([`${'0'.repeat(29)}abc`]);
    expect(notices.map(({ id }) => id)).toEqual(['traces-not-found']);
    expect(sent.find(({ path }) => path === '/api/search')?.params[0]).toEqual(['q', '{ resource.env = "perf" && kind = server }']);
  });
});

const FAILURES: ConnectionFailure[] = ['timeout', 'unreachable', 'tls', 'too-large', 'redirect', 'broken', 'not-recorded', 'aborted'];
const BAD: [string, BackendReply | ConnectionError][] = [
  ...FAILURES.map((failure): [string, ConnectionError] => [failure, new ConnectionError(failure, `it is ${failure}`)]),
  ['a web page', plain('<html>login</html>', 200)],
  ['no JSON', plain('{"trace":', 200)],
  ['nothing', plain('', 200)],
  ['another shape', json({ hello: 1 })],
  ['a list', json([])],
  ['null', json(null)],
  ['spans that are none', json({ trace: { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 7 }] }] }] } })],
  ['another trace', json({ trace: spans(ID(5000)) })],
  ...[400, 401, 403, 404, 429, 500, 502, 503, 504].map((status): [string, BackendReply] => [String(status), plain('no', status)]),
];

describe('a Tempo that answers %s', () => {
  test.each(BAD)('%s: no trace, no throw, and never as if it had been read', async (_, bad) => {
    const { answer, asker, sent } = await ask(() => bad);
    expect(answer.traces).toEqual([]);
    expect(answer.byId.found).toBe(0);
    expect(asker.asked.filter(({ status }) => status === 'answered')).toEqual([]);
    // A dead backend is asked by those on their way, and then no more.
    if (bad instanceof ConnectionError && ['timeout', 'unreachable', 'tls', 'redirect'].includes(bad.failure))
      expect(sent.length).toBeLessThanOrEqual(4);
  });
});
