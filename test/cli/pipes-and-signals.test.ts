import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../input/files.js';
import { ended, jtl, shell, start } from './command.js';

function folderWithResults(rows: number): string {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl(rows));
  return cwd;
}

test.each(['analyze', 'samples'])('%s ends quietly when nobody reads on', async (command) => {
  const { code, stdout, stderr } = await shell(
    `$HEIMR ${command} a.jtl --quiet | head -1; echo "codes \${PIPESTATUS[*]}"`,
    folderWithResults(100_000),
  );
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(stdout).toContain('codes 0 0');
  expect(code).toBe(0);
});

test('reports are written even if nobody reads the summary', async () => {
  const cwd = folderWithResults(1000);
  expect(await shell('$HEIMR analyze a.jtl -o r.md | true; echo "${PIPESTATUS[*]}"', cwd)).toMatchObject({ stdout: '0 0\n', stderr: '' });
  expect(existsSync(join(cwd, 'r.md'))).toBe(true);
});

test('closed standard error is no reason to fail', async () => {
  expect(await shell('$HEIMR analyze a.jtl 2>&- | tail -1', folderWithResults(100))).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('report.md'),
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of reading is exit %i, at once, and leaves nothing', async (signal, code) => {
  const cwd = newFolder();
  const child = start(['samples', '-', '-o', 's.csv'], { cwd });
  const end = ended(child);
  child.stdin?.on('error', () => {});
  child.stdin?.write(jtl(50_000));
  // The file in work shows that reading has begun; more is never sent.
  for (let tries = 0; readdirSync(cwd).length === 0 && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(readdirSync(cwd)).toHaveLength(1);
  const killed = Date.now();
  child.kill(signal);
  expect(await end).toMatchObject({ code, signal: null, stdout: '', stderr: '' });
  expect(Date.now() - killed).toBeLessThan(3000);
  expect(readdirSync(cwd)).toEqual([]);
});

test('Ctrl-C while analysing a pipe that says nothing is exit 130', async () => {
  const cwd = newFolder();
  const { code, stdout } = await shell(
    `mkfifo pipe; (exec 9> pipe; echo timeStamp >&9; sleep 20) & writer=$!
     $HEIMR analyze pipe -o r.md & heimr=$!
     sleep 1; kill -INT $heimr; wait $heimr; echo "code $?"; kill $writer`,
    cwd,
  );
  expect(stdout).toContain('code 130');
  expect(code).toBe(0);
  expect(readdirSync(cwd)).toEqual(['pipe']);
}, 20_000);

test('a file killed outright leaves no report under its name', async () => {
  const cwd = newFolder();
  const child = start(['samples', '-', '-o', 's.csv'], { cwd });
  const end = ended(child);
  child.stdin?.on('error', () => {});
  child.stdin?.write(jtl(50_000));
  for (let tries = 0; readdirSync(cwd).length === 0 && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 25));
  child.kill('SIGKILL');
  expect(await end).toMatchObject({ signal: 'SIGKILL' });
  expect(existsSync(join(cwd, 's.csv'))).toBe(false);
});
