import { describe, expect, it } from 'vitest';
import { locustPercentile } from '../../src/parsers/locust-figures.js';
import { locustJson } from '../../src/parsers/locust-json.js';
import { CHUNKS, fixture, readFigures, truthOf } from './locust-reading.js';

const NAME = 'run.json';
const T0 = 1_700_000_000;
const entry = (fields: object = {}): object => ({
  name: '/',
  method: 'GET',
  last_request_timestamp: T0 + 2.5,
  start_time: T0 + 0.25,
  num_requests: 3,
  num_none_requests: 0,
  num_failures: 1,
  total_response_time: 60.5,
  max_response_time: 30.25,
  min_response_time: 10.25,
  total_content_length: 90,
  response_times: { 10: 1, 20: 1, 30: 1 },
  num_reqs_per_sec: { [T0]: 1, [T0 + 2]: 2 },
  num_fail_per_sec: { [T0 + 2]: 1 },
  ...fields,
});
const json = (...entries: object[]): string => `${JSON.stringify(entries, null, 4)}\n`;
const read = (text: string | Uint8Array, chunks?: readonly number[]) =>
  readFigures(locustJson, text, { name: NAME, ...(chunks && { chunks }) });

describe('locust-json', () => {
  it.each(['2.47.0/plain', '2.47.0/full-history', '2.47.0/healthy', '2.47.0/names'])('%s is what all requests were', async (one) => {
    const { figures, counts, ids } = await read(fixture(`${one}/${NAME}`));
    const { overall, labels } = truthOf(one).all;
    for (const [label, truth] of [['', overall] as const, ...Object.entries(labels)]) {
      const row = label === '' && truth === overall ? figures.overall : figures.byLabel.find((endpoint) => endpoint.label === label);
      expect(row, label).toMatchObject({ count: truth.count, errors: truth.errors, bytesIn: truth.bytes, throughput: null });
      const { p50, p75, p90, p95, p99, p999 } = truth;
      expect(row?.latency, label).toMatchObject({ p50, p75, p90, p95, p99, p999, sd: null });
      for (const name of ['min', 'mean', 'max'] as const) {
        if (truth[name] === null) expect(row?.latency[name]).toBeNull();
        else expect(row?.latency[name] as number).toBeCloseTo(truth[name], 6);
      }
    }
    expect(figures.byLabel.length).toBe(Object.keys(labels).length);
    expect(counts).toMatchObject({ read: figures.byLabel.length, rejected: 0 });
    const steps = figures.history?.steps ?? [];
    expect(figures.history?.step).toBe(1000);
    expect(steps.reduce((sum, { count }) => sum + count, 0)).toBe(overall.count);
    expect(steps.reduce((sum, { errors }) => sum + (errors as number), 0)).toBe(overall.errors);
    expect(ids).toEqual([]);
  });

  it.each(['2.47.0/plain', '2.47.0/full-history', '2.47.0/reset'])("%s agrees with Locust's printed summary", async (one) => {
    const summary = new TextDecoder().decode(fixture(`${one}/summary.txt`));
    const { figures } = await read(fixture(`${one}/${NAME}`));
    // With --json, Locust empties its endpoints when it prints them, and shows zeros for each in the table; its totals are whole.
    const total = /^ +Aggregated +(\d+) +(\d+)\([\d.]+%\) +\| +(\d+) +(\d+) +(\d+) +(\d+) \|/m.exec(summary)?.slice(1).map(Number);
    const shares = /^ +Aggregated +((?:\d+ +){11})\d+$/m.exec(summary)?.[1]?.trim().split(/ +/).map(Number);
    const { count, errors, latency } = figures.overall ?? { count: 0, errors: 0, latency: null };
    const { min, mean, max, p50 } = latency ?? {};
    // Times are cut to whole ms. The median lies within smallest and largest time, the percentile 50 need not.
    const median = Math.min(Math.max(p50 as number, min as number), max as number);
    expect(total).toEqual([count, errors, ...[mean, min, max, median].map((ms) => Math.trunc(ms as number))]);
    const [half, , p75, , p90, p95, , p99, p999] = shares ?? [];
    expect(latency).toMatchObject({ p50: half, p75, p90, p95, p99, p999 });
  });

  it('reads the array behind the lines of a log, which begin with brackets too', async () => {
    const behind = await read(fixture('2.47.0/plain/run-with-log.txt'));
    const { figures } = await read(fixture('2.47.0/plain/run.json'));
    expect(behind.figures).toEqual(figures);
    const { figures: before } = await read(
      `[2024-01-01 10:00:00,123] a/INFO/b: Starting\n${json(entry())}[2024-01-01 10:00:09,123] a/INFO/b: Shutting down {"\n`,
    );
    expect(before.overall?.count).toBe(3);
  });

  it("has percentiles by Locust's own rule, written out: rank floor(p n) + 1", () => {
    const times = [10, 20, 30, 40].map((time) => [time, 1] as const);
    expect([0, 0.24, 0.25, 0.5, 0.75, 0.99, 1].map((p) => locustPercentile(times, p))).toEqual([10, 10, 20, 30, 40, 40, 40]);
    expect(locustPercentile([], 0.5)).toBeNull();
    expect(locustPercentile([[7, 1000]], 0.999)).toBe(7);
  });

  it('adds endpoints up', async () => {
    const { figures } = await read(
      json(
        entry(),
        entry({
          name: '/b',
          method: '',
          start_time: T0 - 5,
          num_requests: 2,
          num_none_requests: 1,
          num_failures: 0,
          total_response_time: 5,
          min_response_time: 5,
          max_response_time: 5,
          response_times: { 5: 1 },
          num_reqs_per_sec: { [T0 + 3]: 2 },
          num_fail_per_sec: {},
        }),
      ),
    );
    expect(figures).toMatchObject({ start: (T0 - 5) * 1000, end: (T0 + 2.5) * 1000, duration: 7500, set: null });
    expect(figures.byLabel.map(({ label }) => label)).toEqual(['GET /', '/b']);
    // Requests without a time count, and are in no time.
    expect(figures.overall).toMatchObject({ count: 5, errors: 1, bytesIn: 180, latency: { min: 5, mean: 65.5 / 4, max: 30.25, p50: 20 } });
    expect(figures.history?.steps).toMatchObject([
      { start: T0 * 1000, count: 1, errors: 0 },
      { start: (T0 + 1) * 1000, count: 0, errors: 0 },
      { start: (T0 + 2) * 1000, count: 2, errors: 1 },
      { start: (T0 + 3) * 1000, count: 2, errors: 0 },
    ]);
  });

  it('states no percentile of times that do not fit the requests, and no timeline of such counts', async () => {
    const { figures, ids } = await read(json(entry({ response_times: { 10: 1 }, num_reqs_per_sec: { [T0]: 1 } })));
    expect(figures.overall?.latency).toMatchObject({ mean: 60.5 / 3, p50: null, p99: null });
    expect(figures.history).toBeNull();
    expect(ids).toEqual(['locust-histogram', 'locust-seconds']);
  });

  it('rejects objects that are none of an endpoint, and broken ones', async () => {
    const { figures, counts, ids } = await read(
      `[${JSON.stringify(entry())}, {"num_requests": -1}, {"num_requests": 1}, [1], {"a": NaN}, nonsense, ${JSON.stringify(entry({ num_none_requests: 9 }))}, ${JSON.stringify(entry({ total_response_time: null }))}, ${'['.repeat(20)}${']'.repeat(20)}, {"name": "/cut`,
    );
    expect(figures.overall?.count).toBe(3);
    expect(counts.read).toBe(10);
    expect(counts.reasons).toEqual({
      'num_requests is no whole number': 1,
      'num_failures is no whole number': 1,
      'no object': 1,
      'no JSON': 2,
      'text between objects': 1,
      'num_none_requests is no number of requests': 1,
      'total_response_time is no number': 1,
      'cut at the end of the file': 1,
    });
    expect(ids).toEqual(['locust-cut']);
  });

  it('is not misled by hostile names and values', async () => {
    const { figures } = await read(
      json(
        entry({ name: '__proto__', response_times: JSON.parse('{"__proto__": 3}') }),
        entry({ name: '"]}[{', method: '\\', num_reqs_per_sec: { 99999999999999: 3 } }),
        entry({ name: 'late', start_time: 1e300, last_request_timestamp: 'x', min_response_time: -1 }),
      ),
    );
    expect(figures.byLabel.map(({ label }) => label)).toEqual(['GET __proto__', '\\ "]}[{', 'GET late']);
    expect(figures.byLabel[2]?.latency.min).toBeNull();
    expect(figures.start).toBe((T0 + 0.25) * 1000);
  });

  it('widens steps to at most 3,600', async () => {
    const { figures } = await read(
      json(entry({ num_reqs_per_sec: { [T0]: 1, [T0 + 100_000]: 2 }, num_fail_per_sec: { [T0 + 100_000]: 1 } })),
    );
    expect(figures.history?.step).toBe(30_000);
    expect(figures.history?.steps.length).toBeLessThanOrEqual(3600);
    expect(figures.history?.steps.at(-1)).toMatchObject({ count: 2, errors: 1 });
  });

  it('does not hold an object that never ends', async () => {
    const text = `[${JSON.stringify(entry())}, {"name": "${'x'.repeat(17 << 20)}", "num_requests": 1}, ${JSON.stringify(entry())}]`;
    const { counts, figures } = await read(text);
    expect(counts.reasons).toEqual({ 'object longer than 8 MiB': 1 });
    expect(figures.overall?.count).toBe(6);
  });

  it.each(CHUNKS)('gives the same in chunks of %s', async (...chunks) => {
    for (const file of ['2.47.0/names/run.json', '2.47.0/plain/run-with-log.txt'])
      expect(await read(fixture(file), chunks)).toEqual(await read(fixture(file)));
  });

  it('detects its array only', () => {
    const grade = (text: string | Uint8Array): string =>
      locustJson.detect(typeof text === 'string' ? new TextEncoder().encode(text) : text, NAME);
    expect(grade(json(entry()))).toBe('sure');
    expect(grade(fixture('2.47.0/plain/run-with-log.txt').subarray(0, 65_536))).toBe('sure');
    for (const other of [
      '',
      '[]',
      '[{"a": 1}]',
      '{"num_requests": 1, "total_response_time": 2, "response_times": {}}',
      '[2024-01-01] num_requests\n',
      '[[[[',
      '[{"num_requests": 1}]',
    ])
      expect(grade(other), other).toBe('no');
  });

  it('refuses what has no array', async () => {
    await expect(read('[2024-01-01] a log\n')).rejects.toMatchObject({ code: 'unusable' });
  });
});
