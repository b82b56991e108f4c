import { describe, expect, it } from 'vitest';
import { lineStart, markdownText } from '../../../src/reporters/document/markdown-text.js';
import { quoted, strong } from '../../../src/reporters/document/tree.js';

describe('Markdown text', () => {
  it.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a|b', '`a\\|b`'],
    ['a\\|b', '`a\\`\\|`b`'],
    [' a ', '`  a  `'],
    ['a\nb', '`a␊b`'],
  ])('sets %j from a file as %s in a table', (text, markdown) => {
    expect(markdownText([quoted(text)], true)).toBe(markdown);
  });

  it('leaves a pipe alone outside tables', () => {
    expect(markdownText([quoted('a|b')])).toBe('`a|b`');
  });

  it.each([
    ['a *b* _c_ [d](e) <f> & ~g~ #', 'a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\> \\& \\~g\\~ \\#'],
    ['see https://evil.example/x.', 'see `https://evil.example/x`.'],
    ['ask (me@example.com), @team or #12', 'ask (`me@example.com`), `@team` or `#12`'],
    ['at 2026-03-12T09:00:00Z, 1:30:20', 'at 2026-03-12T09:00:00Z, 1:30:20'],
    ['costs $5 and $6', 'costs `$5` and `$6`'],
  ])('escapes prose: %s', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it('puts no space inside marks of stress', () => {
    expect(markdownText([strong('Note: '), 'x'])).toBe('**Note:** x');
  });

  it('lets no line begin like a block', () => {
    expect(['- a', '1. a', '+ a', '=', '  a', '12) b'].map(lineStart)).toEqual(['\\- a', '1\\. a', '\\+ a', '\\=', 'a', '12\\) b']);
  });
});
