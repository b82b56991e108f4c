import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { newFolder } from '../input/files.js';
import { stored } from '../input/zstd-frames.js';
import { heimr, jtl, shell } from './command.js';

/** Another injector: the same shape, other latencies. */
const second = (rows: number) => jtl(rows).replaceAll(/,(\d+),(GET|POST)/g, (_, ms, method) => `,${Number(ms) + 7},${method}`);

/** A folder `results` with two injectors, a log and a report in it. */
function results(): string {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'results/b'), { recursive: true });
  writeFileSync(join(cwd, 'results/a.jtl.gz'), gzipSync(jtl(200)));
  writeFileSync(join(cwd, 'results/b/kpi.jtl.zst'), stored(Buffer.from(second(200))));
  writeFileSync(join(cwd, 'results/notes.txt'), 'the server was slow\n');
  return cwd;
}

const analysisOf = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Analysis;

test('a folder is analysed as one run, with one notice of what is no result', async () => {
  const cwd = results();
  const { code, stderr } = await heimr(['analyze', 'results/', '-o', 'a.json'], { cwd });
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^note: results\/: 1 of 3 files in it is not read: results\/notes\.txt \(plain text or a log\)\./),
  ]);
  expect(code).toBe(0);
  const analysis = analysisOf(join(cwd, 'a.json'));
  expect(analysis.input.map(({ file, compression, rows }) => [file, compression, rows.counted])).toEqual([
    ['results/a.jtl.gz', 'gzip', 200],
    ['results/b/kpi.jtl.zst', 'zstd', 200],
  ]);
  expect(analysis.notices.map(({ id, file }) => [id, file])).toEqual([['files-skipped', 'results/']]);
});

test('a pattern means the same quoted and, where the shell knows it, bare', async () => {
  const cwd = results();
  writeFileSync(join(cwd, 'results/c.jtl'), second(100));
  const quoted = await shell(`$HEIMR samples 'results/*.jtl*'`, cwd);
  const bare = await shell('$HEIMR samples results/*.jtl*', cwd);
  expect(quoted).toEqual(bare);
  expect(quoted.code).toBe(0);
  expect((await heimr(['samples', 'results/**/*.{jtl,gz,zst}'], { cwd })).stdout.split('\n')).toHaveLength(502);
});

test('samples prints the rows of a folder', async () => {
  const cwd = results();
  const { code, stdout, stderr } = await heimr(['samples', 'results'], { cwd });
  const files = stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').at(-2));
  expect([files.length, [...new Set(files)]]).toEqual([400, ['results/a.jtl.gz', 'results/b/kpi.jtl.zst']]);
  expect(stderr).toContain('results/notes.txt');
  expect(code).toBe(0);
});

test('a file that is recognised and cannot be read is an error, not skipped', async () => {
  const cwd = results();
  writeFileSync(join(cwd, 'results/c.jtl'), 'timeStamp,elapsed,label,success\n');
  expect(await heimr(['analyze', 'results'], { cwd })).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining('results/c.jtl holds no sample'),
  });
});

test('no report may overwrite what was found in a folder', async () => {
  const cwd = results();
  writeFileSync(join(cwd, 'results/data.md'), second(100));
  const { code, stderr } = await heimr(['analyze', 'results/', '-o', 'results/data.md'], { cwd });
  expect(stderr).toContain('results/data.md would overwrite an input file');
  expect(code).toBe(2);
  writeFileSync(join(cwd, 'results/data.csv'), second(90));
  expect(await heimr(['samples', 'results/', '-o', 'results/data.csv'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('would overwrite an input file'),
  });
  expect(readFileSync(join(cwd, 'results/data.md'), 'utf8')).toBe(second(100));
});

test('reports may go into the folder that is read, again and again', async () => {
  const cwd = results();
  for (const _time of [1, 2]) expect((await heimr(['analyze', 'results/', '-o', 'results/'], { cwd })).code).toBe(0);
  expect(analysisOf(join(cwd, 'results/analysis.json')).kpis.overall.count).toBe(400);
});

test('different runs are refused, and merged by flag or by heimr.yaml', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'one.jtl'), jtl(100));
  writeFileSync(join(cwd, 'two.jtl'), second(90).replaceAll('\n17636', '\n17637'));
  const refused = await heimr(['analyze', 'one.jtl', 'two.jtl', '-o', 'a.json'], { cwd });
  expect(refused.stderr).toMatch(/^heimr: The files are of 2 runs that do not overlap in time: one\.jtl .* two\.jtl /);
  expect(refused.stderr).toContain('add --merge');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(existsSync(join(cwd, 'a.json'))).toBe(false);
  const merged = await heimr(['analyze', '--merge', 'one.jtl', 'two.jtl'], { cwd });
  expect(merged).toMatchObject({ code: 0, stderr: expect.stringContaining('because of --merge') });
  writeFileSync(join(cwd, 'heimr.yaml'), 'merge: true\n');
  expect((await heimr(['analyze', 'one.jtl', 'two.jtl'], { cwd })).code).toBe(0);
  writeFileSync(join(cwd, 'heimr.yaml'), 'merge: maybe\n');
  expect(await heimr(['analyze', 'one.jtl', 'two.jtl'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('merge: "maybe" is neither true nor false'),
  });
});

test('samples of a file of figures is exit 3, says what it holds, and writes nothing', async () => {
  const cwd = newFolder();
  writeFileSync(
    join(cwd, 'run_stats.csv'),
    'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%\nGET,/,100,1,12,13.5,2,90,512.0,10.0,0.1,12,14,16,17,25,40,60,80,90,90,90\n,Aggregated,100,1,12,13.5,2,90,512.0,10.0,0.1,12,14,16,17,25,40,60,80,90,90,90\n',
  );
  const { code, stdout, stderr } = await heimr(['samples', 'run_stats.csv', '-o', 's.csv'], { cwd });
  expect(stderr).toMatch(/^heimr: run_stats\.csv \(.*\) holds no single requests to print, only figures of the whole run\./);
  expect(stderr).toContain('heimr analyze run_stats.csv');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(existsSync(join(cwd, 's.csv'))).toBe(false);
});
