import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../input/files.js';
import { heimr, jtl } from './command.js';

/** Flags of Node under which modules whose name matches cannot be found, as where they are not installed. */
function without(pattern: string): string[] {
  const hook = `export async function resolve(name, context, next) {
    if (/${pattern}/.test(name)) throw Object.assign(new Error('Cannot find package ' + name), { code: 'ERR_MODULE_NOT_FOUND' });
    return next(name, context);
  }`;
  const url = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
  return ['--import', url(`import { register } from 'node:module'; register(${JSON.stringify(url(hook))});`)];
}

function folderWithRun(): string {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  return cwd;
}

const head = (path: string): string => readFileSync(path).subarray(0, 5).toString('latin1');

test('-o report.pdf writes a PDF', async () => {
  const cwd = folderWithRun();
  const { code, stdout, stderr } = await heimr(['analyze', 'a.jtl', '-o', 'report.pdf'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Written: report.pdf');
  expect(head(join(cwd, 'report.pdf'))).toBe('%PDF-');
});

test('without the compiler, -o report.pdf ends with 2 and says what to do, after all other reports are written', async () => {
  const cwd = folderWithRun();
  const ended = await heimr(['analyze', 'a.jtl', '-o', 'report.pdf', '-o', 'report.md', '-o', 'a.json'], {
    cwd,
    nodeFlags: without('typst'),
  });
  expect(ended.code).toBe(2);
  expect(ended.stdout).toMatch(/Written: report\.md\n\s+a\.json\n\s+report-charts\/ \(\d charts\)\n$/);
  expect(ended.stderr).toMatch(/^heimr: report\.pdf: No PDF can be made here: the Typst compiler is not installed/);
  expect(ended.stderr).toContain('npm install @myriaddreamin/typst-ts-node-compiler');
  expect(ended.stderr).toContain('Exit code 2');
  expect(existsSync(join(cwd, 'report.md'))).toBe(true);
  expect(existsSync(join(cwd, 'a.json'))).toBe(true);
  expect(existsSync(join(cwd, 'report.pdf'))).toBe(false);
});

test('without the compiler, a folder gets the other reports, with a warning', async () => {
  const cwd = folderWithRun();
  const { code, stderr } = await heimr(['analyze', 'a.jtl', '-o', 'out/'], { cwd, nodeFlags: without('typst') });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: out\/report\.pdf: No PDF can be made here/);
  expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['analysis.json', 'report-charts', 'report.md']);
});

test('a missing PDF outweighs a gate that failed', async () => {
  const cwd = folderWithRun();
  const args = ['analyze', 'a.jtl', '--fail-on', 'p95 > 1ms', '-o'];
  expect(await heimr([...args, 'r.md'], { cwd })).toMatchObject({ code: 1 });
  expect(await heimr([...args, 'r.pdf'], { cwd, nodeFlags: without('typst') })).toMatchObject({ code: 2 });
});

test('whoever wants no PDF loads nothing of it', async () => {
  const cwd = folderWithRun();
  for (const args of [['--version'], ['--help'], ['list', 'reporters'], ['analyze', 'a.jtl', '-o', 'r.md', '-o', 'r.json']]) {
    expect(await heimr(args, { cwd, nodeFlags: without('typst|typesetter') })).toMatchObject({ code: 0 });
  }
});
