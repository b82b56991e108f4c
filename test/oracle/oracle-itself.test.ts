import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { exactKpis, REQUESTS_ONLY } from './duckdb-kpis.js';
import { hostileJtl } from './hostile-jtl.js';

/* Who watches the oracle: values worked out by hand, and those that stood in the samples' manifest before it was written. */

const folder = mkdtempSync(join(tmpdir(), 'heimr-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the oracle', () => {
  it('agrees with figures worked out by hand', async () => {
    const file = join(folder, 'hand.jtl');
    writeFileSync(
      file,
      [
        'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,Latency,Connect',
        '1000,100,a,200,OK,t 1-1,true,10,90,5',
        '1500,700,a,500,"No,\n""good""",t 1-2,false,20,0,0',
        '2100,300,"b,\nc",Non HTTP response code: java.net.SocketTimeoutException,m,t 1-3,false,,30,0',
        '2200,500,a,200,"Number of samples in transaction : 1, number of failing samples : 0",t 1-3,true,1,1,1',
        '2300,500,a,200,OK,t 1-3,true,30,10,7',
      ].join('\r\n'),
    );
    const { read, overall, byLabel, perSecond, countAbove } = await exactKpis(file, REQUESTS_ONLY);
    expect(read).toBe(5);
    expect(overall).toMatchObject({
      count: 4,
      errors: 2,
      start: 1000,
      end: 2800,
      apdex: 0.5,
      throughput: 4 / 1.8,
      bytesIn: 60,
      bytesOut: null,
      latency: { sum: 1600, mean: 400, min: 100, max: 700, sd: Math.sqrt(200000 / 4), quantiles: [300, 500, 700, 700, 700, 700] },
      latencyOk: { n: 2, mean: 300, sd: 200, quantiles: [100, 500, 500, 500, 500, 500] },
      ttfb: { n: 3, max: 90 },
      connect: { n: 2, mean: 6, max: 7 },
      classes: { '5xx': 1, timeout: 1 },
      outliers: { median: 300, mad: 200, zCount: 0, modifiedZCount: 0, p99p50: 700 / 300 },
    });
    expect([...byLabel.keys()].sort()).toEqual(['a', 'b,\nc']);
    expect(byLabel.get('a')).toMatchObject({ count: 3, errors: 1, latency: { quantiles: [500, 700, 700, 700, 700, 700] } });
    expect(Object.fromEntries(perSecond)).toEqual({ 1: { count: 2, errors: 1 }, 2: { count: 2, errors: 1 } });
    expect(await countAbove('a', 100)).toBe(2);
  });

  it.each(['\n', '\r\n'] as const)('counts the rows of a hostile file as its generator does (newline %j)', async (newline) => {
    const file = join(folder, 'hostile.jtl');
    const { text, records, transactions } = hostileJtl(11, 3000, newline);
    writeFileSync(file, text);
    const { read, overall, byLabel } = await exactKpis(file, REQUESTS_ONLY);
    expect([read, overall?.count, byLabel.size]).toEqual([records, records - transactions, 10]);
    expect([...byLabel.keys()]).toContain('two\r\nlines, "quoted"');
    expect(Object.keys(overall?.classes ?? {}).sort()).toEqual(['4xx', '5xx', 'assertion', 'connection', 'other', 'timeout']);
  });

  const daily = fileURLToPath(new URL('../../../shared/samples/jmeter-csv/ehrbase_daily/', import.meta.url));
  it.skipIf(!existsSync(daily)).each([
    ['2022-05-13_3dafce4.jtl', 225, 31, 1470, 2281, 246.2, 22],
    ['2022-05-21_2694de1.jtl', 22005, 13, 1313, 2255, 199.6, 897],
    ['2022-05-25_2424f35.jtl', 22005, 14, 1342, 2302, 203.7, 911],
  ])('agrees with the manifest on %s', async (name, rows, p50, p95, p99, mean, seconds) => {
    const { read, overall, byLabel } = await exactKpis(join(daily, name));
    expect([read, overall?.count, overall?.errors, byLabel.size]).toEqual([rows, rows, 0, 49]);
    expect([0, 3, 4].map((i) => overall?.latency.quantiles[i])).toEqual([p50, p95, p99]);
    expect(overall?.latency.mean).toBeCloseTo(mean, 1);
    expect(Math.abs(((overall?.end ?? 0) - (overall?.start ?? 0)) / 1000 - seconds)).toBeLessThan(1);
  });
});
