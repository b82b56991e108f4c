import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';

/* Inputs that once hung, crashed or were misread. Each is small; each must end at once, in an answer that names what was left out. */

const analysisOf = (text: string | Uint8Array, name = 'file'): Promise<Analysis> =>
  analyze([{ name, bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text }]);

const PARTS = [
  'http_reqs',
  'http_req_duration',
  'http_req_blocked',
  'http_req_connecting',
  'http_req_tls_handshaking',
  'http_req_sending',
  'http_req_waiting',
  'http_req_receiving',
  'http_req_failed',
];
/** One request as k6 writes it. */
function k6Request(
  time: string,
  values: Record<string, number | string> = {},
  tags: Record<string, unknown> = { name: 'a', status: '200' },
): string {
  return PARTS.map((metric) => {
    const value = values[metric] ?? (metric === 'http_req_duration' ? 12.5 : metric === 'http_reqs' ? 1 : 0);
    return `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":${JSON.stringify(tags)}}}\n`;
  }).join('');
}
const point = (metric: string, value: string): string =>
  `{"metric":"${metric}","type":"Point","data":{"time":"2025-06-01T10:00:00Z","value":${value},"tags":{"group":""}}}\n`;
const GOOD = k6Request('2025-06-01T10:00:00.5Z');

describe('k6', () => {
  test.each(['0001-01-01T00:00:00Z', '1950-01-01T00:00:00Z', '1989-12-31T23:59:59Z', '2100-01-01T00:00:01Z', '9999-12-31T23:59:59Z'])(
    'a request of %s is rejected, and the others count',
    async (time) => {
      const analysis = await analysisOf(GOOD + k6Request(time));
      expect(analysis.input[0]?.rows).toMatchObject({ read: 2, counted: 1, rejected: 1 });
      expect(analysis.input[0]?.rows.firstRejected[0]?.reason).toBe('a point without a time that can be read, of 1990 to 2100');
      expect(analysis.window.start).toBe(Date.parse('2025-06-01T10:00:00Z') + 487.5);
    },
  );

  test('a duration of more than 31 days is rejected', async () => {
    const analysis = await analysisOf(GOOD + k6Request('2025-06-01T10:00:01Z', { http_req_duration: 31 * 86_400_000 + 1 }));
    expect(analysis.input[0]?.rows).toMatchObject({ read: 2, counted: 1, rejected: 1 });
  });

  test('tags nested by the thousand are no tags', async () => {
    const nested = `{"metric":"http_reqs","type":"Point","data":{"time":"2025-06-01T10:00:01Z","value":1,"tags":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}\n`;
    for (const text of [nested + GOOD, GOOD + nested]) {
      const analysis = await analysisOf(text);
      expect(analysis.input[0]?.rows).toMatchObject({ read: 2, counted: 1, rejected: 1 });
    }
  });

  test('negative and endless parts of a request are unknown', async () => {
    const analysis = await analysisOf(
      GOOD +
        k6Request('2025-06-01T10:00:01Z', { http_req_waiting: -50 }) +
        k6Request('2025-06-01T10:00:02Z', { http_req_waiting: '1e400' }),
    );
    expect(analysis.kpis.overall.count).toBe(3);
    expect(analysis.kpis.overall.ttfb).toMatchObject({ n: 1, mean: 0, max: 0 });
  });

  test('points that are no number are left out of totals, with a notice', async () => {
    const analysis = await analysisOf(
      GOOD + point('vus', '1e400') + point('vus', '3') + point('mine', '-1e999') + point('dropped_iterations', '-3'),
    );
    expect(analysis.loadTool?.users).toEqual({ max: 3 });
    expect(analysis.loadTool?.droppedIterations).toBe(0);
    expect(analysis.notices.find(({ id }) => id === 'k6-values')?.what).toContain('2 points');
  });

  test('names of any length and number are bounded, with a notice', async () => {
    const checks = Array.from(
      { length: 1002 },
      (_, i) =>
        `{"metric":"checks","type":"Point","data":{"time":"2025-06-01T10:00:00Z","value":1,"tags":{"check":"${i} ${'x'.repeat(1000)}"}}}\n`,
    );
    const analysis = await analysisOf(GOOD + checks.join(''));
    expect(analysis.loadTool?.checks).toHaveLength(1000);
    expect(Math.max(...(analysis.loadTool?.checks ?? []).map(({ name }) => name.length))).toBe(200);
    expect(analysis.notices.find(({ id }) => id === 'k6-names')?.what).toContain('2 points');
  });
});

test('line ends by the thousand behind an object are no summary of k6', async () => {
  await expect(analysisOf(`{}${'\n'.repeat(65_000)}x`)).rejects.toMatchObject({ code: 'unknown-format' });
});

test('more codes than are kept apart are told, in any format', async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => k6Request('2025-06-01T10:00:01Z', {}, { name: 'a', status: `${10_000 + i}` }));
  const analysis = await analysisOf(rows.join(''));
  expect(analysis.kpis.overall.count).toBe(5000);
  expect(analysis.notices.find(({ id }) => id === 'codes-folded')?.what).toBe(
    'Only the first 4096 response codes were kept apart; the others are counted as “(other codes)”.',
  );
});

describe('Gatling', () => {
  const log = (lines: string[]): string => ['RUN\ta.S\ts\t1750000000000\t \t3.10.5', ...lines, ''].join('\n');
  test('requests of more than 31 days, or beyond 2100, are rejected', async () => {
    const analysis = await analysisOf(
      log([
        'REQUEST\t\ta\t1750000000000\t1750000000005\tOK\t ',
        `REQUEST\t\ta\t1750000000000\t${1_750_000_000_000 + 31 * 86_400_000 + 1}\tOK\t `,
        'REQUEST\t\ta\t4102444800000\t4102444800001\tOK\t ',
      ]),
    );
    expect(analysis.input[0]?.rows).toMatchObject({ read: 3, counted: 1, rejected: 2 });
    expect(analysis.kpis.overall.latency.max).toBe(5);
  });
  test('scenarios of any length and number are bounded, with a notice', async () => {
    const users = Array.from({ length: 1003 }, (_, i) => `USER\t${i} ${'x'.repeat(1000)}\tSTART\t1750000000000`);
    const analysis = await analysisOf(log(['REQUEST\t\ta\t1750000000000\t1750000000005\tOK\t ', ...users]));
    expect(analysis.loadTool?.users).toEqual({ max: 1003 });
    expect(analysis.loadTool?.scenarios).toHaveLength(1000);
    expect(Math.max(...(analysis.loadTool?.scenarios ?? []).map(({ name }) => name.length))).toBe(200);
    expect(analysis.notices.find(({ id }) => id === 'gatling-names')?.what).toContain('3 users');
  });
});

describe('quotes that never close cost one line each, not the rest of the file each', () => {
  // 350 KB: some minutes, when each line was looked for over all of the rest.
  const lines = 'b","""\n'.repeat(50_000);
  test('JMeter', async () => {
    const header = 'timeStamp,elapsed,label,responseCode,success\n';
    const analysis = await analysisOf(`${header}1700000000000,5,a,200,true\n${lines}1700000001000,6,a,200,true\n`);
    expect(analysis.kpis.overall.count).toBeGreaterThanOrEqual(1);
    const rows = analysis.input[0]?.rows;
    expect((rows?.counted ?? 0) + (rows?.rejected ?? 0)).toBe(rows?.read);
  });
  test('k6', async () => {
    const header =
      'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n';
    const row = (metric: string, value: number): string => `${metric},1750000000,${value}.000000,,,,true,,GET,a,HTTP/1.1,s,,200,,,a,,\n`;
    const good = PARTS.map((metric) => row(metric, metric === 'http_req_duration' ? 7 : 0)).join('');
    const analysis = await analysisOf(header + good + lines);
    expect(analysis.kpis.overall.count).toBe(1);
    expect(analysis.input[0]?.rows.rejected).toBeGreaterThan(1000);
  });
});

test('a file packed twice over is no result, and said so', async () => {
  await expect(analysisOf(gzipSync(gzipSync(GOOD)))).rejects.toMatchObject({ code: 'unknown-format' });
});
