import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { newFile, newFolder } from '../input/files.js';
import { heimr, jtl, ROOT } from './command.js';

/** Analyses with flags, and reads the JSON that was written. */
async function analysisOf(args: readonly string[], surroundings: Parameters<typeof heimr>[1] = {}): Promise<Analysis> {
  const path = join(newFolder(), 'analysis.json');
  const { code, stderr } = await heimr(['analyze', ...args, '-o', path], surroundings);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(readFileSync(path, 'utf8')) as Analysis;
}

test('a file gives a summary, and how to get a report', async () => {
  const { code, stdout, stderr } = await heimr(['analyze', newFile(jtl())]);
  expect(code).toBe(0);
  expect(stdout).toContain('GET /a');
  expect(stdout.trimEnd().split('\n').at(-1)).toContain('-o report.md');
  expect(stderr).not.toMatch(/heimr:/);
});

test('off a terminal there are no control characters, 80 columns at most, and no progress', async () => {
  const { stdout, stderr } = await heimr(['analyze', newFile(jtl(20_000))], { env: { FORCE_COLOR: '1', TERM: 'xterm-256color' } });
  expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
  for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(stderr).not.toContain('MB/s');
});

test('reports are written by extension, and named at the end', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  const { code, stdout } = await heimr(['analyze', 'a.jtl', '-o', 'r.md', '--output', 'R.JSON'], { cwd });
  expect(code).toBe(0);
  expect(readdirSync(cwd).sort()).toEqual(['R.JSON', 'a.jtl', 'r-charts', 'r.md']);
  expect(readFileSync(join(cwd, 'r.md'), 'utf8')).toMatch(/^# /);
  expect(JSON.parse(readFileSync(join(cwd, 'R.JSON'), 'utf8'))).toMatchObject({ kpis: { overall: { count: 200, errors: 10 } } });
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .slice(-3)
      .map((line) => line.replace('Written:', '').trim()),
  ).toEqual(['r.md', 'R.JSON', `r-charts/ (${readdirSync(join(cwd, 'r-charts')).length} charts)`]);
});

test('a folder gets report.md, report.pdf and analysis.json; with a trailing slash it is made', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  for (const folder of ['made/below/', 'made']) {
    expect(await heimr(['analyze', 'a.jtl', '-o', folder], { cwd })).toMatchObject({ code: 0 });
  }
  expect(readdirSync(join(cwd, 'made')).sort()).toEqual(['analysis.json', 'below', 'report-charts', 'report.md', 'report.pdf']);
  expect(readdirSync(join(cwd, 'made', 'below')).sort()).toEqual(['analysis.json', 'report-charts', 'report.md', 'report.pdf']);
  expect(readdirSync(join(cwd, 'made', 'report-charts'))).toContain('percentiles.svg');
});

test('standard input and gzip are read like a file', async () => {
  const fromFile = await analysisOf([newFile(jtl())]);
  for (const stdin of [jtl(), gzipSync(jtl())]) {
    const piped = await analysisOf(['-'], { stdin });
    expect(piped.kpis).toEqual(fromFile.kpis);
    expect(piped.input[0]).toMatchObject({ file: 'stdin', compression: typeof stdin === 'string' ? 'none' : 'gzip' });
  }
  expect((await analysisOf([newFile(gzipSync(jtl()), 'a.jtl.gz')])).kpis).toEqual(fromFile.kpis);
});

test('a cut gzip file is analysed as far as it goes, with a notice', async () => {
  const packed = gzipSync(jtl(5000));
  const path = newFile(packed.subarray(0, packed.length / 2), 'a.jtl.gz');
  const analysis = await analysisOf([path]);
  expect(analysis.notices.map((notice) => notice.id)).toContain('gzip-cut');
  expect(analysis.kpis.overall.count).toBeGreaterThan(1000);
  const { stderr } = await heimr(['analyze', path]);
  expect(stderr).toContain('warning: ');
  expect(stderr).toContain('ends early');
  expect((await heimr(['analyze', path, '--quiet'])).stderr).toBe('');
});

test('several files are one run', async () => {
  const second = jtl(100).replaceAll('users 1-', 'users 2-');
  const analysis = await analysisOf([newFile(jtl()), newFile(second)]);
  expect(analysis.kpis.overall.count).toBe(300);
  expect(analysis.input.map((file) => file.rows.counted)).toEqual([200, 100]);
});

test('flags reach the analysis', async () => {
  const file = newFile(jtl());
  const analysis = await analysisOf([
    file,
    '--title',
    'Nightly',
    '--tag',
    'build=7',
    '--tag',
    'env=prod',
    '--apdex-t',
    '50',
    '--include',
    '*/*',
    '--exclude',
    'POST*',
    '--llm',
    'none',
    '--strict',
    '--no-color',
  ]);
  expect(analysis.title).toBe('Nightly');
  expect(analysis.tags).toEqual([
    { name: 'build', value: '7' },
    { name: 'env', value: 'prod' },
  ]);
  expect(analysis.settings).toMatchObject({ apdexT: 50, include: ['*/*'], exclude: ['POST*'] });
  expect(analysis.kpis.byLabel.map((row) => row.label)).toEqual(['GET /a']);
});

test('the window can be given as offset, as time with zone, and as ms', async () => {
  const file = newFile(jtl());
  const start = 1_763_632_800_000;
  for (const [from, to] of [
    ['5s', '15s'],
    ['2025-11-20T10:00:05Z', '2025-11-20T11:00:15+01:00'],
    [String(start + 5000), String(start + 15_000)],
  ] as const) {
    const analysis = await analysisOf([file, '--from', from, '--to', to]);
    expect(analysis.kpis.overall.count, `${from} ${to}`).toBe(100);
    expect(analysis.settings).toMatchObject({ from: start + 5000, to: start + 15_000 });
  }
});

test('a warm-up that was set is a phase of its own', async () => {
  const { phases, settings } = await analysisOf([newFile(jtl()), '--warmup', '4s']);
  expect(settings.warmup).toBe(4000);
  expect(phases[0]).toMatchObject({ name: 'warm-up', basis: 'user', kpis: { count: 40 } });
});

test('--timezone is for stamps without a zone', async () => {
  const local = jtl(50).replaceAll(/^17\d+/gm, (ms) =>
    new Date(Number(ms)).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/'),
  );
  const analysis = await analysisOf([newFile(local), '--timezone', '+02:00']);
  expect(analysis.window.start).toBe(1_763_632_800_000 - 7_200_000);
});

test('heimr.yaml of the working folder is found; flags win', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  writeFileSync(join(cwd, 'heimr.yaml'), 'title: From file\napdexT: 60\noutputs: [auto.json]\ntags: { team: x }\n');
  expect(await heimr(['analyze', 'a.jtl', '--title', 'From flag', '--tag', 'build=1'], { cwd })).toMatchObject({ code: 0 });
  const analysis = JSON.parse(readFileSync(join(cwd, 'auto.json'), 'utf8')) as Analysis;
  expect(analysis).toMatchObject({ title: 'From flag', settings: { apdexT: 60 } });
  expect(analysis.tags).toEqual([
    { name: 'team', value: 'x' },
    { name: 'build', value: '1' },
  ]);
});

test('a wrong heimr.yaml stops everything, with its line', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  writeFileSync(join(cwd, 'heimr.yaml'), 'title: x\napdext: 60\n');
  const { code, stderr } = await heimr(['analyze', 'a.jtl'], { cwd });
  expect(stderr).toContain('heimr: heimr.yaml:2: apdext is no key of heimr.yaml.\n  To do: Did you mean apdexT?');
  expect(code).toBe(2);
  expect(await heimr(['analyze', 'a.jtl', '-c', 'no.yaml'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no.yaml cannot be read: it does not exist'),
  });
});

test('control characters of a file name are escaped everywhere', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a\u001b[31m\u0007.jtl'), jtl());
  const { code, stdout, stderr } = await heimr(['analyze', 'a\u001b[31m\u0007.jtl', '-o', 'r\u001b[0m.md'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('r\\x1b[0m.md');
  expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
  expect(readFileSync(join(cwd, 'r\u001b[0m.md'), 'utf8')).not.toMatch(/[^\P{Cc}\n]/u);
});

const laboratory = join(ROOT, '../shared/lab/runs/slow-dependency-jmeter/results.jtl.gz');
test.skipIf(!existsSync(laboratory))('a real run of the laboratory (skipped where ../shared is missing)', async () => {
  const { input, kpis } = await analysisOf([laboratory]);
  expect(input[0]!.rows.read).toBe(input[0]!.rows.counted + input[0]!.rows.excluded + input[0]!.rows.rejected);
  expect(kpis.overall.count).toBeGreaterThan(1000);
});
