import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locustStats } from '../../src/parsers/locust-stats.js';
import { CHUNKS, FIXTURES, fixture, readFigures, type TruthFigures, truthOf } from './locust-reading.js';

const HEAD =
  'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,' +
  'Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\r\n';
const row = (name: string, count: number | string, more = '0,3,4.5,1.0,9.0,10.0,2.5,0.0,3,4,4,5,6,7,8,9,9,9,9'): string =>
  `${name},${count},${more}\r\n`;
const cases = (versions: readonly string[]): string[] =>
  versions.flatMap((version) => readdirSync(join(FIXTURES, version)).map((one) => `${version}/${one}`));
const near = (value: number | null): unknown => (value === null ? null : expect.closeTo(value, 6));

/** What statistics must say of requests whose truth is known. */
const expected = (truth: TruthFigures): object => ({
  count: truth.count,
  errors: truth.errors,
  bytesIn: truth.bytes,
  latency: {
    min: near(truth.min),
    mean: near(truth.mean),
    max: near(truth.max),
    sd: null,
    p50: truth.p50,
    p75: truth.p75,
    p90: truth.p90,
    p95: truth.p95,
    p99: truth.p99,
    p999: truth.p999,
  },
});

describe('locust-stats', () => {
  it.each(cases(['1.1.1', '1.6.0', '2.8.6', '2.47.0']).filter((one) => !one.endsWith('/reset')))(
    '%s is what the requests were when it was written',
    async (one) => {
      const { figures, counts, ids } = await readFigures(locustStats, fixture(`${one}/run_stats.csv`));
      const { overall, labels } = truthOf(one).stats;
      expect(figures.overall).toMatchObject(expected(overall));
      expect(Object.fromEntries(figures.byLabel.map((endpoint) => [endpoint.label, endpoint]))).toEqual(
        Object.fromEntries(Object.entries(labels).map(([label, truth]) => [label, expect.objectContaining(expected(truth))])),
      );
      expect(counts).toMatchObject({ read: figures.byLabel.length + 1, rejected: 0 });
      expect(ids).toEqual([]);
      expect(figures.percentiles).toMatch(/rank floor\(p n\) \+ 1/);
    },
  );

  it("has the rate as Locust states it, and the time that Locust's division had", async () => {
    const { figures } = await readFigures(locustStats, fixture('2.47.0/plain/run_stats.csv'));
    const { count, throughput } = figures.overall ?? { count: 0, throughput: null };
    expect(throughput).toBeGreaterThan(10);
    expect(figures.duration).toBeCloseTo((1000 * count) / (throughput as number), 6);
    expect(figures).toMatchObject({ start: null, end: null, history: null, failures: null, transactions: [] });
  });

  it('says that totals and endpoints differ in their failures', async () => {
    const endpoints = row('GET,/a', 10, '4,3,4.5,1.0,9.0,10.0,2.5,0.0,3,4,4,5,6,7,8,9,9,9,9') + row('GET,/b', 10);
    const totals = (failed: number): string => row(',Aggregated', 20, `${failed},3,4.5,1.0,9.0,10.0,2.5,0.0,3,4,4,5,6,7,8,9,9,9,9`);
    const [same, other] = [4, 5].map((failed) => readFigures(locustStats, new TextEncoder().encode(HEAD + endpoints + totals(failed))));
    expect((await same)?.ids).toEqual([]);
    expect((await other)?.ids).toEqual(['locust-totals-differ']);
    expect((await other)?.figures.overall?.errors).toBe(5);
  });

  it("agrees with Locust's printed summary", async () => {
    // Newer versions go on counting between the last row and the summary; see locust-json for their figures.
    const summary = new TextDecoder().decode(fixture('1.1.1/plain/summary.txt'));
    const { figures } = await readFigures(locustStats, fixture('1.1.1/plain/run_stats.csv'));
    const lines = [...summary.matchAll(/^ (GET|POST) (\S+) +(\d+) +(\d+)\(([\d.]+)%\) +(\d+) +(\d+) +(\d+) +\|/gm)];
    const bottom = /^ Aggregated +(\d+) +(\d+)\(([\d.]+)%\) +(\d+) +(\d+) +(\d+) +\|/m.exec(summary);
    expect(Number(bottom?.[1])).toBe(figures.overall?.count);
    expect(Number(bottom?.[2])).toBe(figures.overall?.errors);
    expect(bottom?.slice(4, 7).map(Number)).toEqual(
      [figures.overall?.latency.mean, figures.overall?.latency.min, figures.overall?.latency.max].map((ms) => Math.trunc(ms as number)),
    );
    expect(lines.length).toBe(figures.byLabel.length);
    for (const [, method, name, count, errors, , mean, min, max] of lines) {
      const endpoint = figures.byLabel.find(({ label }) => label === `${method} ${name}`);
      expect(endpoint?.count).toBe(Number(count));
      expect(endpoint?.errors).toBe(Number(errors));
      expect([endpoint?.latency.mean, endpoint?.latency.min, endpoint?.latency.max].map((ms) => Math.trunc(ms as number))).toEqual(
        [mean, min, max].map(Number),
      );
    }
  });

  it('reads the statistics of 0.14, cut as they are', async () => {
    const { figures, ids } = await readFigures(locustStats, fixture('0.14.6/writers/run_stats.csv'));
    const { overall, labels } = truthOf('0.14.6/writers').all;
    expect(figures.overall).toMatchObject({ count: overall.count, errors: overall.errors, bytesIn: null });
    expect(figures.overall?.latency).toMatchObject({
      mean: Math.trunc(overall.mean as number),
      min: overall.min,
      max: overall.max,
      p50: overall.p50,
      p75: overall.p75,
      p90: overall.p90,
      p95: overall.p95,
      p99: overall.p99,
      p999: overall.p999,
    });
    // A name with quotes, which these versions do not double.
    expect(figures.byLabel.map(({ label, count }) => [label, count]).sort()).toEqual(
      Object.entries(labels)
        .map(([label, truth]) => [label, truth.count])
        .sort(),
    );
    expect(figures.duration).toBeNull();
    expect(ids).toEqual([]);
  });

  it('leaves out the percentiles that 0.13.4 wrongly writes of the last seconds', async () => {
    const { figures, ids } = await readFigures(locustStats, fixture('0.13.4/writers/run_stats.csv'));
    expect(ids).toEqual(['locust-percentiles-of-last-seconds']);
    expect(figures.overall?.latency).toMatchObject({ max: 2059, p75: null, p90: null, p95: null, p99: null, p999: null });
    expect(figures.overall?.latency.p50).toBe(truthOf('0.13.4/writers').all.overall.p50);
  });

  it('reads requests and distribution of 0.12, which counts failures among requests', async () => {
    const { overall } = truthOf('0.12.2/writers').all;
    const requests = await readFigures(locustStats, fixture('0.12.2/writers/run_requests.csv'), { name: 'run_requests.csv' });
    expect(requests.figures.overall).toMatchObject({
      count: overall.count,
      errors: overall.errors,
      latency: { p50: overall.p50, p95: null },
    });
    expect(requests.figures.set).toEqual({ run: 'run', part: 'stats' });
    expect(requests.ids).toEqual([]);
    const spread = await readFigures(locustStats, fixture('0.12.2/writers/run_distribution.csv'), { name: 'run_distribution.csv' });
    expect(spread.figures.overall).toMatchObject({
      count: overall.count,
      errors: null,
      latency: { p95: overall.p95, p99: overall.p99, max: null },
    });
    expect(spread.figures.set).toEqual({ run: 'run', part: 'distribution' });
    expect(spread.figures.byLabel.map(({ label }) => label).sort()).toEqual(requests.figures.byLabel.map(({ label }) => label).sort());
  });

  it('says that 0.9 and 0.10 cannot be told apart, and adds failures where they must be missing', async () => {
    const old = await readFigures(locustStats, fixture('0.9.0/writers/run_requests.csv'), { name: 'run_requests.csv' });
    expect(old.ids).toEqual(['locust-count-ambiguous']);
    expect(old.figures.overall).toMatchObject({ count: 810, errors: 90 });
    const head =
      '"Method","Name","# requests","# failures","Median response time","Average response time","Min response time","Max response time"\n';
    const certain = await readFigures(locustStats, `${head}"GET","/",5,9,3,3,1,9\n"GET","/b",10,0,3,3,1,9\n"None","Total",15,9,3,3,1,9`);
    expect(certain.ids).toEqual(['locust-failures-added']);
    expect(certain.figures.overall).toMatchObject({ count: 24, errors: 9 });
    expect(certain.figures.byLabel.map(({ count }) => count)).toEqual([14, 10]);
  });

  it.each(CHUNKS)('gives the same in chunks of %s', async (...chunks) => {
    for (const file of ['2.47.0/names/run_stats.csv', '0.14.6/writers/run_stats.csv']) {
      expect(await readFigures(locustStats, fixture(file), { chunks })).toEqual(await readFigures(locustStats, fixture(file)));
    }
  });

  it('takes names as they are, and none', async () => {
    const { figures } = await readFigures(
      locustStats,
      `${HEAD}${row('GET,"a, ""b""\nc"', 1)}${row(',', 2)}${row('None,x', 1)}${row('GET,Aggregated', 3)}${row(',Aggregated', 7)}`,
    );
    expect(figures.byLabel.map(({ label, count }) => [label, count])).toEqual([
      ['GET a, "b"\nc', 1],
      ['', 2],
      ['x', 1],
      ['GET Aggregated', 3],
    ]);
    expect(figures.overall?.count).toBe(7);
  });

  it('knows no times where Locust had none: N/A, and 0 for all of them', async () => {
    const { figures } = await readFigures(
      locustStats,
      `${HEAD}${row('GET,/', 0, '0,0,0.0,0,0,0,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A')}${row('WS,push', 4, '0,0,0.0,0,0,7.0,1.5,0.0,0,0,0,0,0,0,0,0,0,0,0')}${row(',Aggregated', 4)}`,
    );
    for (const endpoint of figures.byLabel) expect(Object.values(endpoint.latency)).toEqual(Array(10).fill(null));
    expect(figures.byLabel.map(({ throughput, bytesIn }) => [throughput, bytesIn])).toEqual([
      [null, null],
      [1.5, 28],
    ]);
  });

  it('passes over the blank lines of Windows, and a byte order mark', async () => {
    const text = `\uFEFF${HEAD}${row('GET,/', 2)}${row(',Aggregated', 2)}`.replaceAll('\r\n', '\r\r\n');
    const { figures, counts } = await readFigures(locustStats, text);
    expect(figures.overall?.count).toBe(2);
    expect(counts).toMatchObject({ read: 2, rejected: 0 });
    expect(locustStats.detect(new TextEncoder().encode(text), '')).toBe('sure');
  });

  it('rejects what is no row, and says what is left', async () => {
    const { figures, counts, ids } = await readFigures(
      locustStats,
      `${HEAD}${row('GET,/', 4)}${row('GET,/x', -1)}${row('GET,/x', '1e3')}GET,/y,3\r\n${row('GET,/z', 1, 'x,3,4.5,1.0,9.0,10.0,2.5,0.0,3,4,4,5,6,7,8,9,9,9,9')}"GET"x,1\r\n${row('GET,/b', 6, '1,3,9.5,0.5,11.0,20.0,2.5,0.0,3,4,4,5,6,7,8,9,9,9,9')}GET,/c,12`,
    );
    expect(counts).toMatchObject({
      read: 8,
      rejected: 6,
      reasons: {
        'request count is no whole number': 2,
        'too few fields': 1,
        'failure count is no whole number': 1,
        'text after a closing quote': 1,
        'cut at the end of the file': 1,
      },
    });
    expect(ids).toEqual(['locust-cut', 'locust-no-totals']);
    // Totals of the rows that are there: exact but for percentiles.
    expect(figures.overall).toMatchObject({
      count: 10,
      errors: 1,
      bytesIn: 160,
      throughput: null,
      latency: { min: 0.5, mean: 7.5, max: 11, p50: null, p95: null },
    });
  });

  it('does not take a last number that was cut', async () => {
    const cut = await readFigures(locustStats, `${HEAD}${row('GET,/', 4)}${row(',Aggregated', 4).trimEnd().slice(0, -1)}`);
    expect(cut.counts.reasons).toEqual({ 'cut at the end of the file': 1 });
    const whole = `${HEAD}GET,/,4,0,3,4.5,1.0,90.0,10.0,2.5,0.0,3,4,4,5,6,7,8,9,9,80,90\r\n,Aggregated,4,0,3,4.5,1.0,90.0,10.0,2.5,0.0,3,4,4,5,6,7,8,9,9,80,90`;
    expect((await readFigures(locustStats, whole)).figures.overall?.count).toBe(4);
    const short = await readFigures(locustStats, whole.slice(0, -1));
    expect(short.counts.reasons).toEqual({ 'cut at the end of the file': 1 });
    expect(short.ids).toEqual(['locust-cut', 'locust-no-totals']);
  });

  it('does not read what stands after the totals: the rest of a longer state of the file', async () => {
    const { figures, counts } = await readFigures(locustStats, `${HEAD}${row(',Aggregated', 7)}${row('GET,/', 3)}${row(',Aggregated', 3)}`);
    expect(figures.overall?.count).toBe(7);
    expect(figures.byLabel).toEqual([]);
    expect(counts.reasons).toEqual({ 'row after the totals': 2 });
  });

  it('is not misled by hostile values', async () => {
    const { figures, counts } = await readFigures(
      locustStats,
      `${HEAD}${row('GET,__proto__', 1, '0,nan,inf,-5,1e400,-1,NaN,0.0,N/A,4,4,5,6,1e999,8,9,9,9,9')}${row('GET,\0\x1b[31m', '9007199254740993')}${row('GET,"never closed', 1)}${row(',Aggregated', 1)}`,
    );
    expect(figures.byLabel[0]).toMatchObject({ label: 'GET __proto__', count: 1, throughput: null });
    expect(Object.values(figures.byLabel[0]?.latency ?? {}).every((value) => value === null || Number.isFinite(value))).toBe(true);
    expect(counts.read).toBe(4);
    expect(counts.reasons).toEqual({ 'request count is no whole number': 1, 'quote without an end': 1 });
    expect(figures.overall?.count).toBe(1);
  });

  it('refuses a header without what any row needs', async () => {
    await expect(readFigures(locustStats, 'Type,Request Count\n')).rejects.toMatchObject({
      code: 'unusable',
      message: expect.stringContaining('Name'),
    });
    await expect(readFigures(locustStats, '')).rejects.toMatchObject({ code: 'unusable' });
  });

  it('detects its headers, mixed ones too, and no others', () => {
    const grade = (text: string): string => locustStats.detect(new TextEncoder().encode(text), 'run_stats.csv');
    expect(grade(HEAD)).toBe('sure');
    expect(grade('Type,Name,# requests,Failure Count\n')).toBe('sure');
    expect(grade('"Method","Name","# requests","# failures"\n')).toBe('sure');
    expect(grade('"Name","# requests","50%"\n')).toBe('sure');
    for (const other of [
      '',
      '\n\n',
      'Type,Name',
      'Timestamp,User Count,Type,Name,Requests/s,Request Count\n',
      'Method,Name,Error,Occurrences\n',
      'Type,Name,Value\n',
      'timeStamp,elapsed,label\n',
    ])
      expect(grade(other), other).toBe('no');
    expect(grade('a'.repeat(70_000))).toBe('no');
  });
});
