import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from './fake-loki/entries.js';
import { type FakeLoki, startFakeLoki } from './fake-loki/server.js';

/* The fake evaluates what it is asked: results by hand, from the documentation of LogQL. Texts of errors are those of Loki. */
const T = 1_800_000_000;
const at = (second: number, line: string, labels: Record<string, string>, metadata: Record<string, string> = {}): Entry => ({
  ns: BigInt(T + second) * 1_000_000_000n,
  labels,
  metadata,
  line,
});
const ENTRIES = [
  at(1, '{"level":"error","code":500,"a":{"b":"x"}}', { app: 'one' }, { detected_level: 'error' }),
  at(2, 'level=info msg="all well" took=12', { app: 'two' }, { detected_level: 'info', trace_id: 't' }),
  at(10, 'connection 7 lost', { app: 'two', env: 'x' }),
  at(11, 'connection 8 lost', { app: 'two', env: 'x' }),
  at(20, 'connection 9 found', { app: 'three' }),
];
let loki: FakeLoki;
beforeAll(async () => {
  loki = await startFakeLoki(ENTRIES);
});
afterAll(() => loki.close());

async function get(path: string, params: Record<string, string>): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${loki.url}/loki/api/v1/${path}?${new URLSearchParams(params)}`);
  return { status: answer.status, text: await answer.text() };
}
const SPAN = { start: String(T), end: String(T + 30) };

describe('log queries: which lines come through', () => {
  test.each([
    ['{app="two"}', [2, 10, 11]],
    ['{app!="two", app=~".+"}', [1, 20]],
    ['{app=~"t.*"} |= "connection"', [10, 11, 20]],
    ['{app=~".+"} != "connection"', [1, 2]],
    ['{app=~".+"} |~ "connection [78]"', [10, 11]],
    ['{app=~".+"} !~ "(?i)CONNECTION"', [1, 2]],
    ['{app=~".+"} |> "connection <_> lost"', [10, 11]],
    ['{app=~".+"} |= "found" or "well"', [2, 20]],
    ['{app=~".+"} | detected_level="error"', [1]],
    ['{app=~".+"} | detected_level!~"error|info"', [10, 11, 20]],
    ['{app=~".+"} | json | a_b="x"', [1]],
    ['{app=~".+"} | json | code >= 500', [1]],
    ['{app=~".+"} | json | __error__=""', [1]],
    ['{app=~".+"} | json sev="level" | sev="error"', [1]],
    ['{app=~".+"} | logfmt | took > 11 and msg="all well"', [2]],
    ['{app=~".+"} | logfmt | level="info" or env="x"', [2, 10, 11]],
    ['{env=""  , app=~".+"}', [1, 2, 20]],
  ])('%s', async (query, seconds) => {
    const { text } = await get('query_range', { ...SPAN, query, direction: 'forward' });
    const { data } = JSON.parse(text);
    const found = data.result.flatMap(({ values }: { values: [string, string][] }) =>
      values.map(([ns]) => Number(BigInt(ns) / 1_000_000_000n) - T),
    );
    expect(found.sort((a: number, b: number) => a - b)).toEqual(seconds);
  });

  test('limit and direction; the end is left out', async () => {
    const first = JSON.parse((await get('query_range', { ...SPAN, query: '{app=~".+"}', limit: '1', direction: 'forward' })).text);
    const last = JSON.parse((await get('query_range', { start: String(T), end: String(T + 20), query: '{app=~".+"}', limit: '1' })).text);
    expect(first.data.result[0].values[0][0]).toBe(`${T + 1}000000000`);
    expect(last.data.result[0].values[0][0]).toBe(`${T + 11}000000000`);
  });
});

describe('metric queries', () => {
  test.each([
    [
      'sum(count_over_time({app=~".+"}[10s]))',
      {
        '': [
          [10, 3],
          [20, 2],
        ],
      },
    ],
    [
      'sum by (app) (count_over_time({app=~".+"}[10s]))',
      {
        one: [[10, 1]],
        two: [
          [10, 2],
          [20, 1],
        ],
        three: [[20, 1]],
      },
    ],
    [
      'sum(rate({app="two"}[10s])) by (app)',
      {
        two: [
          [10, 0.2],
          [20, 0.1],
        ],
      },
    ],
    ['sum(bytes_over_time({app="three"}[10s]))', { '': [[20, 18]] }],
    [
      'topk(1, sum by (app) (count_over_time({app=~".+"}[10s])))',
      {
        two: [
          [10, 2],
          [20, 1],
        ],
      },
    ],
    [
      'count(sum by (app) (count_over_time({app=~".+"}[10s])))',
      {
        '': [
          [10, 2],
          [20, 2],
        ],
      },
    ],
    [
      'sum(count_over_time({app=~".+"} |= "connection" [20s]))',
      {
        '': [
          [10, 1],
          [20, 3],
          [30, 2],
        ],
      },
    ],
  ])('%s', async (query, expected) => {
    const { data } = JSON.parse((await get('query_range', { ...SPAN, query, step: '10s' })).text);
    const found = Object.fromEntries(
      data.result.map(({ metric, values }: { metric: Record<string, string>; values: [number, string][] }) => [
        metric.app ?? '',
        values.map(([time, value]) => [time - T, Number(value)]),
      ]),
    );
    // Which of two equal series is the largest is not said.
    if (!query.startsWith('topk')) expect(found).toEqual(expected);
    else expect(found.two[0]).toEqual([10, 2]);
  });
});

describe('what Loki refuses', () => {
  const parsing = 'parse error at line 1, col';
  test.each([
    [
      'query',
      { query: '{app="two"}' },
      400,
      'log queries are not supported as an instant query type, please change your query to a range query type',
    ],
    ['query_range', { ...SPAN, query: '' }, 400, 'parse error : syntax error: unexpected $end'],
    ['query_range', { ...SPAN, query: '{app="two"' }, 400, `${parsing} 11: syntax error: unexpected $end, expecting } or ,`],
    ['query_range', { ...SPAN, query: '{app="two"} | nonsense' }, 400, `${parsing} 15: syntax error: unexpected IDENTIFIER`],
    [
      'query_range',
      { ...SPAN, query: 'sum(count_over_time({app="two"}[10s])', step: '10' },
      400,
      `${parsing} 38: syntax error: unexpected $end, expecting )`,
    ],
    [
      'query_range',
      { ...SPAN, query: '{app="two"}', limit: '5001' },
      400,
      'max entries limit per query exceeded, limit > max_entries_limit_per_query (5001 > 5000)',
    ],
    [
      'query_range',
      { ...SPAN, query: 'rate({app="two"}[1s])', step: '1ms' },
      400,
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    ],
    ['nothing', SPAN, 404, '404 page not found\n'],
  ])('%s %j', async (path, params, status, text) => {
    expect(await get(path, params as Record<string, string>)).toEqual({ status, text });
  });

  test('a line that a parser cannot read ends a metric query', async () => {
    const { status, text } = await get('query_range', { ...SPAN, query: 'sum(count_over_time({app=~".+"} | json [10s]))', step: '10s' });
    expect(status).toBe(400);
    expect(text).toMatch(/^pipeline error: 'JSONParserErr' for series/);
  });
});
