import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Read, type Row, readAll } from './jmeter-reading.js';

const SAMPLES = '../shared/samples';

if (!existsSync(SAMPLES)) console.log(`skipped: real files of JMeter, because ${SAMPLES} is missing`);

function read(path: string): Promise<Read> {
  return readAll(new Uint8Array(readFileSync(`${SAMPLES}/${path}`)));
}

const mean = (rows: Row[]) => rows.reduce((sum, row) => sum + row.latency, 0) / rows.length;
const distinct = (values: unknown[]) => new Set(values).size;

/** Rows, failed rows, labels, mean of the durations, and notices. */
const EXPECTED: [string, number, number, number, number, string[]][] = [
  ['500_but_success_true.jtl', 1, 0, 1, 772, []],
  ['embedded_kpi_ed.jtl', 1, 1, 1, 1123, []],
  ['headerless_10col.jtl', 3, 0, 3, 1229.333, ['no-header']],
  ['jmeter2_9col.csv', 3, 0, 2, 1944.333, []],
  ['jmeter51_HTMLReportTestFile_2MB.csv', 255, 3, 2, 235.475, []],
  ['kpi-pair1_embedded404.jtl', 8, 6, 8, 136.375, []],
  ['kpi1.jtl', 21, 9, 2, 4.238, []],
  ['missing_code_message_cols.csv', 50, 50, 1, 0, []],
  ['non-http_kpi.jtl', 11, 8, 8, 196.182, []],
  ['sample_variables_quoted_header.jtl', 10, 0, 1, 656.9, []],
  ['simple.kpi.jtl', 6, 3, 2, 1196.5, []],
  ['smart-aggregation_kpi.jtl', 4, 2, 3, 840, []],
  ['taurus_slow-stdev.jtl', 599, 63, 18, 804.401, []],
  ['unicode_labels.jtl', 13, 13, 2, 575.769, []],
  ['unknownhost_single.csv', 1, 1, 1, 92, []],
];

describe.skipIf(!existsSync(SAMPLES))('real files of JMeter', () => {
  it.each(EXPECTED)('%s', async (name, rows, failed, labels, latency, notices) => {
    const file = await read(`jmeter-csv/${name}`);
    expect(file.counts).toMatchObject({ read: rows, rejected: 0 });
    expect(file.rows).toHaveLength(rows);
    expect(file.rows.filter((row) => row.success === 0)).toHaveLength(failed);
    expect(distinct(file.rows.map((row) => row.label))).toBe(labels);
    expect(mean(file.rows)).toBeCloseTo(latency, 3);
    expect(file.ids).toEqual(notices);
    expect(file.reading.stamp.meaning).toBe('start');
    expect(file.whole).toBe(true);
  });

  it.each([
    ['jms_tests.csv', 'unusable', 'timeStamp and elapsed'],
    ['samplecount_errorcount_filename.csv', 'unusable', 'timeStamp and elapsed'],
    ['ts_format_dash.csv', 'unusable', '2011-21-21 14:15:25.321'],
    ['ts_format_slash.csv', 'unusable', '2001/20/20 12:05:05.123'],
    ['empty.jtl', 'unreadable', 'is empty'],
  ])('refuses %s', async (name, code, words) => {
    await expect(read(`jmeter-csv/${name}`)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('keeps what single rows say', async () => {
    const [good] = (await read('jmeter-csv/500_but_success_true.jtl')).rows;
    expect(good).toMatchObject({ code: '500', success: 1, label: 'Request 001', ttfb: 758, connect: 540, users: 2, bytesIn: 1837 });
    const [embedded] = (await read('jmeter-csv/embedded_kpi_ed.jtl')).rows;
    expect(embedded).toMatchObject({ code: '200', success: 0, message: expect.stringMatching(/^Embedded resource .*Not Found, $/) });
    const [host] = (await read('jmeter-csv/unknownhost_single.csv')).rows;
    expect(host).toMatchObject({ code: 'Non HTTP response code: java.net.UnknownHostException', ttfb: Number.NaN, connect: 92, url: '' });
    const [unicode] = (await read('jmeter-csv/unicode_labels.jtl')).rows;
    expect(unicode.label).toBe('САП.АутентифицироватьРасш');
    const [locust] = (await read('locust/taurus_locust-kpi.jtl')).rows;
    expect(locust).toMatchObject({ label: '', code: '500', success: 0, latency: 0, ttfb: Number.NaN, users: 1, thread: null });
  });

  it('leaves transactions out by their message', async () => {
    const { rows } = await read('jmeter-csv/kpi-pair1_embedded404.jtl');
    expect(rows.filter((row) => row.kind === 'transaction').map((row) => row.message.slice(0, 30))).toEqual(
      Array(2).fill('Number of samples in transactio'.slice(0, 30)),
    );
    expect(rows.filter((row) => row.kind === 'sub')).toHaveLength(0);
  });

  const daily = existsSync(SAMPLES) ? readdirSync(`${SAMPLES}/jmeter-csv/ehrbase_daily`) : [];

  it.each(daily)('a day of ehrbase: %s', async (name) => {
    const { rows, counts, ids, reading } = await read(`jmeter-csv/ehrbase_daily/${name}`);
    const size = name.includes('3dafce4') ? 225 : 22_005;
    expect(counts).toMatchObject({ read: size, rejected: 0 });
    expect(ids).toEqual([]);
    expect(distinct(rows.map((row) => row.label))).toBe(49);
    // Labels end in `#4` or `1-1`, and 204 answers have no data type: all are requests nevertheless.
    expect(rows.every((row) => row.kind === 'request' && row.success === 1)).toBe(true);
    expect(reading.stamp).toMatchObject({ meaning: 'start', basis: 'data', againstStart: 0 });
    expect(reading.firstStart).toBe(rows[0].timestamp / 1000);
    // The same by the crudest reading there is: no field before the URL of these files holds a quoted delimiter but the label.
    const lines = readFileSync(`${SAMPLES}/jmeter-csv/ehrbase_daily/${name}`, 'utf8').trimEnd().split('\n').slice(1);
    const crude = lines.map((text) => text.replace(/"[^"]*"/, 'quoted').split(','));
    expect(rows.map((row) => [row.timestamp / 1000, row.latency, row.bytesIn, row.users, row.url])).toEqual(
      crude.map((fields) => [Number(fields[0]), Number(fields[1]), Number(fields[9]), Number(fields[12]), fields[13]]),
    );
  });
});
