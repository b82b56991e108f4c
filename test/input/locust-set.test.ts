import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locustSiblings, siblingsNotice, withLocustSiblings } from '../../src/input/locust-set.js';

const FIXTURES = join(import.meta.dirname, '../fixtures/locust');
const ENDS = ['_stats.csv', '_stats_history.csv', '_failures.csv', '_exceptions.csv'];
let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'locust-set-'));
  for (const end of ENDS) cpSync(join(FIXTURES, `2.47.0/plain/run${end}`), at(`run${end}`));
  for (const end of ENDS.slice(0, 3)) cpSync(join(FIXTURES, `0.14.6/writers/run${end}`), at(`old${end}`));
  // Names of a set, and contents that are none.
  writeFileSync(at('sales_stats.csv'), 'Region,Amount\n');
  writeFileSync(at('sales_failures.csv'), 'Method,Name,Error,Occurrences\r\n');
  cpSync(join(FIXTURES, '2.47.0/plain/run_stats.csv'), at('half_stats.csv'));
  writeFileSync(at('half_failures.csv'), 'Region,Amount\n');
  mkdirSync(at('half_exceptions.csv'));
  cpSync(join(FIXTURES, '2.47.0/plain/run_stats.csv'), at('packed_stats.csv'));
  writeFileSync(at('packed_stats_history.csv.gz'), gzipSync(readFileSync(join(FIXTURES, '2.47.0/full-history/run_stats_history.csv'))));
  writeFileSync(at('packed_failures.csv.gz'), Buffer.from([0x1f, 0x8b, 1, 2, 3]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('files of one run of Locust', () => {
  it.each(ENDS)('are found by run%s', async (end) => {
    const others = ENDS.filter((one) => one !== end).map((one) => at(`run${one}`));
    expect((await locustSiblings([at(`run${end}`)])).map(({ path }) => path)).toEqual(others);
    expect(await withLocustSiblings([at(`run${end}`)])).toEqual([at(`run${end}`), ...others]);
  });

  it('are found by the headers of old versions', async () => {
    expect((await locustSiblings([at('old_failures.csv')])).map(({ path }) => path)).toEqual([
      at('old_stats.csv'),
      at('old_stats_history.csv'),
    ]);
  });

  it('are found packed, and not where a packed file is broken', async () => {
    expect(await locustSiblings([at('packed_stats.csv')])).toEqual([
      { path: at('packed_stats_history.csv.gz'), of: at('packed_stats.csv') },
    ]);
    expect((await locustSiblings([at('packed_stats_history.csv.gz')])).map(({ path }) => path)).toEqual([at('packed_stats.csv')]);
  });

  it('are not added twice, however they were given', async () => {
    const all = ENDS.map((end) => at(`run${end}`));
    expect(await withLocustSiblings(all)).toEqual(all);
    const odd = [at('run_stats.csv'), join(folder, '..', folder.split('/').pop() as string, 'run_failures.csv')];
    expect(await withLocustSiblings(odd)).toEqual([odd[0], at('run_stats_history.csv'), at('run_exceptions.csv'), odd[1]]);
  });

  it('are by their content: names alone are none', async () => {
    for (const name of ['sales_stats.csv', 'sales_failures.csv', 'half_stats.csv', 'half_failures.csv', 'gone_stats.csv', 'run.csv']) {
      expect(await withLocustSiblings([at(name)]), name).toEqual([at(name)]);
    }
    expect(await withLocustSiblings(['-', at('')])).toEqual(['-', at('')]);
  });

  it('are named in a notice', async () => {
    expect(siblingsNotice([])).toBeNull();
    const notice = siblingsNotice(await locustSiblings([at('run_stats.csv')]));
    expect(notice).toMatchObject({ id: 'locust-siblings', level: 'info', file: null });
    for (const end of ENDS.slice(1)) expect(notice?.what).toContain(`run${end}`);
  });
});
