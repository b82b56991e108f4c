import { expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { analyzeFiles } from '../../src/node.js';
import { jtl } from './jtl.js';

const input = { name: 'r.jtl', bytes: jtl([{ at: 0, ms: 1 }]) };

it.each([
  [{ apdexT: -1 }, 'apdexT is not a number of ms above 0'],
  [{ apdext: 3 }, 'no option "apdext"'],
  [{ timezone: 'UTC' }, 'no option "timezone"'],
  [{ tags: { a: 1 } }, 'tags is not a list'],
  [{ from: '2m' }, 'from is not { at'],
  [{ from: { at: 1, after: 2 } }, 'from is not { at'],
  [{ to: { at: Number.NaN } }, 'to is not { at'],
  [{ include: 'x' }, 'include is not a list of texts'],
  [{ warmup: '3' }, 'warmup is not a number of ms'],
  [{ __proto__: null, toString: 1 }, 'no option "toString"'],
])('refuses the options %j', async (options, message) => {
  await expect(analyze([input], options as never)).rejects.toMatchObject({
    name: 'HeimrError',
    code: 'usage',
    message: expect.stringContaining(message),
  });
});

it.each([['r.jtl'], [[{ name: 'x' }]], [[{ name: 'x', bytes: 'text' }]], [[null]], [[]]])('refuses the inputs %j', async (inputs) => {
  await expect(analyze(inputs as never)).rejects.toMatchObject({ name: 'HeimrError', code: 'usage' });
});

it('refuses a path that is no list', async () => {
  await expect(analyzeFiles('r.jtl' as never)).rejects.toMatchObject({ name: 'HeimrError', code: 'usage' });
});

it('takes options that are undefined for not given', async () => {
  const analysis = await analyze([input], { title: undefined, from: undefined } as never);
  expect(analysis.title).toBe('Load test r.jtl');
});
