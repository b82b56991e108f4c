import { describe, expect, test } from 'vitest';
import { newFile } from '../input/files.js';
import { heimr } from './command.js';

describe('what a runner of a pipeline would take for a command', () => {
  test('labels reach neither output as commands; samples stay exact', async () => {
    const label = '::debug::x ##[end]';
    const rows = Array.from({ length: 40 }, (_, i) => `${1_800_000_000_000 + i * 500},20,"${label}",200,true`);
    const file = newFile(`timeStamp,elapsed,label,responseCode,success\n${rows.join('\n')}\n`);
    const { stdout, stderr } = await heimr(['analyze', file]);
    expect(stdout).toMatch(/debug::x ##\u2045end/);
    expect(`${stdout}\n${stderr}`).not.toMatch(/^\s*::[a-z]/m);
    expect(`${stdout}${stderr}`).not.toContain('##[');
    expect((await heimr(['samples', file])).stdout).toContain('::debug::x ##[end]');
  });
});
