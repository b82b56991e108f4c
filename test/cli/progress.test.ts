import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProgressLine } from '../../src/cli/progress.js';
import type { OpenedFile } from '../../src/input/open-files.js';
import { newFolder } from '../input/files.js';
import { jtl, shell } from './command.js';

const file = (size: number | null, consumed: () => number) => ({ name: 'a.jtl', size, consumed }) as OpenedFile;

function painter(files: OpenedFile[], width = 80) {
  let now = 0;
  const painted: string[] = [];
  const line = new ProgressLine(
    files,
    { width, color: false, live: true },
    (text) => painted.push(text),
    () => now,
  );
  const at = (ms: number, bytes: number, rows: number, index = 0) => {
    now = ms;
    line.update({ file: 'a.jtl', index, bytes, rows });
  };
  return { painted, at, line };
}

test('it says how far, how fast and how long', () => {
  let consumed = 0;
  const { painted, at } = painter([file(200e6, () => consumed)]);
  consumed = 50e6;
  at(1000, 50e6, 400_000);
  expect(painted).toEqual(['\ra.jtl: 50 MB of 200 MB (25 %), 400,000 rows, 50 MB/s, 3 s left\u001b[K']);
});

test('a compressed file goes by its bytes on disk, its speed by what they inflate to', () => {
  const { painted, at } = painter([file(20e6, () => 5e6)]);
  at(1000, 100e6, 10);
  expect(painted[0]).toContain('5.0 MB of 20 MB (25 %), 10 rows, 100 MB/s, 3 s left');
});

test('of a pipe there is no total', () => {
  const { painted, at } = painter([file(null, () => 5e6)]);
  at(1000, 5e6, 10);
  expect(painted[0]).toContain('a.jtl: 5.0 MB, 10 rows, 5 MB/s');
  expect(painted[0]).not.toContain('left');
});

test('it is painted at most ten times a second, and not in the first moment', () => {
  const { painted, at } = painter([file(1000, () => 500)]);
  for (let ms = 0; ms < 2000; ms++) at(ms, ms, ms);
  expect(painted.length).toBeGreaterThan(10);
  expect(painted.length).toBeLessThanOrEqual(20);
  const quick = painter([file(1000, () => 500)]);
  quick.at(50, 1000, 10);
  quick.line.clear();
  expect(quick.painted).toEqual([]);
});

test('it stays on one line, and is taken away at the end', () => {
  const { painted, at, line } = painter([file(200e6, () => 1)], 40);
  at(1000, 5, 10);
  line.clear();
  expect(painted[0]!.replace('\r', '').replace('\u001b[K', '').length).toBeLessThan(40);
  expect(painted.at(-1)).toBe('\r\u001b[K');
});

const hasScript = spawnSync('script', ['--version']).status === 0;

/** Runs on a terminal of its own, made by script(1). */
async function onTerminal(command: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await shell(`script -qec 'stty cols 100; ${command}' /dev/null`, cwd, { TERM: 'xterm', ...env });
  return stdout;
}

test.skipIf(!hasScript)('on a terminal there is progress, then a summary in colour (skipped without script)', async () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl(3000));
  const slow = '(cat a.jtl; sleep 0.4; tail -n +2 a.jtl) | $HEIMR analyze -';
  const shown = await onTerminal(slow, cwd);
  expect(shown).toMatch(/\rstdin: 0\.\d MB, [\d,]+ rows, .*MB\/s\u001b\[K/);
  expect(shown).toContain('\r\u001b[K');
  expect(shown.slice(shown.lastIndexOf('\u001b[K'))).toContain('GET /a');
  expect(shown).toMatch(/\u001b\[\d+m/);
  for (const [flag, env] of [
    ['--no-color', {}],
    ['', { NO_COLOR: '1' }],
    ['', { TERM: 'dumb' }],
  ] as const) {
    expect(await onTerminal(`$HEIMR analyze a.jtl ${flag}`, cwd, env)).not.toMatch(/\u001b\[\d+m/);
  }
  expect(await onTerminal(`${slow} --quiet`, cwd)).not.toContain('MB/s');
  expect(await onTerminal(slow, cwd, { TERM: 'dumb' })).not.toContain('\u001b');
});
