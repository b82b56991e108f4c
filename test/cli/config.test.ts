import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { joinChoices } from '../../src/cli/choices.js';
import { loadConfig } from '../../src/cli/config.js';
import { CONFIG_KEYS } from '../../src/cli/config-schema.js';
import { editDistance, nearest } from '../../src/model/spelling.js';
import { newFile, newFolder } from '../input/files.js';
import { heimr, jtl } from './command.js';

const load = (text: string | Uint8Array) => loadConfig(newFile(text, 'heimr.yaml'));
const refusal = async (text: string | Uint8Array) =>
  (await load(text).then(
    () => null,
    (error: unknown) => error,
  )) as { code: string; message: string; hint: string };

test('every key is read', async () => {
  const folder = newFolder();
  const path = join(folder, 'heimr.yaml');
  writeFileSync(
    path,
    `title: Nightly run
tags: { build: 1234, stable: true, env: staging }
apdexT: 300
from: 2m
to: 2026-11-20T10:00:00Z
warmup: 90s
timezone: Europe/Berlin
include: ["GET *"]
exclude:
  - /health
outputs: [reports/, /tmp/a.md]
traceIdColumns: [X-Trace]
llm: none
`,
  );
  expect(await loadConfig(path)).toEqual({
    title: 'Nightly run',
    tags: [
      { name: 'build', value: '1234' },
      { name: 'stable', value: 'true' },
      { name: 'env', value: 'staging' },
    ],
    apdexT: 300,
    from: { after: 120_000 },
    to: { at: Date.UTC(2026, 10, 20, 10) },
    warmup: 90_000,
    timeZone: 'Europe/Berlin',
    include: ['GET *'],
    exclude: ['/health'],
    outputs: [`${folder}/reports/`, '/tmp/a.md'],
    traceIdColumns: ['X-Trace'],
    llm: { choice: 'none', named: true },
  });
});

test.each(['', '# nothing\n', '{}\n', '---\n'])('an empty file sets nothing: %j', async (text) => {
  expect(await load(text)).toEqual({});
});

test('without -c, a file that is not there is no error; with it, it is', async () => {
  await expect(loadConfig(join(newFolder(), 'heimr.yaml'))).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('does not exist'),
  });
  const before = process.cwd();
  expect(await loadConfig(undefined), `no heimr.yaml in ${before}`).toEqual({});
});

test.each([
  ['apdext: 300\n', ':1:', 'apdext', 'Did you mean apdexT?'],
  ['title: x\n\napdxeT: 300\n', ':3:', 'apdxeT', 'Did you mean apdexT?'],
  ['time_zone: UTC\n', ':1:', 'time_zone', 'Did you mean timezone?'],
  ['completely: wrong\n', ':1:', 'completely', 'Known keys: '],
  ['title: x\nbaseline: a.json\n', ':2:', 'later version', 'Take the key out'],
  ['title: x\nworkers: 4\n', ':2:', 'later version', 'Take the key out'],
  ['prometheus: { url: http://x, mach: y }\n', ':1:', 'mach', 'Did you mean match?'],
  ['__proto__: {}\n', ':1:', '__proto__', 'Known keys'],
])('an unknown key is named with its line: %j', async (text, line, key, hint) => {
  const error = await refusal(text);
  expect(error.code).toBe('config');
  expect(error.message).toContain(`heimr.yaml${line}`);
  expect(error.message).toContain(key);
  expect(error.hint).toContain(hint);
});

test.each([
  ['title: x\nwarmup: 30\n', ':2: warmup: "30" is no duration'],
  ['from: 2026-11-20T10:00:00\n', ':1: from: '],
  ['include: GET\n', ':1: include: must be a list'],
  ['include:\n  - a\n  - [5]\n', ':3: include.1: must be a text'],
  ['include:\n  - a\n  - ""\n', ':3: include.1: must not be empty'],
  ['tags: [a]\n', ':1: tags: must be a map'],
  ['tags:\n  a: 1\n  b: [x]\n', ':3: tags.b: must be a text, a number'],
  ['apdexT: [1]\n', ':1: apdexT: must be a text or a number'],
  ['apdexT: -5\n', ':1: apdexT: '],
  ['llm: openai\n', ':1: llm: '],
  ['title:\n', ':1: title: must be a text'],
  ['- a\n', ': the file: must be a map'],
  ['just text\n', ': the file: must be a map'],
  ['title: a\ntitle: b\n', ':2:1: this is no valid YAML'],
  ['title: [a\n', 'this is no valid YAML'],
  ['a: 1\n---\nb: 2\n', 'this is no valid YAML'],
  ['tags:\n  a: 1\n  b: 2\n  "a": 3\n', ':4:3: this is no valid YAML: Map keys must be unique'],
  ['tags:\n  a: 1\n  "": 2\n', ':3: tags.: the name of a tag is empty'],
  ['tags:\n  " ": 2\n', 'the name of a tag is empty'],
  ['title: *a\n', ':1:8: this is no valid YAML: *a is used'],
  ['tags:\n  [a]: 1\n', ':2:3: this is no valid YAML: A key must be a text'],
  ['? title\n: x\n', 'a key marked with "?"'],
  ['constructor: x\n', ':1: constructor is no key'],
])('a wrong value is named with its line: %j', async (text, message) => {
  const error = await refusal(text);
  expect(error.code).toBe('config');
  expect(error.message).toContain(message);
});

test('a YAML bomb costs nothing', async () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
  ].join('\n');
  const start = Date.now();
  expect((await refusal(bomb)).code).toBe('config');
  expect(Date.now() - start).toBeLessThan(5000);
});

test('texts stay as they are written', async () => {
  const text =
    'title: 1.10\ntags:\n  a: 007\n  b: 12e5\n  c: 12345678901234567890\n  d: "0x1F"\n  e: ~\n  f: 1_000\n  __proto__: 2.0\n  constructor: y\n';
  expect(await load(text)).toEqual({
    title: '1.10',
    tags: [
      { name: 'a', value: '007' },
      { name: 'b', value: '12e5' },
      { name: 'c', value: '12345678901234567890' },
      { name: 'd', value: '0x1F' },
      { name: 'e', value: '~' },
      { name: 'f', value: '1_000' },
      { name: '__proto__', value: '2.0' },
      { name: 'constructor', value: 'y' },
    ],
  });
});

test('an anchor may be used again, not without end', async () => {
  expect(await load('title: &t Run "?" [\ntags: { a: *t, b: x }\n')).toEqual({
    title: 'Run "?" [',
    tags: [
      { name: 'a', value: 'Run "?" [' },
      { name: 'b', value: 'x' },
    ],
  });
  expect((await refusal('include: &a [*a]\n')).message).toContain('grow without bound');
});

const LIMIT = 64 * 1024;

test.each([
  [
    'keys',
    Array.from({ length: 20_000 }, (_, i) => `k${i.toString(36)}:`)
      .join('\n')
      .slice(0, LIMIT - 5)
      .replace(/\n.*$/, '\n'),
    'is no key',
  ],
  ['tags', `tags: {${Array.from({ length: 8000 }, (_, i) => `${i.toString(36)}: a`).join(',')}}`, null],
  ['open lists', '['.repeat(LIMIT), 'nested too deep'],
  ['closed lists', '['.repeat(LIMIT / 2) + ']'.repeat(LIMIT / 2), 'nested too deep'],
  ['open maps', '{a: '.repeat(LIMIT / 4), 'nested too deep'],
  ['lists in a line', '- '.repeat(LIMIT / 2), 'nested too deep'],
  ['maps in maps', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), 'nested too deep'],
  ['marked keys', '? '.repeat(LIMIT / 2), 'marked with "?"'],
  ['marked keys in lists', '- ? '.repeat(LIMIT / 4), 'marked with "?"'],
  ['closing brackets', ']'.repeat(LIMIT), 'no valid YAML'],
  ['anchors', `include:\n${Array.from({ length: 4000 }, (_, i) => `- &a${i} x\n`).join('')}${'- *a3999\n'.repeat(50)}`, null],
])('the worst file is judged at once: %s', { timeout: 20_000 }, async (_name, text, message) => {
  expect(text.length).toBeLessThanOrEqual(LIMIT);
  const path = newFile(text, 'heimr.yaml');
  const start = process.cpuUsage();
  const result = await loadConfig(path).then(
    () => null,
    (error: Error) => error.message,
  );
  const { user } = process.cpuUsage(start);
  if (message === null) expect(result).toBeNull();
  else expect(result).toContain(message);
  expect(result ?? '').not.toContain('call stack');
  expect(user / 1e6).toBeLessThan(3);
});

test('what is no regular file is refused before it is read', { timeout: 20_000 }, async () => {
  const cwd = newFolder();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  symlinkSync('/dev/zero', join(cwd, 'zero'));
  symlinkSync('loop', join(cwd, 'loop'));
  mkdirSync(join(cwd, 'folder'));
  for (const [name, what] of [
    ['pipe', 'it is a named pipe'],
    ['zero', 'it is a device'],
    ['folder', 'it is a folder'],
    ['loop', 'leads to itself'],
  ] as const) {
    const found = newFolder();
    symlinkSync(join(cwd, name), join(found, 'heimr.yaml'));
    for (const [args, folder] of [
      [['-c', name], cwd],
      [[], found],
    ] as const) {
      const { code, stderr } = await heimr(['analyze', 'no.jtl', ...args], { cwd: folder });
      expect(stderr).toContain(what);
      expect(code).toBe(2);
    }
  }
});

test('a file found by itself may not write outside its folder', { timeout: 20_000 }, async () => {
  const outside = newFolder();
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  symlinkSync(outside, join(cwd, 'link'));
  for (const output of [join(outside, 'r.md'), `../${basename(outside)}/r.md`, 'x/../../r.md', '../', 'link/r.md', 'link/']) {
    writeFileSync(join(cwd, 'heimr.yaml'), `outputs: [${output}]\n`);
    const { code, stdout, stderr } = await heimr(['analyze', 'a.jtl'], { cwd });
    expect(stderr, output).toMatch(
      /^heimr: heimr\.yaml was found by itself, so it may not write outside its folder: .*\n.*-c heimr\.yaml\n/,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
  expect(readdirSync(outside)).toEqual([]);
  writeFileSync(join(cwd, 'heimr.yaml'), `outputs: [${join(outside, 'r.md')}]\n`);
  expect((await heimr(['analyze', 'a.jtl', '-c', 'heimr.yaml'], { cwd })).code).toBe(0);
  expect(readdirSync(outside)).toEqual(['r-charts', 'r.md']);
  writeFileSync(join(cwd, 'heimr.yaml'), 'outputs: [..r.md, new/]\n');
  expect((await heimr(['analyze', 'a.jtl'], { cwd })).code).toBe(0);
  expect(readdirSync(cwd)).toContain('..r.md');
});

test('what is no configuration is refused', async () => {
  expect(await load(`#${'x'.repeat(LIMIT - 1)}`)).toEqual({});
  expect((await refusal(`#${'x'.repeat(LIMIT)}`)).message).toContain('larger than 64 KiB');
  expect((await refusal(Uint8Array.of(0x74, 0xff, 0xfe))).message).toContain('not UTF-8');
  const folder = newFolder();
  mkdirSync(join(folder, 'heimr.yaml'));
  await expect(loadConfig(join(folder, 'heimr.yaml'))).rejects.toMatchObject({ message: expect.stringContaining('is a folder') });
});

test('flags win; tags are joined by name', () => {
  const config = {
    title: 'file',
    apdexT: 300,
    include: ['a'],
    tags: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
  };
  expect(joinChoices(config, { title: 'flag', include: ['x'], tags: [{ name: 'b', value: '3' }] })).toEqual({
    title: 'flag',
    apdexT: 300,
    include: ['x'],
    tags: [
      { name: 'a', value: '1' },
      { name: 'b', value: '3' },
    ],
  });
});

test('an empty window is refused', () => {
  expect(() => joinChoices({ from: { after: 5 } }, { to: { after: 5 } })).toThrow('window is empty');
  expect(() => joinChoices({}, { from: { at: 6 }, to: { at: 5 } })).toThrow('window is empty');
  expect(joinChoices({}, { from: { at: 6 }, to: { after: 5 } })).toEqual({ from: { at: 6 }, to: { after: 5 } });
});

test('words that are near are found, others are not', () => {
  expect(editDistance('apdexT', 'apdxeT')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(nearest('inlcude', CONFIG_KEYS)).toBe('include');
  expect(nearest('tag', CONFIG_KEYS)).toBe('tags');
  expect(nearest('zzz', CONFIG_KEYS)).toBeUndefined();
});
