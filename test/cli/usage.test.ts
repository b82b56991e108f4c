import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VERSION } from '../../src/version.js';
import { newFile, newFolder } from '../input/files.js';
import { heimr, jtl, ROOT } from './command.js';

test('the version is that of the package', async () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(VERSION).toBe(manifest.version);
  expect(await heimr(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
});

test('without arguments it teaches', async () => {
  const bare = await heimr([]);
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  for (const word of ['Examples:', 'Exit codes:', 'analyze', 'samples', 'list']) expect(bare.stdout).toContain(word);
  expect((await heimr(['--help'])).stdout).toBe(bare.stdout);
  expect((await heimr(['help'])).stdout).toBe(bare.stdout);
});

test('help fits 80 columns and holds no control characters', async () => {
  for (const args of [[], ['analyze', '--help'], ['samples', '--help'], ['list', '--help'], ['help', 'analyze']]) {
    const { code, stdout } = await heimr(args);
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  }
});

test('help lists every flag', async () => {
  const { stdout } = await heimr(['analyze', '--help']);
  const flags =
    '--output --from --to --warmup --merge --timezone --include --exclude --apdex-t --title --tag --llm --config --strict --no-color --quiet --verbose';
  for (const flag of flags.split(' ')) expect(stdout).toContain(flag);
});

test.each([
  ['a flag that does not exist', ['analyze', 'a.jtl', '--tilte', 'x'], "Unknown option '--tilte'", '--title'],
  ['a command that does not exist', ['analize', 'a.jtl'], "Unknown command 'analize'", 'analyze'],
  ['a file without a command', ['results.jtl'], 'results.jtl is no command', 'heimr analyze results.jtl'],
  ['no file', ['analyze'], 'Missing required argument', 'heimr analyze --help'],
  ['no file', ['samples'], 'Missing required argument', 'heimr samples --help'],
  ['a flag without its value', ['analyze', 'a.jtl', '--title'], 'argument missing', 'heimr analyze --help'],
  ['a flag that would swallow the next one', ['analyze', '--title', '--fail-on', 'x', 'a.jtl'], '--title needs a value', '--title'],
  ['an unknown catalog', ['list', 'things'], 'things', 'list --help'],
  ['too many arguments', ['list', 'parsers', 'more'], 'Too many arguments', 'list --help'],
  ['a bare duration', ['analyze', 'a.jtl', '--warmup', '30'], '--warmup: "30" is no duration', '30s'],
  ['a time without zone', ['analyze', 'a.jtl', '--from', '2026-11-20T10:00:00'], '--from: ', '2026-11-20T10:00:00Z'],
  ['seconds since 1970', ['analyze', 'a.jtl', '--to', '1763632800'], '--to: ', 'milliseconds'],
  ['an empty window', ['analyze', 'a.jtl', '--from', '2m', '--to', '1m'], 'The window is empty', 'Swap'],
  ['an unknown zone', ['analyze', 'a.jtl', '--timezone', 'Mars'], '--timezone: "Mars"', 'Europe/Berlin'],
  ['an Apdex target of 0', ['analyze', 'a.jtl', '--apdex-t', '0'], '--apdex-t: ', '500'],
  ['a tag without a name', ['analyze', 'a.jtl', '--tag', '=x'], '--tag: ', 'build=1234'],
  ['a tag of which the name is blank', ['analyze', 'a.jtl', '--tag', ' =x'], '--tag: ', 'build=1234'],
  ['a provider that is none', ['analyze', 'a.jtl', '--llm', 'llama'], 'there is no such provider', 'ollama:MODEL'],
  ['standard input twice', ['analyze', '-', '-'], 'more than once', 'once'],
])('%s is a usage error: %j', async (_name, args, message, hint) => {
  const { code, stdout, stderr } = await heimr(args);
  expect(stderr).toContain(message);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^heimr: /);
  expect(lines[1]).toMatch(/^ {2}To do: /);
  expect(lines[1]).toContain(hint);
  expect(lines[2]).toMatch(/^ {2}Exit code 2: /);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test.each([
  '--baseline',
  '--prometheus',
  '--prometheus-match',
  '--loki',
  '--loki-selector',
  '--tempo',
  '--tempo-filter',
  '--clock-offset',
  '--capture',
  '--replay',
])('%s is refused, never ignored', async (flag) => {
  const file = newFile(jtl());
  for (const args of [
    ['analyze', file, flag, 'x'],
    ['analyze', flag, 'x', file],
    ['analyze', `${flag}=x`, file],
    ['analyze', file, flag],
  ]) {
    const { code, stdout, stderr } = await heimr(args);
    expect(stderr).toContain(`heimr: ${flag} is not in this version`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
});

test.each(['compare', 'doctor', 'init', 'grafana', 'mcp'])('heimr %s is refused by name', async (command) => {
  const { code, stderr } = await heimr([command, 'a']);
  expect(stderr).toContain(`heimr ${command} is not in this version`);
  expect(code).toBe(2);
});

test('list shows the catalogs, also empty ones', async () => {
  expect((await heimr(['list', 'parsers'])).stdout).toMatch(/^jmeter-csv /m);
  const { stdout } = await heimr(['list', 'reporters']);
  for (const id of ['terminal', 'markdown', 'json']) expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
  expect(stdout).toContain('.md');
  for (const catalog of ['detectors', 'diagnoses']) {
    expect(await heimr(['list', catalog])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\S/) });
  }
});

test('--verbose adds where it happened', async () => {
  const missing = join(newFolder(), 'no.jtl');
  const { stderr } = await heimr(['analyze', missing, '--verbose']);
  expect(stderr.split('\n').length).toBeGreaterThan(5);
  expect(stderr).toContain('HeimrError');
  expect(stderr).toContain('ENOENT');
});
