import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newFolder } from '../input/files.js';
import { heimr, jtl } from './command.js';

/** A folder with results and what `analyze` made of them. */
async function analysed(): Promise<string> {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'a.jtl'), jtl());
  const { code } = await heimr(['analyze', 'a.jtl', '-o', 'first/', '-o', 'first.xml', '--fail-on', 'error_rate > 1%'], { cwd });
  expect(code).toBe(1);
  return cwd;
}

test('reports made later are those of the analysis, byte by byte, with exit 0 whatever the gate said', async () => {
  const cwd = await analysed();
  const { code, stdout, stderr } = await heimr(['report', 'first/analysis.json', '-o', 'later/', '-o', 'later.xml'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^FAILING: /);
  expect(stdout).toMatch(/Written: later\/report\.md\n[^]*later\/report-charts\/ \(\d charts\)\n$/);
  for (const name of ['report.md', 'report.pdf', 'analysis.json'])
    expect(readFileSync(join(cwd, 'later', name)).equals(readFileSync(join(cwd, 'first', name))), name).toBe(true);
  expect(readFileSync(join(cwd, 'later.xml'), 'utf8')).toBe(readFileSync(join(cwd, 'first.xml'), 'utf8'));
  expect(readdirSync(join(cwd, 'later', 'report-charts'))).toEqual(readdirSync(join(cwd, 'first', 'report-charts')));
});

test('standard input is read, and an analysis is never overwritten by a report of it', async () => {
  const cwd = await analysed();
  const input = readFileSync(join(cwd, 'first', 'analysis.json'));
  expect(await heimr(['report', '-', '-o', 'x.md', '--charts', 'none', '--quiet'], { cwd, stdin: input })).toMatchObject({
    code: 0,
    stdout: 'Written: x.md\n',
  });
  expect(readFileSync(join(cwd, 'x.md'), 'utf8')).not.toContain('](');
  const { code, stderr } = await heimr(['report', 'first/analysis.json', '-o', 'first/analysis.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('would overwrite an input file');
});

describe('what is no analysis is refused with exit 3, and nothing is written', () => {
  const bent = (change: (value: Record<string, unknown>) => void) => (text: string) => {
    const value = JSON.parse(text) as Record<string, unknown>;
    change(value);
    return JSON.stringify(value);
  };
  test.each([
    ['nothing', () => '', /is no JSON: it is empty/],
    ['half of one', (text: string) => text.slice(0, text.length / 2), /is no JSON/],
    ['a number', () => '5', /no schemaVersion/],
    ['null', () => 'null', /no schemaVersion/],
    ['a list', () => '[]', /no schemaVersion/],
    ['a k6 summary', () => '{"metrics":{}}', /no schemaVersion/],
    ['another version', bent((value) => (value.schemaVersion = '2.0\u001b[31m')), /schemaVersion 2\.0.*; this version of Heimr reads 1\.0/],
    ['a missing part', bent((value) => delete value.verdict), /must have required property 'verdict'/],
    ['a part too many', bent((value) => (value.extra = 1)), /must NOT have additional properties \(extra\)/],
    ['a wrong type', bent((value) => (value.title = 5)), /\/title must be string/],
    [
      'keys of prototypes',
      (text: string) => text.replace('{', '{"__proto__":{"polluted":1},'),
      /must NOT have additional properties \(__proto__\)/,
    ],
    [
      'very deep nesting',
      (text: string) => text.replace('{', `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},`),
      /is no JSON|additional properties \(x\)/,
    ],
  ] as const)('%s', async (_, make, message) => {
    const cwd = await analysed();
    mkdirSync(join(cwd, 'out'));
    writeFileSync(join(cwd, 'bad.json'), make(readFileSync(join(cwd, 'first', 'analysis.json'), 'utf8')));
    const { code, stderr, stdout } = await heimr(['report', 'bad.json', '-o', 'out/'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('To do: ');
    expect(readdirSync(join(cwd, 'out'))).toEqual([]);
  });

  test('a path that leads nowhere, and a folder', async () => {
    const cwd = newFolder();
    expect(await heimr(['report', 'no.json'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('there is no such file'),
    });
    expect(await heimr(['report', '.'], { cwd })).toMatchObject({ code: 3, stderr: expect.stringContaining('it is a folder') });
  });
});
