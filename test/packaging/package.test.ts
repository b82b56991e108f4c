import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jtl, ROOT } from '../cli/command.js';
import { newFolder } from '../input/files.js';

const npm = (args: readonly string[], cwd: string) =>
  spawnSync('npm', args, { cwd, encoding: 'utf8', env: { ...process.env, npm_config_update_notifier: 'false' } });

interface Packed {
  filename: string;
  size: number;
  files: { path: string; mode: number }[];
}

/** dist is built already; packing must not build it anew under the feet of the other tests. */
function pack(into: string): Packed {
  const { stdout, stderr, status } = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', into], ROOT);
  expect(status, stderr).toBe(0);
  return (JSON.parse(stdout) as Packed[])[0]!;
}

test('the package holds what is run and described, and nothing else', () => {
  const { files, size } = pack(newFolder());
  expect(size).toBeLessThan(3_000_000); // fonts are 1.8 MB of it
  const paths = files.map((file) => file.path);
  for (const path of [
    'dist/cli/main.js',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/node.js',
    'dist/node.d.ts',
    'dist/testing.js',
    'dist/testing.d.ts',
    'package.json',
    'LICENSE',
    'assets/pdf/report.typ',
    'assets/fonts/sans.ttf',
    'assets/fonts/OFL.txt',
  ])
    expect(paths).toContain(path);
  expect(paths.filter((path) => !/^(assets\/|dist\/|schema\/|package\.json$|LICENSE$|README\.md$)/.test(path))).toEqual([]);
  expect(files.find((file) => file.path === 'dist/cli/main.js')!.mode & 0o111).toBeGreaterThan(0);
});

test('every path that package.json names is there', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: object; exports: object };
  const named = JSON.stringify([manifest.bin, manifest.exports]).match(/"(?:\.\/)?(?:dist|schema)\/[^"]+"/g) ?? [];
  expect(named.length).toBeGreaterThan(4);
  for (const path of named) expect(existsSync(join(ROOT, JSON.parse(path) as string)), path).toBe(true);
});

describe('installed elsewhere', () => {
  // Not newFolder(): that is gone after each test, and the installation serves several.
  const folder = mkdtempSync(join(tmpdir(), 'heimr-elsewhere-'));
  let why = '';

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(() => {
    const { filename } = pack(folder);
    writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true, "type": "module" }');
    writeFileSync(join(folder, 'a.jtl'), jtl());
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', join(folder, filename)];
    const offline = npm(['install', '--offline', ...flags], folder);
    const { status, stderr } =
      offline.status === 0 ? offline : npm(['install', '--prefer-offline', '--fetch-retries=0', '--fetch-timeout=20000', ...flags], folder);
    if (status !== 0) {
      why = `the packages that it depends on can be had neither from the cache nor from a registry: ${stderr.split('\n')[0]}`;
      console.warn(`skipped: ${why}`);
    }
  }, 180_000);

  test('the command runs', (context) => {
    if (why) context.skip(why);
    const version = spawnSync('npx', ['--no-install', 'heimr', '--version'], { cwd: folder, encoding: 'utf8' });
    expect(version).toMatchObject({
      status: 0,
      stdout: `${(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version}\n`,
    });
    const analyzed = spawnSync('npx', ['--no-install', 'heimr', 'analyze', 'a.jtl', '-o', 'out/'], { cwd: folder, encoding: 'utf8' });
    expect(analyzed.status, analyzed.stderr).toBe(0);
    expect(existsSync(join(folder, 'out', 'report.md'))).toBe(true);
    expect(existsSync(join(folder, 'out', 'analysis.json'))).toBe(true);
    expect(readFileSync(join(folder, 'out', 'report.pdf'), 'latin1')).toMatch(/^%PDF-1\.7/);
  });

  test('all entries can be imported', (context) => {
    if (why) context.skip(why);
    const program = `
      import { readFileSync } from 'node:fs';
      import { analyze, HeimrError, parsers, render } from 'heimr';
      import { analyzeFiles, loadTypesetter, openFiles, writeReports } from 'heimr/node';
      import { healthyKinds, scoreRun, simulateRun } from 'heimr/testing';
      import schema from 'heimr/analysis.schema.json' with { type: 'json' };
      const analysis = await analyzeFiles(['a.jtl'], { title: 'from code' });
      const written = await writeReports(analysis, ['code.md', 'code.json']);
      const pure = await analyze(await openFiles(['a.jtl']));
      const missing = await analyzeFiles(['no.jtl']).catch((error) => error);
      console.log(JSON.stringify([
        analysis.kpis.overall.count, written, JSON.parse(readFileSync('code.json', 'utf8')).title, pure.run.startedAt,
        missing instanceof HeimrError && missing.code, parsers.length > 0, render(pure, 'markdown').startsWith('# '), typeof schema,
        healthyKinds.length, scoreRun(simulateRun({ kind: 'steady' }).truth, []).falseAlarms,
        render(pure, 'pdf', { typesetter: await loadTypesetter() }).length > 10_000,
      ]));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8' });
    expect(stderr.replace(/^.*ExperimentalWarning.*\n.*\n?/m, '')).toBe('');
    expect(JSON.parse(stdout)).toEqual([200, ['code.md', 'code.json'], 'from code', null, 'unreadable', true, true, 'object', 15, 0, true]);
  });

  test('its types are found', (context) => {
    if (why) context.skip(why);
    writeFileSync(
      join(folder, 'use.ts'),
      `import { analyze, type Analysis, type AnalyzeOptions, type Parser, type Reporter } from 'heimr';
       import { analyzeFiles, writeReports } from 'heimr/node';
       import { type RunTruth, simulateRun } from 'heimr/testing';
       export const truth: RunTruth = simulateRun({ kind: 'stall' }).truth;
       const options: AnalyzeOptions = { apdexT: 300 };
       export const count: Promise<number> = analyzeFiles(['a.jtl'], options).then((analysis: Analysis) => analysis.kpis.overall.count);
       export const units: [Parser[], Reporter[], typeof analyze, typeof writeReports] = [[], [], analyze, writeReports];
       // @ts-expect-error: an unknown option is refused
       analyzeFiles(['a.jtl'], { apdex: 300 });
      `,
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const flags = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--module', 'nodenext', 'use.ts'];
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags], { cwd: folder, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
