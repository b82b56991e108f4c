import { describe, expect, test } from 'vitest';
import { modelRequest } from '../../src/cli/model-request.js';
import { isLoopback, parseModelChoice, refusal } from '../../src/llm/catalog.js';

describe('how a model is named', () => {
  test.each([
    ['none', null],
    ['ollama', { provider: 'ollama', model: 'qwen3:8b' }],
    ['ollama:llama3.1:8b', { provider: 'ollama', model: 'llama3.1:8b' }],
    ['openai:gpt-5-mini', { provider: 'openai', model: 'gpt-5-mini' }],
    ['anthropic:claude-sonnet-4-6', { provider: 'anthropic', model: 'claude-sonnet-4-6' }],
  ])('%s', (text, choice) => expect(parseModelChoice(text)).toEqual(choice));

  test.each(['', 'llama', 'openai', 'openai:', 'ollama:', 'anthropic: x', 'openai:a b', 'OLLAMA', 'gemini:x', 'ollama:../x y'])(
    'refused: %j',
    (text) => expect(() => parseModelChoice(text)).toThrow(),
  );
});

test.each([
  ['http://localhost:11434', true],
  ['http://127.0.0.1', true],
  ['http://127.8.9.1:1', true],
  ['http://[::1]:11434', true],
  ['http://10.0.0.1', false],
  ['http://0.0.0.0', false],
  ['http://localhost.evil.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['http://evil.example/localhost', false],
  ['https://api.openai.com/v1', false],
])('%s is this machine: %s', (base, local) => expect(isLoopback(base)).toBe(local));

const LOCAL = 'http://127.0.0.1:11434';
const AWAY = 'https://models.example';

test.each([
  ['a local model', 'ollama:m', LOCAL, 'flag', 'default', true],
  ['a local model of a found file', 'ollama:m', LOCAL, 'found-config', 'default', true],
  ['a cloud provider on the command line', 'openai:m', AWAY, 'flag', 'default', true],
  ['a cloud provider in a named file', 'anthropic:m', AWAY, 'trusted-config', 'default', true],
  ['a compatible server on this machine, found file', 'openai:m', LOCAL, 'found-config', 'found-config', true],
  ['a cloud provider in a found file', 'openai:m', AWAY, 'found-config', 'default', false],
  ['an address of a found file, provider on the command line', 'openai:m', AWAY, 'flag', 'found-config', false],
  ['Ollama on another machine by the environment', 'ollama:m', 'http://10.0.0.9:11434', 'flag', 'environment', false],
  ['a cloud model of Ollama', 'ollama:gpt-oss:120b-cloud', LOCAL, 'flag', 'default', false],
  ['a cloud model of Ollama, other spelling', 'ollama:kimi:cloud', LOCAL, 'found-config', 'default', false],
  ['a cloud model of Ollama in a named file', 'ollama:kimi:cloud', LOCAL, 'trusted-config', 'default', true],
] as const)('%s', (_, choice, base, choiceFrom, baseFrom, allowed) => {
  const parsed = parseModelChoice(choice);
  expect(parsed !== null && refusal(parsed, base, { choiceFrom, baseFrom }) === null).toBe(allowed);
});

describe('flags, file and environment together', () => {
  const keys = { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' };
  const found = (text: string, base?: string) => ({
    choice: parseModelChoice(text) ?? ('none' as const),
    named: false,
    ...(base === undefined ? {} : { base }),
  });

  test('a key in the environment selects nothing', () => expect(modelRequest({}, undefined, keys)).toBeNull());
  test('a found file that names a cloud provider: said in one line, not done', () =>
    expect(modelRequest({}, found('openai:m'), keys)).toHaveProperty('refused'));
  test('--trust-config lets it', () =>
    expect(modelRequest({ trustConfig: true }, found('openai:m'), keys)).toMatchObject({
      options: { provider: 'openai', mayLeave: true },
    }));
  test('--llm none wins over the file', () => expect(modelRequest({ llm: 'none' }, found('ollama:m'), {})).toBeNull());
  test('a local model may not run elsewhere', () =>
    expect(modelRequest({ llm: parseModelChoice('ollama:m') ?? 'none' }, undefined, {})).toMatchObject({ options: { mayLeave: false } }));
  test('an address of a found file gets no key', () =>
    expect(modelRequest({}, found('openai:m', 'http://127.0.0.1:8080/v1'), keys)).toMatchObject({
      options: { key: null, mayLeave: false },
    }));
  test('OLLAMA_HOST elsewhere is refused on the command line', () =>
    expect(() => modelRequest({ llm: parseModelChoice('ollama:m') ?? 'none' }, undefined, { OLLAMA_HOST: '10.1.1.1' })).toThrow(
      /nothing may be sent there/,
    ));
  test('0.0.0.0 is where Ollama listens, and this machine', () =>
    expect(modelRequest({ llm: parseModelChoice('ollama:m') ?? 'none' }, undefined, { OLLAMA_HOST: '0.0.0.0' })).toMatchObject({
      options: { base: 'http://127.0.0.1:11434' },
    }));
});
