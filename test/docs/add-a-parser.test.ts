import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { parsers } from '../../src/parsers/catalog.js';
import type { Parser } from '../../src/parsers/parser.js';
import { bytesOf, inChunks } from '../parsers/jmeter-reading.js';
import { blocksOf, ROOT } from './markdown.js';

const folder = mkdtempSync(join(tmpdir(), 'heimr-parser-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = 'ts,ms,name,ok\n1790000000000,12,home,1\n\nbroken\n1790000000500,15,"a, b",0\n1790000000250,9,home,1\n1790000000900,1';

/** The parser of CONTRIBUTING.md, as if it lay in src/parsers. */
async function madeUp(): Promise<Parser> {
  const code = blocksOf('CONTRIBUTING.md', 'ts').join('\n');
  const file = join(folder, 'made-up.ts');
  writeFileSync(
    file,
    code.replace(/from '\.(\.?)\/(.*)\.js'/g, (_all, up, path) => `from '${join(ROOT, up === '.' ? 'src' : 'src/parsers', path)}.ts'`),
  );
  return ((await import(/* @vite-ignore */ file)) as { madeUp: Parser }).madeUp;
}

it.each([1, 7, 65_536])('the parser in CONTRIBUTING.md reads its format, in chunks of %i bytes', async (size) => {
  const parser = await madeUp();
  const input = { name: 'made-up.csv', chunks: inChunks(bytesOf(FILE), [size]) };
  const analysis = await analyze([input], { parsers: [...parsers, parser], from: { after: 0 } });
  expect(analysis.input[0]).toMatchObject({ format: 'made-up', rows: { read: 5, counted: 3, rejected: 2 } });
  expect(analysis.input[0]?.rows.firstRejected.map(({ line, reason }) => [line, reason])).toEqual([
    [4, 'not four fields'],
    [7, 'not four fields'],
  ]);
  expect(analysis.kpis.byLabel.map(({ label, count, errors }) => [label, count, errors])).toEqual([
    ['a, b', 1, 1],
    ['home', 2, 0],
  ]);
  expect(analysis.window).toEqual({ start: 1_790_000_000_000, end: 1_790_000_000_515, duration: 515 });
});
