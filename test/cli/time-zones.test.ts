import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { newFolder } from '../input/files.js';
import { contractFiles } from '../parsers/contract-files.js';
import { heimr } from './command.js';

const ZONES = ['UTC', 'America/St_Johns', 'Pacific/Kiritimati'];

test.each(Object.entries(contractFiles))('a file of %s is the same in every time zone of the machine', async (_, file) => {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'file'), file());
  const found = [];
  for (const [i, TZ] of ZONES.entries()) {
    const { code, stdout, stderr } = await heimr(['analyze', 'file', '-o', `${i}.json`], { cwd, env: { TZ } });
    const analysis = code === 0 ? (JSON.parse(readFileSync(join(cwd, `${i}.json`), 'utf8')) as Analysis) : null;
    found.push({ code, stderr, stdout: stdout.replace(`${i}.json`, ''), analysis: analysis && { ...analysis, run: null } });
  }
  expect(found[1]).toEqual(found[0]);
  expect(found[2]).toEqual(found[0]);
});
