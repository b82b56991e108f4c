import { describe, expect, it } from 'vitest';
import type { TestTarget } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { askPrometheus } from '../../src/observability/prometheus.js';
import { scopeMatchers } from '../../src/observability/prometheus-scope.js';
import { type Answer, AnsweringConnection, matrix, success } from './answers.js';

const START = 1_700_000_000_000;
const target = (minutes: number): TestTarget => ({
  window: { start: START, end: START + minutes * 60_000 },
  anomalies: [],
  healthy: [],
  requests: [],
});
const CPU = { __name__: 'process_cpu_seconds_total', job: 'web', instance: 'w' };

/** Samples of a counter, every 15 s over the window. */
const samples = (minutes: number) => Array.from({ length: minutes * 4 }, (_, i) => [START / 1000 + i * 15, String(i * 3)]);

async function ask(answer: (path: string, params: Readonly<Record<string, string>>) => Answer, minutes = 5, scope = {}) {
  const connection = new AnsweringConnection(answer);
  const asker = new Asker(connection);
  return { connection, asker, ...(await askPrometheus(asker, target(minutes), scope)) };
}

const names = (...list: string[]): Answer => success(list);

/** A backend with one counter. */
const plain = (path: string, params: Readonly<Record<string, string>>): Answer => {
  if (path.includes('__name__')) return names('process_cpu_seconds_total', 'irrelevant_info');
  if ((params['query'] ?? '').startsWith('count by'))
    return success({ resultType: 'vector', result: [{ metric: { __name__: CPU.__name__ }, value: [0, '1'] }] });
  if ((params['query'] ?? '').startsWith('max by'))
    return success({ resultType: 'vector', result: [{ metric: { job: 'web' }, value: [0, '21'] }] });
  return matrix([{ metric: CPU, values: samples(5) }]);
};

describe('questions', () => {
  it('are first what there is, then only what is there, raw, within the scope', async () => {
    const { connection, answer, notices } = await ask(plain, 5, { match: '{namespace="n"}' });
    expect(connection.sent.map((one) => [one.method, one.path])).toEqual([
      ['GET', '/api/v1/label/__name__/values'],
      ['POST', '/api/v1/query'],
      ['POST', '/api/v1/query'],
      ['POST', '/api/v1/query'],
    ]);
    const queries = connection.sent.map((one) => Object.fromEntries(one.params));
    expect(queries[0]).toEqual({ start: String(START / 1000 - 60), end: String(START / 1000 + 320), 'match[]': '{namespace="n"}' });
    expect(queries[3]?.['query']).toBe('{__name__=~"process_cpu_seconds_total",namespace="n"}[381s]');
    expect(queries[3]).toMatchObject({ time: String(START / 1000 + 320), nocache: '1', latency_offset: '1ms' });
    expect(answer.signals.map((one) => [one.id, one.values[1], one.query])).toEqual([
      ['process-cpu', 0.2, 'sum(rate(process_cpu_seconds_total{job="web",instance="w",namespace="n"}[60s]))'],
    ]);
    expect(answer.scrapeInterval).toBe(15_000);
    expect(notices).toEqual([]);
  });

  it('of long windows are in steps, aligned, of whole scrapes, far below 11,000 points', async () => {
    const { connection } = await ask(plain, 600);
    const params = Object.fromEntries(connection.sent.at(-1)?.params ?? []);
    expect(connection.sent.at(-1)?.path).toBe('/api/v1/query_range');
    const step = Number(params['step']);
    expect((Number(params['end']) - Number(params['start'])) / step).toBeLessThan(1100);
    expect([Number(params['start']) % step, step % 15]).toEqual([0, 0]);
    expect(params['query']).toBe('{__name__=~"process_cpu_seconds_total"}');
  });

  it('that are too much are halved, down to the metric that fails', async () => {
    const { notices, answer, asker } = await ask((path, params) => {
      if (path.includes('__name__')) return names('process_cpu_seconds_total', 'process_resident_memory_bytes', 'go_goroutines');
      const query = params['query'] ?? '';
      if (!query.endsWith('s]')) return matrix([]);
      if (query.includes('go_goroutines'))
        return { status: 422, body: { status: 'error', errorType: 'execution', error: 'query processing would load too many samples' } };
      return query.includes('process_cpu') ? matrix([{ metric: CPU, values: samples(5) }]) : matrix([]);
    });
    expect(notices.map((one) => [one.id, one.what])).toEqual([
      ['prometheus-unread', '1 metrics could not be read (go_goroutines): 422: query processing would load too many samples'],
    ]);
    expect(answer.signals.map((one) => one.id)).toEqual(['process-cpu']);
    expect(asker.asked.filter((one) => one.status === 'failed').length).toBeGreaterThan(0);
  });

  it('of custom metrics stand as signals of their own', async () => {
    const custom = { query: 'sum by (service) (depth)', title: 'Depth', unit: 'count', direction: 'up' as const };
    const { answer, notices } = await ask(
      (path, params) =>
        path.endsWith('query_range')
          ? params['query'] === custom.query
            ? matrix([
                {
                  metric: { service: 's', q: 'x' },
                  values: [
                    [START / 1000, '1'],
                    [START / 1000 + 15, 'NaN'],
                  ],
                },
              ])
            : matrix([])
          : plain(path, params),
      5,
      { queries: [custom, { ...custom, query: 'nothing', title: 'Nothing' }] },
    );
    expect(answer.signals.at(-1)).toMatchObject({
      id: 'custom-1',
      title: 'Depth',
      unit: 'count',
      bad: 'up',
      service: 's',
      labels: { service: 's', q: 'x' },
      values: [1, null],
      query: custom.query,
    });
    expect(notices.map((one) => one.id)).toEqual(['prometheus-query-empty']);
  });
});

describe('answers', () => {
  it('of native histograms give rates and means', async () => {
    const name = 'http_server_request_duration_seconds';
    const histograms = samples(5).map(([time], i) => [
      time,
      { count: String(i * 30), sum: String(i * 3), buckets: [[0, '0.1', '0.2', '5']] },
    ]);
    const { answer } = await ask((path, params) =>
      path.includes('__name__')
        ? names(name)
        : (params['query'] ?? '').endsWith('s]')
          ? matrix([{ metric: { __name__: name, service: 's' }, histograms }])
          : matrix([]),
    );
    const mean = answer.signals.find((one) => one.id === 'http-server-duration');
    expect(mean?.values[1]).toBeCloseTo(0.1, 12);
    expect(mean?.query).toContain('histogram_sum(rate(http_server_request_duration_seconds{service="s"}');
    expect(answer.signals.find((one) => one.id === 'http-server-requests')?.values[1]).toBe(2);
  });

  it('with warnings, or of a part of the stores, are said to be incomplete', async () => {
    const { notices } = await ask((path, params) => {
      const answer = plain(path, params);
      return 'body' in answer && path.endsWith('query')
        ? { body: { ...(answer.body as object), warnings: ['store\n1 is down'], infos: ['harmless'], isPartial: true } }
        : answer;
    });
    expect(notices.map((one) => [one.id, one.what])).toEqual([
      ['prometheus-warning', 'Prometheus warned: store 1 is down'],
      ['prometheus-partial', 'The answer of the metrics cluster was partial.'],
    ]);
  });

  it.each<[string, Answer, string | null]>([
    ['nothing in the window', success([]), 'prometheus-no-data'],
    ['a login page', { body: '<html>log in</html>' }, 'prometheus-failed'],
    ['another API', { body: { anything: 1 } }, 'prometheus-failed'],
    ['a text cut short', { body: '{"status":"success","da' }, 'prometheus-failed'],
    ['401', { status: 401, body: 'no' }, null],
    ['no connection', { failure: 'unreachable' }, null],
    ['a timeout', { failure: 'timeout' }, null],
  ])('%s: a notice, unless that of the source tells it, and nothing more is asked', async (_, first, notice) => {
    const { notices, answer, connection } = await ask(() => first);
    expect(notices.map((one) => one.id)).toEqual(notice === null ? [] : [notice]);
    expect(answer).toEqual({ signals: [], scrapeInterval: null, calls: [] });
    expect(connection.sent).toHaveLength(1);
  });

  it('of a backend that lists no names: what packs know is asked all the same', async () => {
    const { notices, answer } = await ask((path, params) =>
      path.includes('__name__') ? { status: 404, body: 'not here' } : plain(path, params),
    );
    expect(notices.map((one) => one.id)).toEqual(['prometheus-no-list']);
    expect(answer.signals.map((one) => one.id)).toEqual(['process-cpu']);
  });

  it('names without samples are no health', async () => {
    const { notices } = await ask((path, params) => (path.includes('__name__') ? plain(path, params) : matrix([])));
    expect(notices.map((one) => one.id)).toEqual(['prometheus-no-signals']);
  });
});

describe('scope', () => {
  it.each([
    ['{namespace="shop", pod=~"a.+"}', 'namespace="shop", pod=~"a.+"'],
    ['namespace="x"', 'namespace="x"'],
    ['', ''],
    ['{}', ''],
    ['up{a="b"}', null],
    ['{a="b"} or vector(1)', null],
    ['{a="b"}[5m]) or (x{c="d"}', null],
    ['{"http.route"="/x"}', '"http.route"="/x"'],
  ])('%s', (match, conditions) => expect(scopeMatchers(match)).toBe(conditions));

  it('that cannot be used stops the questions', async () => {
    const { notices, connection } = await ask(plain, 5, { match: 'sum(up)' });
    expect(notices.map((one) => one.id)).toEqual(['prometheus-bad-scope']);
    expect(connection.sent).toEqual([]);
  });
});
