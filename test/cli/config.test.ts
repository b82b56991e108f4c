import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { joinChoices } from '../../src/cli/choices.js';
import { loadConfig } from '../../src/cli/config.js';
import { CONFIG_KEYS } from '../../src/cli/config-schema.js';
import { editDistance, nearest } from '../../src/cli/spelling.js';
import { newFile, newFolder } from '../input/files.js';

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
  ['title: x\nfailOn: p95 < 500\n', ':2:', 'later version', 'Take the key out'],
  ['title: x\nprometheus: http://x\n', ':2:', 'later version', 'Take the key out'],
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
  ['include:\n  - a\n  - 5\n', ':3: include.1: must be a text'],
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
  expect((await refusal(`title: ${'['.repeat(200_000)}`)).code).toBe('config');
  expect(Date.now() - start).toBeLessThan(5000);
});

test('what is no configuration is refused', async () => {
  expect((await refusal('x'.repeat(1024 * 1024 + 1))).message).toContain('larger than 1 MiB');
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
