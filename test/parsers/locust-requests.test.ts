import { describe, expect, it } from 'vitest';
import { requestColumns } from '../../src/parsers/locust-request-columns.js';
import { LocustRequestRows } from '../../src/parsers/locust-request-rows.js';
import { locustRequests } from '../../src/parsers/locust-requests.js';
import { bytesOf, rowsOf } from './jmeter-reading.js';
import { CHUNKS, fixture, readRequests, truthOf } from './locust-reading.js';

const HEAD = 'timestamp,request_type,name,response_time_ms,response_length,status_code,exception\r\n';
const T0 = 1_700_000_000;
const row = (rest: string, at: number | string = T0): string => `${at},${rest}\r\n`;

describe('locust-requests', () => {
  it.each(['2.47.0/plain', '2.47.0/full-history', '2.47.0/healthy', '2.47.0/names', '2.47.0/reset'])(
    '%s is what the requests were',
    async (one) => {
      const { rows, counts, columns, whole } = await readRequests(locustRequests, fixture(`${one}/run_requests.csv`));
      const { overall, labels } = truthOf(one).all;
      // The logger writes no time for an event that has none, so there is no row of it here.
      expect(rows.length).toBe(overall.timed);
      expect(counts).toMatchObject({ read: overall.count, rejected: overall.count - overall.timed });
      expect(rows.reduce((sum, { failed }) => sum + failed, 0)).toBe(overall.errors);
      for (const [label, truth] of Object.entries(labels)) {
        const own = rows.filter((one) => one.label === label);
        expect(own.length, label).toBe(truth.timed);
        expect(own.filter(({ success }) => success === 0).length).toBe(truth.errors);
        if (truth.mean === null) continue;
        // The logger rounds to 0.01 ms.
        expect(Math.abs(own.reduce((sum, { latency }) => sum + latency, 0) / own.length - truth.mean)).toBeLessThan(0.005);
        expect(own.reduce((sum, { bytesIn }) => sum + bytesIn, 0)).toBe(truth.bytes);
      }
      expect(columns.sort()).toEqual(['bytesIn', 'label', 'responseCode', 'responseMessage', 'success']);
      expect(whole).toBe(false);
    },
  );

  it('is a row for each request, with all that the file says', async () => {
    const { rows, firstStart, ids } = await readRequests(
      locustRequests,
      HEAD +
        row('GET,/a,12.34,300,200,', T0 + 0.5) +
        row('POST,"/b, ""c""\nd",0.5,0,500,"500 Server Error: x, y"', `${T0}.000001`) +
        row(',own,7,5,0,') +
        row('GET,/a,1e3,,0,timed out'),
    );
    expect(rows).toMatchObject([
      {
        timestamp: T0 * 1e6 + 500_000,
        latency: 12.34,
        label: 'GET /a',
        code: '200',
        success: 1,
        failed: 0,
        bytesIn: 300,
        line: 2,
        message: '',
      },
      {
        timestamp: T0 * 1e6 + 1,
        latency: 0.5,
        label: 'POST /b, "c"\nd',
        code: '500',
        success: 0,
        failed: 1,
        bytesIn: 0,
        line: 3,
        message: '500 Server Error: x, y',
      },
      { latency: 7, label: 'own', code: '0', success: 1, line: 5 },
      { latency: 1000, label: 'GET /a', code: '0', success: 0, bytesIn: Number.NaN, line: 6, message: 'timed out' },
    ]);
    expect(rows[0]).toMatchObject({
      kind: 'request',
      weight: 1,
      thread: null,
      bytesOut: Number.NaN,
      connect: Number.NaN,
      ttfb: Number.NaN,
      users: Number.NaN,
    });
    expect(firstStart).toBe(T0 * 1000);
    expect(ids).toEqual([]);
  });

  it('rejects what is no request, with its reason', async () => {
    const { rows, counts, ids } = await readRequests(
      locustRequests,
      HEAD +
        row('GET,/a,1,1,200,', 12) +
        row('GET,/a,1,1,200,', '2024-01-01T00:00:00') +
        row('GET,/a,1,1,200,', T0 * 1000) +
        row('GET,/a,,1,200,') +
        row('GET,/a,-1,1,200,') +
        row('GET,/a,nan,1,200,') +
        row('GET,/a,2678400001,1,200,') +
        row('GET,/a,1,1,200') +
        row('GET,/a,b,1,1,200,') +
        row('GET,"/a"b,1,1,200,') +
        '\r\n' +
        row('GET,/z,1,1,200,') +
        `${T0},GET,/a,1,1,0,`,
    );
    expect(rows.map(({ label }) => label)).toEqual(['GET /z']);
    expect(counts.read).toBe(12);
    expect(counts.reasons).toEqual({
      'timestamp is no second from 1990 to 2100': 3,
      'no response time': 1,
      'response_time_ms is negative': 1,
      'response_time_ms is no number': 1,
      'response_time_ms is more than 31 days': 1,
      'too few fields': 1,
      'too many fields': 1,
      'text after a closing quote': 1,
      // It would look like a success: the exception comes last.
      'cut at the end of the file': 1,
    });
    expect(ids).toEqual(['locust-cut', 'locust-no-time']);
  });

  it('goes on by a second header, of other columns too', async () => {
    const { rows, counts, ids } = await readRequests(
      locustRequests,
      `${HEAD}${row('GET,/a,1,1,200,')}${HEAD}${row('GET,/b,2,1,200,')}name,timestamp,request_type,response_time_ms,success\r\n/c,${T0},GET,3,False\r\n`,
    );
    expect(rows.map(({ label, latency, success }) => [label, latency, success])).toEqual([
      ['GET /a', 1, 1],
      ['GET /b', 2, 1],
      ['GET /c', 3, 0],
    ]);
    expect(counts.read).toBe(3);
    expect(ids).toEqual(['second-header']);
  });

  it('knows no failures where there is no such column', async () => {
    const { columns, rows } = await readRequests(locustRequests, `name,timestamp,request_type,response_time_ms\n/c,${T0},GET,3\n`);
    expect(columns).toEqual(['label']);
    expect(rows).toHaveLength(1);
  });

  it('ends at a quote that never closes within a bounded time', async () => {
    const text = `${HEAD}${row('GET,/a,1,1,200,')}${T0},GET,"${'x\n'.repeat(700_000)}`;
    const { counts, rows } = await readRequests(locustRequests, text);
    expect(rows.length).toBe(1);
    expect(counts.read).toBe(rows.length + counts.rejected);
    expect(counts.reasons['record longer than 1 MiB']).toBe(1);
  });

  it.each(CHUNKS)('gives the same in chunks of %s', async (...chunks) => {
    for (const file of ['2.47.0/names/run_requests.csv', '2.47.0/killed/run_requests.csv']) {
      expect(await readRequests(locustRequests, fixture(file), chunks)).toEqual(await readRequests(locustRequests, fixture(file)));
    }
  });

  it('reads plain rows as it reads all others', () => {
    // Rows with every number of digits and odd text, read where they lie, and once more by a header that has no short way.
    const texts = ['GET,/a', 'GET,/größe', ',', 'WS,x y', 'GET,"/q"', `GET,/${'l'.repeat(3000)}`, 'POST,\t'];
    const times = ['0', '0.0', '12.3', '12.34', '0.07', '999999.99', '1e2', '-0.0', '', '5.12345', '.5', '2678400001'];
    const stamps = [`${T0}`, `${T0}.1`, `${T0}.123456`, `${T0}.1234567`, '631151999', '4102444800', `0${T0}`, 'x'];
    const tails = [',5,200,', ',0,0,', ',,200,', ',5,1000,', ',5,200,"a, b"', ',5,x,', ',5,200,,'];
    let seed = 7;
    const pick = <T>(items: readonly T[]): T => {
      seed = (seed * 48_271) % 2_147_483_647;
      return items[seed % items.length] as T;
    };
    const lines = Array.from({ length: 4000 }, () => `${pick(stamps)},${pick(texts)},${pick(times)}${pick(tails)}${pick(['\r\n', '\n'])}`);
    const bytes = bytesOf(lines.join(''));
    const names = ['timestamp', 'request_type', 'name', 'response_time_ms', 'response_length', 'status_code', 'exception'];
    const read = (usual: boolean) => {
      const scanner = new LocustRequestRows({ ...(requestColumns(names) as NonNullable<ReturnType<typeof requestColumns>>), usual }, 2);
      const rows = [];
      scanner.feed(bytes);
      scanner.end();
      while (scanner.next()) rows.push(...rowsOf(scanner.batch));
      return { rows, counts: scanner.tally.counts, whole: scanner.tally.wholeMilliseconds };
    };
    const all = read(false);
    expect(read(true)).toEqual(all);
    expect(all.rows.length).toBeGreaterThan(500);
    expect(all.counts.read).toBe(4000);
  });

  it('detects its header only', () => {
    const grade = (text: string): string => locustRequests.detect(bytesOf(text), '');
    expect(grade(HEAD)).toBe('sure');
    expect(grade(`\uFEFF${HEAD}${row('GET,/a,1,1,200,')}`)).toBe('sure');
    for (const other of [
      '',
      'timestamp,request_type,name\n',
      'timeStamp,elapsed,label,success\n',
      'timestamp,name,value\n',
      HEAD.slice(0, 40),
    ])
      expect(grade(other), other).toBe('no');
  });

  it('refuses what has no header', async () => {
    await expect(readRequests(locustRequests, 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'unusable' });
  });
});
