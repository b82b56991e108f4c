import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';
import { BASE, jtl, type Row, traffic } from './jtl.js';

const text = (content: string) => new TextEncoder().encode(content);
const read = (files: Record<string, Uint8Array>, options: Parameters<typeof analyze>[1] = {}): Promise<Analysis> =>
  analyze(
    Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
    options,
  );
const counts = (analysis: Analysis) => analysis.input.map(({ file, rows }) => [file, rows.counted, rows.excludedBy.overlap]);
const ids = (analysis: Analysis) => analysis.notices.map(({ id, file }) => [id, file]);

/** Rows as JMeter writes them into XML. */
function jtlXml(rows: readonly Row[]): Uint8Array {
  const samples = rows.map((row) => {
    const ok = row.ok ?? true;
    return `<httpSample t="${row.ms}" it="0" lt="${Math.max(1, row.ms - 1)}" ct="0" ts="${BASE + row.at}" s="${ok}" lb="${row.label ?? 'home'}" rc="${row.code ?? (ok ? 200 : 500)}" rm="${ok ? 'OK' : 'Internal Server Error'}" tn="${row.thread ?? 'users 1-1'}" dt="text" by="1000" ng="5" na="5">\n  <java.net.URL>http://127.0.0.1/</java.net.URL>\n</httpSample>\n`;
  });
  return text(`<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n${samples.join('')}</testResults>\n`);
}

/** Traffic of which every `nth` request failed. */
const failing = (nth: number, options: Partial<Parameters<typeof traffic>[0]> = {}): Row[] =>
  traffic({ seconds: 40, perSecond: 5, ...options }).map((row, i) => ({ ...row, ok: i % nth !== 0 }));
const failuresOf = (rows: readonly Row[]): Row[] => rows.filter((row) => row.ok === false);

/** Requests of k6: end in µs since 1970, duration in ms. */
interface K6Request {
  end: number;
  ms: number;
  name: string;
  failed: boolean;
}

function k6Requests(count: number, seed = 1): K6Request[] {
  let state = seed * 7919;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, i) => ({
    end: BASE * 1000 + i * 50_000 + Math.floor(random() * 40_000) + 900_000,
    ms: 10 + Math.round(random() * 2e8) / 1e6,
    name: `http://127.0.0.1/${i % 3}`,
    failed: i % 11 === 0,
  }));
}

const PARTS = ['blocked', 'connecting', 'tls_handshaking', 'sending', 'receiving'];

function k6Json(requests: readonly K6Request[]): Uint8Array {
  const lines = requests.flatMap(({ end, ms, name, failed }) => {
    const time = `${new Date(Math.floor(end / 1000)).toISOString().slice(0, -1)}${String(end % 1000).padStart(3, '0')}Z`;
    const point = (metric: string, value: number) =>
      JSON.stringify({
        metric,
        type: 'Point',
        data: { time, value, tags: { method: 'GET', name, status: failed ? '500' : '200', url: name, scenario: 'default', group: '' } },
      });
    return [
      point('http_reqs', 1),
      point('http_req_duration', ms),
      ...PARTS.map((part) => point(`http_req_${part}`, 0)),
      point('http_req_waiting', ms),
      point('http_req_failed', failed ? 1 : 0),
    ];
  });
  const definition =
    '{"type":"Metric","data":{"name":"http_reqs","type":"counter","contains":"default","thresholds":[],"submetrics":null},"metric":"http_reqs"}';
  return text(`${[definition, ...lines].join('\n')}\n`);
}

function k6Csv(requests: readonly K6Request[]): Uint8Array {
  const lines = requests.flatMap(({ end, ms, name, failed }) => {
    const point = (metric: string, value: number) =>
      `${metric},${Math.floor(end / 1e6)},${value.toFixed(6)},,,,true,,GET,${name},HTTP/1.1,default,,${failed ? 500 : 200},,,${name},,`;
    return [
      point('http_reqs', 1),
      point('http_req_duration', ms),
      ...PARTS.map((part) => point(`http_req_${part}`, 0)),
      point('http_req_waiting', ms),
      point('http_req_failed', failed ? 1 : 0),
    ];
  });
  const header =
    'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata';
  return text(`${[header, ...lines].join('\n')}\n`);
}

describe('the failures of a run in a file of their own', () => {
  const rows = failing(9);

  it.each([
    ['after', { 'kpi.jtl': jtl(rows), 'error.jtl': jtlXml(failuresOf(rows)) }],
    ['before', { 'error.jtl': jtlXml(failuresOf(rows)), 'kpi.jtl': jtl(rows) }],
    ['as CSV before', { 'failures.csv': jtl(failuresOf(rows)), 'kpi.jtl': jtl(rows) }],
  ])('are not counted again: %s', async (_where, files) => {
    const both = await read(files as unknown as Record<string, Uint8Array>);
    const alone = await read({ 'kpi.jtl': jtl(rows) });
    expect({ ...both, input: 0, notices: 0, title: 0 }).toEqual({ ...alone, input: 0, notices: 0, title: 0 });
    const failures = both.input.find(({ file }) => file !== 'kpi.jtl');
    expect(failures?.rows).toMatchObject({ read: 23, counted: 0, excluded: 23, excludedBy: { overlap: 23, duplicateFile: 0 } });
    expect(failures?.totals).toMatchObject({ count: 0, errors: 0, start: null, end: null });
    expect(both.notices).toMatchObject([
      { id: 'overlapping-export', level: 'info', file: failures?.file, what: expect.stringContaining('the failures of kpi.jtl') },
    ]);
  });

  it('are not counted again if they are few', async () => {
    const few = failing(100);
    expect(counts(await read({ 'kpi.jtl': jtl(few), 'error.jtl': jtlXml(failuresOf(few)) }))).toEqual([
      ['kpi.jtl', 200, 0],
      ['error.jtl', 0, 2],
    ]);
  });

  it('are not counted again where a window and labels are chosen', async () => {
    const options = { from: { at: BASE + 10_000 }, include: ['page 1'] };
    const both = await read({ 'error.jtl': jtlXml(failuresOf(rows)), 'kpi.jtl': jtl(rows) }, options);
    expect(both.kpis).toEqual((await read({ 'kpi.jtl': jtl(rows) }, options)).kpis);
  });

  it('belong to one of several executors', async () => {
    const other = failing(7, { seed: 5, from: 3000, label: 'other' });
    const analysis = await read({
      'error-1.jtl': jtlXml(failuresOf(other)),
      'error.jtl': jtlXml(failuresOf(rows)),
      'kpi-1.jtl': jtl(other),
      'kpi.jtl': jtl(rows),
    });
    expect(counts(analysis)).toEqual([
      ['error-1.jtl', 0, 29],
      ['error.jtl', 0, 23],
      ['kpi-1.jtl', 200, 0],
      ['kpi.jtl', 200, 0],
    ]);
    expect(ids(analysis)).toEqual([
      ['overlapping-export', 'error-1.jtl'],
      ['overlapping-export', 'error.jtl'],
    ]);
  });

  it('that hold one row more are counted, and told of', async () => {
    const more = [...failuresOf(rows), { at: 39_000, ms: 7, ok: false, label: 'page 1' }];
    const analysis = await read({ 'kpi.jtl': jtl(rows), 'error.jtl': jtlXml(more) });
    expect(counts(analysis)).toEqual([
      ['kpi.jtl', 200, 0],
      ['error.jtl', 24, 0],
    ]);
    expect(analysis.notices).toMatchObject([
      { id: 'possible-overlap', level: 'warning', file: 'error.jtl', why: expect.stringContaining('Taurus') },
    ]);
  });

  it('are none: the empty file is no reason to refuse', async () => {
    const kpi = jtl(traffic({ seconds: 5, perSecond: 5 }));
    const analysis = await read({ 'kpi.jtl': kpi, 'error.jtl': jtlXml([]) });
    expect(analysis.kpis).toEqual((await read({ 'kpi.jtl': kpi })).kpis);
    expect(counts(analysis)).toEqual([
      ['kpi.jtl', 25, 0],
      ['error.jtl', 0, 0],
    ]);
  });

  it('are not those of an injector of which everything failed', async () => {
    const broken = traffic({ seconds: 40, perSecond: 5, seed: 3 }).map((row) => ({ ...row, ok: false }));
    const analysis = await read({ 'a.jtl': jtl(rows), 'b.jtl': jtl(broken) });
    expect(counts(analysis)).toEqual([
      ['a.jtl', 200, 0],
      ['b.jtl', 200, 0],
    ]);
    expect(analysis.kpis.overall).toMatchObject({ count: 400, errors: 223 });
    expect(analysis.notices).toEqual([]);
  });
});

describe('one run in two exports', () => {
  const requests = k6Requests(300);
  const alone = () => read({ 'k6.json': k6Json(requests) });

  it.each([
    ['k6.csv', 'k6.json'],
    ['k6.json', 'k6.csv'],
  ])('is counted once, from the better one: %s, %s', async (...names) => {
    const files = Object.fromEntries(names.map((name) => [name, name === 'k6.csv' ? k6Csv(requests) : k6Json(requests)]));
    const both = await read(files);
    expect(new Map(counts(both).map(([file, counted]) => [file, counted]))).toEqual(
      new Map([
        ['k6.json', 300],
        ['k6.csv', 0],
      ] as [string, number][]),
    );
    expect({ ...both, input: 0, notices: 0, title: 0 }).toEqual({ ...(await alone()), input: 0, notices: 0, title: 0 });
    expect(both.notices.find(({ id }) => id === 'overlapping-export')).toMatchObject({
      level: 'info',
      file: 'k6.csv',
      what: 'It holds the same requests as k6.json, and is not counted again.',
    });
  });

  it('is counted once within a window, too, at whose edges the stamps differ', async () => {
    const options = { from: { at: BASE + 3500 }, to: { at: BASE + 9300 } };
    const both = await read({ 'k6.csv': k6Csv(requests), 'k6.json': k6Json(requests) }, options);
    expect(both.kpis).toEqual((await read({ 'k6.json': k6Json(requests) }, options)).kpis);
  });

  it('is counted once where both stop at different points, and this is told', async () => {
    const analysis = await read({ 'k6.csv': k6Csv(requests), 'k6.json': k6Json(requests.slice(0, 297)) });
    const cut = (analysis.input.find(({ file }) => file === 'k6.csv')?.rows.counted ?? -1) === 0;
    expect(cut).toBe(true);
    expect(analysis.notices.find(({ id }) => id === 'overlapping-export')).toMatchObject({
      level: 'warning',
      why: expect.stringMatching(/300 requests and k6.json 297/),
    });
  });

  it('of JMeter is counted once, from the first', async () => {
    const rows = failing(9);
    const analysis = await read({ 'results.jtl': jtl(rows), 'results.xml': jtlXml(rows) });
    expect(counts(analysis)).toEqual([
      ['results.jtl', 200, 0],
      ['results.xml', 0, 200],
    ]);
    expect(ids(analysis)).toEqual([['overlapping-export', 'results.xml']]);
  });

  it('does not swallow another injector', async () => {
    const other = k6Requests(300, 2);
    const analysis = await read({ 'a.json': k6Json(requests), 'b.csv': k6Csv(other), 'b.json': k6Json(other) });
    expect(analysis.kpis.overall.count).toBe(600);
    expect(counts(analysis)).toEqual([
      ['a.json', 300, 0],
      ['b.csv', 0, 300],
      ['b.json', 300, 0],
    ]);
  });

  it('is what real k6 files of one run are', async (context) => {
    const runs = join(import.meta.dirname, '../../../shared/lab/runs');
    if (!existsSync(runs)) context.skip('no recorded runs beside the repository');
    for (const run of ['pool-exhaustion', 'generator-saturation']) {
      const file = (name: string) => gunzipSync(readFileSync(join(runs, run, name)));
      const both = await read({ 'k6.csv': file('k6.csv.gz'), 'k6.json': file('k6.json.gz') });
      const single = await read({ 'k6.json': file('k6.json.gz') });
      // Notices speak of both files, and so does what is made of them.
      const own = { input: 0, notices: 0, title: 0, explanation: 0 };
      expect({ ...both, ...own }).toEqual({ ...single, ...own });
    }
  });
});

describe('injectors', () => {
  it('of one tool are merged, whatever its formats', async () => {
    const a = traffic({ seconds: 40, perSecond: 5 });
    const b = traffic({ seconds: 40, perSecond: 5, seed: 2, from: 700 });
    const mixed = await read({ 'a.jtl': jtl(a), 'b.xml': jtlXml(b) });
    const plain = await read({ 'a.jtl': jtl(a), 'b.jtl': jtl(b) });
    expect(mixed.notices).toEqual([]);
    expect(mixed.kpis.overall.latency).toEqual(plain.kpis.overall.latency);
    expect(mixed.kpis.overall.count).toBe(400);
  });

  it('are never taken for one another, whatever their traffic', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 50 }),
        async (x, y, nth) => {
          fc.pre(x !== y);
          const [a, b] = [failing(nth, { seed: x, seconds: 10 }), failing(nth, { seed: y, seconds: 10 })];
          const analysis = await read({ 'a.jtl': jtl(a), 'b.xml': jtlXml(b) });
          expect(analysis.kpis.overall.count).toBe(100);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('with threads of other names are two, however alike', async () => {
    const rows = failing(9);
    const renamed = rows.map((row) => ({ ...row, thread: `host-2 ${row.thread}` }));
    const analysis = await read({ 'a.jtl': jtl(rows), 'b.jtl': jtl(renamed) });
    expect(analysis.kpis.overall.count).toBe(400);
    expect(analysis.notices).toEqual([]);
  });

  it.each([
    ['few requests', traffic({ seconds: 1, perSecond: 9 })],
    ['one latency for all', traffic({ seconds: 10, perSecond: 5 }).map((row) => ({ ...row, ms: 50 }))],
  ])('that look alike with %s are counted both, and told of', async (_what, rows) => {
    const analysis = await read({ 'a.jtl': jtl(rows), 'b.xml': jtlXml(rows) });
    expect(analysis.kpis.overall.count).toBe(rows.length * 2);
    expect(analysis.notices).toMatchObject([
      { id: 'possible-overlap', level: 'warning', file: 'b.xml', what: expect.stringContaining('a.jtl') },
    ]);
  });
});

describe('a file and its beginning', () => {
  const rows = failing(9);
  it('are counted both, and told of', async () => {
    const analysis = await read({ 'full.jtl': jtl(rows), 'copy.jtl': jtl(rows.slice(0, -30)) });
    expect(analysis.kpis.overall.count).toBe(2 * rows.length - 30);
    expect(ids(analysis)).toEqual([['possible-overlap', 'copy.jtl']]);
    expect(analysis.notices[0]?.why).toContain('copy that was made while the test ran');
  });
  it('are not what two injectors of the same script are', async () => {
    const other = failing(9, { seed: 3, from: 7 }).slice(0, -30);
    expect((await read({ 'a.jtl': jtl(rows), 'b.jtl': jtl(other) })).notices).toEqual([]);
  });
});

describe('files of different runs', () => {
  const one = jtl(traffic({ seconds: 5, perSecond: 5 }));
  const two = jtl(traffic({ seconds: 5, perSecond: 5, from: 60_000, seed: 9 }));

  it('are refused, with the reason and the way out', async () => {
    await expect(read({ 'one.jtl': one, 'two.jtl': two })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(
        /2 runs that do not overlap in time: one\.jtl \(2026-11-22T09:00:00Z to 2026-11-22T09:00:0\dZ\); two\.jtl \(2026-11-22T09:01:00Z to /,
      ),
      hint: expect.stringContaining('--merge'),
    });
  });

  it('are refused as well if each has several injectors', async () => {
    const more = { 'a.jtl': one, 'b.jtl': jtl(traffic({ seconds: 5, perSecond: 5, seed: 2 })), 'c.jtl': two };
    await expect(read({ ...more, 'd.jtl': jtl(traffic({ seconds: 5, perSecond: 5, seed: 3, from: 60_500 })) })).rejects.toMatchObject({
      message: expect.stringMatching(/a\.jtl, b\.jtl \(.*; c\.jtl, d\.jtl \(/),
    });
  });

  it('are merged if asked for, and told of', async () => {
    const analysis = await read({ 'one.jtl': one, 'two.jtl': two }, { merge: true });
    expect(analysis.kpis.overall.count).toBe(50);
    expect(ids(analysis)).toEqual([['no-overlap', null]]);
  });

  it('may be one run with stamps of two time zones, which is told of', async () => {
    const shifted = jtl(traffic({ seconds: 5, perSecond: 5, from: 7_200_000 }));
    const analysis = await read({ 'one.jtl': one, 'two.jtl': shifted }, { merge: true });
    expect(ids(analysis)).toEqual([
      ['no-overlap', null],
      ['possible-overlap', 'two.jtl'],
      ['time-gap', null],
    ]);
  });

  it('are not those that only the labels asked for make look so', async () => {
    const early = jtl([
      { at: 0, ms: 10, label: 'login' },
      { at: 60_000, ms: 10, label: 'shop' },
    ]);
    const late = jtl([
      { at: 100, ms: 10, label: 'shop' },
      { at: 60_100, ms: 10, label: 'login' },
    ]);
    const analysis = await read({ 'a.jtl': early, 'b.jtl': late }, { include: ['login'] });
    expect(analysis.kpis.overall.count).toBe(2);
  });

  it('are not those that follow each other without a gap between them', async () => {
    const overlapping = Object.fromEntries(
      [0, 1, 2].map((i) => [`${i}.jtl`, jtl(traffic({ seconds: 10, perSecond: 5, seed: i + 1, from: i * 9000 }))]),
    );
    expect((await read(overlapping)).kpis.overall.count).toBe(150);
  });
});

describe('files of different tools', () => {
  const files = { 'a.jtl': jtl(traffic({ seconds: 20, perSecond: 5 })), 'k6.json': k6Json(k6Requests(100)) };

  it('are refused, with the reason and the way out', async () => {
    await expect(read(files)).rejects.toMatchObject({
      code: 'usage',
      message: 'a.jtl is of JMeter and k6.json of k6: files of different tools are not read as one run.',
      hint: expect.stringContaining('--merge'),
    });
  });

  it('are merged if asked for, and told of', async () => {
    const analysis = await read(files, { merge: true });
    expect(analysis.kpis.overall.count).toBe(200);
    expect(analysis.notices.find(({ id }) => id === 'mixed-tools')).toMatchObject({
      level: 'warning',
      what: expect.stringContaining('JMeter, k6'),
    });
  });
});
