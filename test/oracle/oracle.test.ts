import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { differences } from './compare.js';
import { exactKpis, REQUESTS_ONLY } from './duckdb-kpis.js';
import { FIXTURES, inputOf, REAL, SHARED } from './files.js';
import { hostileJtl, seeded } from './hostile-jtl.js';

/* Heimr against an independent reading of the same bytes: DuckDB, exact, no code in common. */

const folder = mkdtempSync(join(tmpdir(), 'heimr-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(file: string, chunk?: number): Promise<string[]> {
  const [analysis, exact] = await Promise.all([analyze([inputOf(file, chunk)]), exactKpis(file, REQUESTS_ONLY)]);
  return differences(analysis, exact);
}

describe('real files', () => {
  it.for(REAL.map((file) => [basename(file), file] as const))('%s', async ([name, file], { skip }) => {
    if (!existsSync(file)) {
      const reason = `skipped: ${relative(SHARED, file)} is not beside the repository`;
      console.warn(reason);
      return skip(reason);
    }
    const plain = file.endsWith('.gz') ? join(folder, name.replace(/\.gz$/, '')) : file;
    if (plain !== file) writeFileSync(plain, gunzipSync(readFileSync(file)));
    expect(await check(plain)).toEqual([]);
  });
});

describe('fixtures written by real JMeters', () => {
  it.for(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('%s', async ([, { file, requests }]) => {
    const exact = await exactKpis(file, REQUESTS_ONLY);
    expect(exact.overall?.count).toBe(requests);
    expect(await differences(await analyze([inputOf(file)]), exact)).toEqual([]);
  });
});

describe('hostile files', () => {
  it.for([
    [1, 5000, '\n', 65536],
    [2, 5000, '\r\n', 65536],
    [3, 800, '\n', 1],
    [4, 800, '\r\n', 3],
    [5, 30000, '\n', 4096],
    [6, 30, '\n', 65536],
  ] as const)('seed %i, %i rows, newline %j, chunks of %i bytes', async ([seed, rows, newline, chunk]) => {
    const { text, records, transactions } = hostileJtl(seed, rows, newline);
    const file = join(folder, `hostile-${seed}.jtl`);
    writeFileSync(file, text);
    const [analysis, exact] = [await analyze([inputOf(file, chunk)]), await exactKpis(file, REQUESTS_ONLY)];
    expect(await differences(analysis, exact)).toEqual([]);
    expect(analysis.input[0]?.rows).toMatchObject({ read: records, counted: rows, rejected: 0, excludedBy: { transaction: transactions } });
  });

  it('whole range of the histogram, from 0 ms to 18 hours and beyond', async () => {
    const edges = [
      0,
      1,
      2,
      3,
      127,
      128,
      129,
      255,
      256,
      257,
      258,
      259,
      511,
      512,
      515,
      516,
      1023,
      1024,
      59904,
      60159,
      60160,
      2 ** 25,
      2 ** 26 - 1,
      2 ** 26,
    ];
    let next = 0;
    const file = join(folder, 'range.jtl');
    writeFileSync(file, hostileJtl(7, edges.length * 10, '\n', () => edges[next++ % edges.length] as number).text);
    expect(await check(file)).toEqual([]);
  });

  it('many labels', async () => {
    const random = seeded(8);
    const rows = Array.from(
      { length: 4000 },
      (_, i) => `${1_700_000_000_000 + i * 7},${Math.floor(random() * 2000)},label ${i % 400},200,OK,t ${i},true,100`,
    );
    const file = join(folder, 'labels.jtl');
    writeFileSync(file, ['timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes', ...rows, ''].join('\n'));
    expect(await check(file)).toEqual([]);
  });
});
