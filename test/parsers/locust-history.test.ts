import { describe, expect, it } from 'vitest';
import { locustHistory } from '../../src/parsers/locust-history.js';
import { CHUNKS, fixture, readFigures, truthOf } from './locust-reading.js';

const NAME = 'run_stats_history.csv';
const HEAD =
  'Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,100%,Total Request Count,Total Failure Count,' +
  'Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size\r\n';
interface RowFields {
  at: number;
  users?: number;
  name?: string;
  p?: string;
  count: number | string;
  errors?: number;
  mean?: string;
  max?: number;
}
const T0 = 1_700_000_000;
const row = ({ at, users = 5, name = ',Aggregated', p = '3,8,9', count, errors = 0, mean = '4.5', max = 9 }: RowFields): string =>
  `${T0 + at},${users},${name},1.000000,0.000000,${p},${count},${errors},3,${mean},1.0,${max},10.0\r\n`;
const read = (text: string | Uint8Array, chunks?: readonly number[]) =>
  readFigures(locustHistory, text, { name: NAME, ...(chunks && { chunks }) });

describe('locust-history', () => {
  it.each([
    '2.47.0/plain',
    '2.47.0/full-history',
    '2.47.0/names',
    '2.47.0/killed',
    '2.8.6/plain',
    '2.8.6/full-history',
    '1.6.0/full-history',
  ])('%s is what the requests were until its last row', async (one) => {
    const { figures, counts } = await read(fixture(`${one}/${NAME}`));
    const { overall, labels } = truthOf(one).stats_history;
    expect(counts.rejected).toBe(0);
    expect(figures.overall).toMatchObject({ count: overall.count, errors: overall.errors, bytesIn: overall.bytes, throughput: null });
    expect(figures.overall?.latency).toMatchObject({ p50: overall.p50 });
    expect(figures.overall?.latency.mean).toBeCloseTo(overall.mean as number, 6);
    expect(figures.overall?.latency.min).toBeCloseTo(overall.min as number, 6);
    expect(figures.overall?.latency.max).toBeCloseTo(overall.max as number, 6);
    const steps = figures.history?.steps ?? [];
    expect(steps.reduce((sum, { count }) => sum + count, 0)).toBe(overall.count);
    expect(steps.reduce((sum, { errors }) => sum + (errors as number), 0)).toBe(overall.errors);
    // Means of steps are differences of sums, so they add up to the whole.
    const times = steps.reduce((sum, { count, latency }) => sum + count * (latency.mean ?? 0), 0);
    if (!one.endsWith('names')) expect(times / overall.count).toBeCloseTo(overall.mean as number, 3);
    if (figures.byLabel.length > 0) {
      expect(Object.fromEntries(figures.byLabel.map(({ label, count, errors }) => [label, [count, errors]]))).toEqual(
        Object.fromEntries(Object.entries(labels).map(([label, truth]) => [label, [truth.count, truth.errors]])),
      );
    }
  });

  it('has percentiles of the run where they are since the start, and none in steps', async () => {
    for (const one of ['2.47.0/plain', '2.8.6/plain']) {
      const { figures, ids } = await read(fixture(`${one}/${NAME}`));
      const { overall } = truthOf(one).stats_history;
      expect(figures.overall?.latency).toMatchObject({ p75: overall.p75, p90: overall.p90, p95: overall.p95, p99: overall.p99 });
      expect(figures.history?.steps.every(({ latency }) => latency.p50 === null && latency.p95 === null)).toBe(true);
      expect(ids).toContain('locust-history-percentiles');
    }
  });

  it('has percentiles of ten seconds in steps where each row has them, and none of the run', async () => {
    for (const one of ['2.47.0/full-history', '2.8.6/full-history', '1.1.1/plain', '1.1.1/full-history']) {
      const { figures, ids } = await read(fixture(`${one}/${NAME}`));
      expect(figures.overall?.latency).toMatchObject({ p75: null, p90: null, p95: null, p99: null, p999: null });
      expect(figures.overall?.latency.p50).toBeGreaterThan(1);
      const known = figures.history?.steps.filter(({ latency }) => latency.p95 !== null) ?? [];
      expect(known.length).toBeGreaterThan(0);
      for (const { latency } of known) expect(latency.p95 as number).toBeGreaterThanOrEqual(latency.p50 as number);
      expect(ids).toContain('locust-window-percentiles');
    }
  });

  it('does not know whether percentiles of a full history of 1.6 are of the run', async () => {
    // They are, but those of 2.2.2 are not, and the columns are the same.
    const { figures, ids } = await read(fixture(`1.6.0/full-history/${NAME}`));
    expect(figures.overall?.latency.p95).toBeNull();
    expect(figures.history?.steps.every(({ latency }) => latency.p95 === null)).toBe(true);
    expect(ids).toEqual(['locust-history-percentiles']);
  });

  it('reads the history of 0.14', async () => {
    const { figures, counts } = await read(fixture(`0.14.6/writers/${NAME}`));
    expect(counts).toMatchObject({ read: 23, rejected: 0 });
    expect(figures.overall).toMatchObject({ count: 881, errors: 88, bytesIn: null });
    expect(figures.loadTool?.users).toBeNull();
    expect(figures.start).toBe(1_580_000_000_000);
    expect(figures.history?.steps.map(({ count }) => count)).toEqual([160, 200, 200, 200, 120]);
    expect(figures.history?.steps.every(({ latency }) => latency.mean === null)).toBe(true);
  });

  it('counts each row less the one before, in steps of ten seconds', async () => {
    const { figures, ids } = await read(
      HEAD +
        row({ at: 0, users: 0, p: 'N/A,N/A,N/A', count: 0, mean: '0', max: 0 }) +
        row({ at: 4, users: 2, count: 10, errors: 1, mean: '10.0' }) +
        row({ at: 4, users: 3, count: 12, errors: 1, mean: '10.0' }) +
        row({ at: 9, users: 7, count: 30, errors: 4, mean: '20.0' }) +
        row({ at: 12, users: 6, count: 30, errors: 4, mean: '20.0' }) +
        row({ at: 20, users: 5, count: 40, errors: 4, mean: '40.0' }),
    );
    expect(figures.history?.step).toBe(10_000);
    expect(figures.history?.steps).toEqual([
      expect.objectContaining({
        start: T0 * 1000,
        count: 30,
        errors: 4,
        users: 7,
        latency: expect.objectContaining({ mean: 20, p50: null, min: null }),
      }),
      expect.objectContaining({ start: (T0 + 10) * 1000, count: 0, errors: 0, users: 6, latency: expect.objectContaining({ mean: null }) }),
      // (40 × 40 − 30 × 20) / 10
      expect.objectContaining({ start: (T0 + 20) * 1000, count: 10, errors: 0, users: 5, latency: expect.objectContaining({ mean: 100 }) }),
    ]);
    expect(figures).toMatchObject({ start: T0 * 1000, end: (T0 + 20) * 1000, duration: 20_000, loadTool: { users: { max: 7 } } });
    expect(ids).toEqual(['locust-history-percentiles']);
  });

  it('takes percentiles of a step from its last second, and only from there', async () => {
    const window = (at: number, p: string, count: number): string => row({ at, p, count, max: 900 });
    const { figures } = await read(
      HEAD +
        window(0, '1,2,3', 0) +
        window(8, '5,6,7', 5) +
        window(9, '11,12,13', 9) +
        window(18, '21,22,23', 20) +
        window(29, '0,0,0', 30),
    );
    expect(figures.history?.steps.map(({ latency }) => [latency.p50, latency.p95])).toEqual([
      [11, 12],
      [null, null],
      [null, null],
    ]);
  });

  it('sees counts begin anew', async () => {
    const { figures, ids } = await read(fixture(`2.47.0/reset/${NAME}`));
    expect(ids).toContain('locust-reset');
    const sum = figures.history?.steps.reduce((total, { count }) => total + count, 0) ?? 0;
    expect(sum).toBeGreaterThan(figures.overall?.count as number);
    const { figures: made } = await read(
      HEAD +
        row({ at: 0, count: 0 }) +
        row({ at: 1, count: 50, errors: 5 }) +
        row({ at: 2, count: 20, errors: 2 }) +
        row({ at: 3, count: 30, errors: 3 }),
    );
    expect(made.history?.steps.map(({ count, errors }) => [count, errors])).toEqual([[80, 8]]);
    expect(made.overall).toMatchObject({ count: 30, errors: 3 });
  });

  it('does not place requests in time that the first row counts already, nor hides a gap', async () => {
    const { figures, ids } = await read(HEAD + row({ at: 0, count: 100 }) + row({ at: 1, count: 110 }) + row({ at: 55, count: 150 }));
    expect(ids).toEqual(['locust-starts-late', 'locust-history-gap', 'locust-history-percentiles']);
    expect(figures.history?.steps.map(({ start, count }) => [start / 1000 - T0, count])).toEqual([
      [0, 10],
      [50, 40],
    ]);
    expect(figures.overall?.count).toBe(150);
  });

  it('keeps no more than 3,600 steps, and no percentiles of wider ones', async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => row({ at: i * 10 + 9, p: '1,2,3', count: i, max: 900 }));
    const { figures, ids } = await read(HEAD + rows.join(''));
    expect(figures.history?.step).toBe(30_000);
    expect(figures.history?.steps.length).toBe(1334);
    expect(figures.history?.steps.reduce((sum, { count }) => sum + count, 0)).toBe(3999);
    expect(figures.history?.steps.every(({ latency }) => latency.p50 === null)).toBe(true);
    expect(ids).toEqual(['locust-history-percentiles']);
  });

  it('rejects rows that say nothing', async () => {
    const { counts, ids } = await read(
      HEAD +
        row({ at: 0, count: 0 }) +
        row({ at: -T0, count: 0 }) +
        row({ at: 1e12, count: 0 }) +
        row({ at: 1, count: 'N/A' }) +
        row({ at: 2, count: 4 }) +
        row({ at: 3, count: 5 }).slice(0, 40),
    );
    expect(counts.reasons).toEqual({
      'timestamp is no second from 1990 to 2100': 2,
      'request count is no whole number': 1,
      'cut at the end of the file': 1,
    });
    expect(counts.read).toBe(6);
    expect(ids).toContain('locust-cut');
  });

  it('is bounded in endpoints', async () => {
    const rows = Array.from({ length: 10_100 }, (_, i) => row({ at: 0, name: `GET,/item/${i}`, count: 1 }));
    const { figures, ids, counts } = await read(HEAD + rows.join('') + row({ at: 0, count: 10_100 }));
    expect(figures.byLabel.length).toBe(10_000);
    expect(ids).toContain('locust-endpoints-left-out');
    expect(counts.read).toBe(10_101);
    expect(figures.overall?.count).toBe(10_100);
  });

  it.each(CHUNKS)('gives the same in chunks of %s', async (...chunks) => {
    for (const file of ['2.47.0/names', '1.1.1/full-history', '0.14.6/writers']) {
      expect(await read(fixture(`${file}/${NAME}`), chunks)).toEqual(await read(fixture(`${file}/${NAME}`)));
    }
  });

  it('refuses a header without totals, and detects its headers only', async () => {
    await expect(read('Timestamp,User Count,Type,Name,Requests/s\n')).rejects.toMatchObject({ code: 'unusable' });
    const grade = (text: string): string => locustHistory.detect(new TextEncoder().encode(text), NAME);
    expect(grade(HEAD)).toBe('sure');
    expect(grade('"Type","Name","Timestamp","# requests","# failures","Requests/s"\n')).toBe('sure');
    for (const other of ['', 'Timestamp,User Count\n', 'Type,Name,Request Count\n', 'timestamp,request_type,name,response_time_ms\n'])
      expect(grade(other), other).toBe('no');
  });
});
