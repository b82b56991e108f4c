import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutCommands } from '../../../src/reporters/document/runner-commands.js';
import { terminal } from '../../../src/reporters/terminal.js';
import { exampleAnalysis } from '../example-analysis.js';
import { hostileAnalysis } from '../variants.js';

/** Lines as .NET's reader parts them, which both runners use. */
const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);
/** Codes of colour and other sequences that a terminal swallows. */
const plain = (text: string): string => text.replace(/\u001b\[[\d;:?]*[ -/]*[@-~]/g, '');

/** Whether a runner finds an order: GitHub takes two colons after blanks, both take two hashes and a bracket wherever they stand. */
function obeyed(text: string): boolean {
  const begins = (line: string): boolean => line.replace(/^[\s\p{Cc}\p{Cf}]+/u, '').startsWith('::');
  return linesOf(text).some((line) => [line, plain(line)].some((one) => begins(one) || /##[\w.-]*\[/.test(one)));
}

const ORDERS = [
  '::error::x',
  '::add-mask::x',
  '::stop-commands::t',
  '##[add-mask]x',
  '##[error]',
  '##vso[task.setvariable variable=a]b',
  '##teamcity[x]',
];
const BEFORE = [
  '',
  ' ',
  '\t',
  '\u00a0',
  '\u2003',
  '\n',
  '\r',
  '\r\n',
  'a\r',
  '\u001b[31m',
  '\u001b[1;31m \u001b[0m',
  '\ufeff',
  '\u200b',
  '\v',
  '\f',
  '\u0085',
  '\u0000',
  'x\n  ',
];

describe('orders to a runner', () => {
  it.each(ORDERS)('%s is none at any place', (order) => {
    for (const before of [...BEFORE, ...BEFORE.map((one) => `a\n${one}`)]) {
      expect(obeyed(before + order)).toBe(true);
      expect(obeyed(withoutCommands(before + order)), JSON.stringify(before)).toBe(false);
    }
    if (order.startsWith('##')) expect(obeyed(withoutCommands(`GET /${order}`))).toBe(false);
  });

  it('is none with codes of colour within', () => {
    for (const text of [
      '##\u001b[31m[error]x',
      '#####[error]',
      '##vso\u001b[0m[task.complete]',
      ':\u001b[31m::error::x',
      '#\u001b[0m\u001b[1m#[error]x',
    ])
      expect(obeyed(withoutCommands(text)), text).toBe(false);
  });

  it('is none whatever is put together, and once is enough', () => {
    const part = fc.constantFrom(...ORDERS, ...BEFORE, ':', '#', '[', ']', 'error', ' ', '\u001b[', 'm');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = withoutCommands(parts.join(''));
        expect(obeyed(once)).toBe(false);
        expect(withoutCommands(once)).toBe(once);
        expect(once.length).toBe(parts.join('').length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is all that is changed', () => {
    const texts = [
      'std::vector::at',
      'a ::error::x',
      'C:: D',
      '# heading',
      '## [x](y)',
      'x[0] # y',
      '##',
      '::',
      'GET /a##b',
      '[::1]:80',
      '\u001b[1mbold\u001b[0m',
      'a:b',
    ];
    for (const text of texts.filter((text) => !text.startsWith('::'))) expect(withoutCommands(text)).toBe(text);
  });

  it('takes no time over long lines', () => {
    for (const piece of [' ', '\u001b[31m', '#', '##a', ':', '\n', '\u001b['])
      expect(withoutCommands(piece.repeat(300_000) + '::'.repeat(2)).length).toBe(piece.length * 300_000 + 4);
  }, 5_000);

  it.each(ORDERS)('%s in a file gives none in the summary, in any width', (order) => {
    for (const text of [order, `${'x'.repeat(75)} ${order}`, `${'x'.repeat(78)}${order}`, `a b c ${order} ${'y '.repeat(60)}`])
      for (const width of [40, 80, 133])
        for (const color of [false, true]) expect(obeyed(terminal.render(hostileAnalysis(text), { width, color }) as string)).toBe(false);
    expect(terminal.render(exampleAnalysis())).not.toContain('\ua789');
  });
});
