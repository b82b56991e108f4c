import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFolder } from '../input/files.js';
import { FakeProvider, STREAMS } from '../llm/fake-provider.js';
import { withCause } from '../llm/found-run.js';
import { heimr } from './command.js';

const ANSWER = JSON.stringify({
  assessment: '',
  outcome: 'explained',
  causes: [{ cause: 'C1', evidence: ['E1'], chain: [] }],
  claims: [
    { part: 'happened', text: 'Answers of "POST /checkout" took {{F1.p50_during}} instead of {{F1.p50_before}}.', evidence: ['F1'] },
    { part: 'cause', text: 'All 8 connections of the pool "orders" to postgresql were in use.', evidence: ['C1', 'E1'] },
  ],
});

let fake: FakeProvider;
let cwd: string;
beforeAll(async () => {
  fake = await FakeProvider.start(({ path }) => ({ pieces: path === '/api/show' ? ['{"capabilities":[]}'] : STREAMS.ollama(ANSWER) }));
  cwd = mkdtempSync(join(tmpdir(), 'heimr-explain-'));
  writeFileSync(join(cwd, 'analysis.json'), JSON.stringify(withCause()));
});
afterAll(async () => {
  await fake.stop();
  rmSync(cwd, { recursive: true });
});
const env = () => ({ OLLAMA_HOST: fake.base });

test('without a model: plain words, whole', async () => {
  const { code, stdout } = await heimr(['explain', 'analysis.json'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('Very likely the cause is: a connection pool ran out in "orders"');
  expect(stdout).toContain('What to do:');
});

test('a dry run sends nothing and ends with the exact body', async () => {
  const before = fake.got.length;
  const { code, stdout } = await heimr(['explain', 'analysis.json', '--llm', 'ollama:m', '--dry-run'], { cwd, env: env() });
  expect(code).toBe(0);
  expect(fake.got.length).toBe(before);
  expect(stdout).toMatch(/^Nothing was sent\. This would be:\nhost {4}http:\/\/127\.0\.0\.1/);
  expect(JSON.parse(stdout.slice(stdout.indexOf('body:\n') + 6))).toMatchObject({ model: 'm', stream: true });
});

test('asked, kept, replayed with nobody there: the same words', async () => {
  const asked = await heimr(['explain', 'analysis.json', '--llm', 'ollama:m', '--audit', 'audit.json', '-o', 'told.md'], {
    cwd,
    env: env(),
  });
  expect(asked.stderr).toBe('');
  expect(asked.stdout).toContain('Answers of "POST /checkout" took 2,412 ms instead of 131 ms.');
  expect(asked.stdout).toContain('Worded by ollama, model m;');
  expect(readFileSync(join(cwd, 'told.md'), 'utf8')).toContain('Worded by ollama, model m');
  const replayed = await heimr(['explain', 'analysis.json', '--replay', 'audit.json'], { cwd, env: { OLLAMA_HOST: '127.0.0.1:9' } });
  expect(replayed.stdout).toBe(asked.stdout.slice(0, asked.stdout.indexOf('\nWritten:')));
});

test('a model that is not there: plain words, a warning, exit 0', async () => {
  const { code, stdout, stderr } = await heimr(['explain', 'analysis.json', '--llm', 'ollama:m'], {
    cwd,
    env: { OLLAMA_HOST: '127.0.0.1:9' },
  });
  expect(code).toBe(0);
  expect(stdout).toContain('connection pool ran out');
  expect(stderr).toMatch(/^warning: ollama, model m, was asked and did not help: .*cannot be reached/);
});

test('a cloud model in a file that only lies there: a line, and no request', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'analysis.json'), JSON.stringify(withCause()));
  writeFileSync(join(folder, 'heimr.yaml'), 'llm: openai:gpt-5-mini\n');
  const { code, stderr } = await heimr(['explain', 'analysis.json'], { cwd: folder, env: { OPENAI_API_KEY: 'k' } });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^note: heimr\.yaml was found by itself, so it may not send data to openai/);
});

test.each([
  ['a cloud model of Ollama', ['--llm', 'ollama:kimi:cloud'], 2, "Ollama's cloud"],
  ['--audit without a model', ['--audit', 'a.json'], 2, 'none is named'],
  ['--dry-run without a model', ['--dry-run'], 2, 'none is named'],
  ['--replay beside --audit', ['--replay', 'x.json', '--audit', 'a.json'], 2, 'asks nobody'],
  ['a record that is none', ['--replay', 'analysis.json'], 3, 'is no record'],
  ['a folder without a prompt', ['--llm', 'ollama:m', '--prompt', '.'], 2, 'holds none of system.md'],
])('%s', async (_, flags, exit, words) => {
  const { code, stderr } = await heimr(['explain', 'analysis.json', ...flags], { cwd, env: env() });
  expect(stderr).toContain(words);
  expect(code).toBe(exit);
  expect(existsSync(join(cwd, 'a.json'))).toBe(false);
});

test('a prompt of one’s own is sent, and its name is kept', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'system.md'), 'You are a pirate. {{#causes}}Causes.{{/causes}}{{#healthy}}Well.{{/healthy}}');
  await heimr(['explain', 'analysis.json', '--llm', 'ollama:m', '--prompt', folder, '--audit', 'own.json'], { cwd, env: env() });
  expect(JSON.stringify(fake.got.at(-1)?.body)).toContain('You are a pirate. Causes.');
  expect(readFileSync(join(cwd, 'own.json'), 'utf8')).toContain('"prompt": "own@');
});
