import { describe, expect, test } from 'vitest';
import { withoutCommands } from '../../src/cli/ci-commands.js';
import { newFile } from '../input/files.js';
import { heimr } from './command.js';

describe('what a runner of a pipeline would take for a command', () => {
  test.each([
    ['::error::x', ': :error::x'],
    ['  ::error file=a,line=1::x', '  : :error file=a,line=1::x'],
    ['fine\n::add-mask::y\n::stop-commands::z', 'fine\n: :add-mask::y\n: :stop-commands::z'],
    ['GET ##[error]', 'GET # #[error]'],
    ['##vso[task.complete result=Succeeded;]', '# #vso[task.complete result=Succeeded;]'],
  ])('%j', (text, safe) => expect(withoutCommands(text)).toBe(safe));

  test.each(['std::vector::push', 'a ::b:: c', 'Foo::bar', '## heading', ':: no command ::', '::1', 'http://[::1]:80/', ''])(
    'not %j',
    (text) => expect(withoutCommands(text)).toBe(text),
  );

  test('labels reach neither output as commands; samples stay exact', async () => {
    const label = '::debug::x ##[end]';
    const rows = Array.from({ length: 40 }, (_, i) => `${1_800_000_000_000 + i * 500},20,"${label}",200,true`);
    const file = newFile(`timeStamp,elapsed,label,responseCode,success\n${rows.join('\n')}\n`);
    const { stdout, stderr } = await heimr(['analyze', file]);
    expect(stdout).toMatch(/debug::x # #/);
    expect(`${stdout}\n${stderr}`).not.toMatch(/^\s*::[a-z]/m);
    expect(`${stdout}${stderr}`).not.toContain('##[');
    expect((await heimr(['samples', file])).stdout).toContain('::debug::x ##[end]');
  });
});
