import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { BACKEND_KEYS } from '../../src/cli/config-backends.js';
import { CONFIG_KEYS, parseConfig } from '../../src/cli/config-schema.js';
import { EXIT_MEANINGS } from '../../src/cli/exit-codes.js';
import { commandLine } from '../../src/cli/flags.js';
import { SAMPLE_COLUMNS } from '../../src/cli/sample-rows.js';
import { blocksOf, codeIn, tableOf, textOf } from './markdown.js';

const PAGE = 'docs/guides/command-line.md';
const none = async () => {};
const commands = commandLine('0', {
  analyze: none,
  report: none,
  explain: none,
  samples: none,
  doctor: none,
  list: none,
  explainKind: none,
}).commands as Command[];

describe('the page of the command line', () => {
  it('has a section for each command', () => {
    expect(commands.map((command) => command.name()).filter((name) => !textOf(PAGE).includes(`\n## heimr ${name}\n`))).toEqual([]);
  });

  it.each(commands.map((command) => [command.name(), command] as const))(
    'has every flag of %s, in its order, and no other',
    (name, command) => {
      const documented = tableOf(PAGE, name).map(([flag = '']) => codeIn(flag)[0]);
      expect(documented).toEqual(command.options.map((option) => option.flags));
    },
  );

  it('has every exit code with its meaning', () => {
    expect(tableOf(PAGE, 'exit codes')).toEqual(EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning]));
  });

  it('has every column of samples, in its order', () => {
    expect(tableOf(PAGE, 'columns').map(([column = '']) => codeIn(column)[0])).toEqual([...SAMPLE_COLUMNS]);
  });

  it('agrees with the README on the exit codes that occur', () => {
    const sentence = /^Exit codes: [\s\S]*?\n\n/m.exec(textOf('README.md'))?.[0].replace(/\s+/g, ' ') ?? '';
    const codes = [...sentence.matchAll(/\*\*(\d+)\*\* ([^·.]*?)(?= ·|\.)/g)].map(([, code, meaning]) => [Number(code), meaning]);
    expect(codes.map(([code]) => code)).toEqual([0, 1, 2, 3, 4, 5, 70, 130]);
    for (const [code, meaning] of codes) expect(EXIT_MEANINGS.find(([known]) => known === code)?.[1]).toContain(meaning);
  });
});

describe('the page of backends', () => {
  const PAGE_OF_BACKENDS = 'docs/guides/observability.md';

  it('shows a file that is accepted, with every key', () => {
    const [yaml = ''] = blocksOf(PAGE_OF_BACKENDS, 'yaml');
    const { backends } = parseConfig(yaml, 'heimr.yaml');
    expect(Object.keys(backends ?? {}).sort()).toEqual(Object.keys(BACKEND_KEYS).sort());
    const keys = Object.values(BACKEND_KEYS).flat();
    expect(keys.filter((key) => !new RegExp(`\\b${key}:`).test(yaml))).toEqual([]);
  });

  it('tells every key', () => {
    const told = tableOf(PAGE_OF_BACKENDS, 'backend keys').flatMap(([key = '']) => codeIn(key));
    expect(told.sort()).toEqual([...new Set<string>(Object.values(BACKEND_KEYS).flat())].sort());
  });
});

describe('the page of the configuration', () => {
  it('has every key, in its order, and no other', () => {
    expect(tableOf('docs/guides/configuration.md', 'keys').map(([key = '']) => codeIn(key)[0])).toEqual(CONFIG_KEYS);
  });

  it('shows a file that is accepted and has every key', () => {
    const [yaml = ''] = blocksOf('docs/guides/configuration.md', 'yaml');
    expect(() => parseConfig(yaml, 'heimr.yaml')).not.toThrow();
    expect(CONFIG_KEYS.filter((key) => !new RegExp(`^${key}:`, 'm').test(yaml))).toEqual([]);
  });
});
