import { describe, expect, it } from 'vitest';
import { quoted, strong } from '../../../src/reporters/document/tree.js';
import { Glyphs, MISSING } from '../../../src/reporters/pdf/glyphs.js';
import { pageText } from '../../../src/reporters/pdf/page-text.js';

const all = new Glyphs(() => 'Any');
const parts = (text: string): string[] => {
  const [piece] = pageText([quoted(text)], all);
  const content = Object.values(piece)[0] as string | string[];
  return typeof content === 'string' ? [content] : content;
};

describe('text on a page', () => {
  it('keeps own words, stressed ones and text from files apart, and drops nothing but empty pieces', () => {
    expect(pageText(['of ', quoted('GET /a'), strong('!'), ''], all)).toEqual([{ t: 'of ' }, { q: 'GET /a' }, { s: '!' }]);
  });

  it('breaks long words, and loses no letter of them', () => {
    for (const text of [
      'x'.repeat(100),
      'GET /api/v2/customers/{customerId}/orders?expand=prices,stock',
      'java.net.SocketTimeoutException',
      '登录'.repeat(40),
    ]) {
      expect(parts(text).join('')).toBe(text);
      expect(parts(text).length).toBeGreaterThan(1);
      for (const part of parts(text)) for (const word of part.split(' ')) expect([...word].length).toBeLessThanOrEqual(24);
    }
  });

  it('breaks after a sign or before a capital rather than anywhere', () => {
    expect(parts('java.net.SocketTimeoutException')).toEqual(['java.net.', 'Socket', 'Timeout', 'Exception']);
    expect(parts('/orders/{orderId}/items?expand=all')).not.toContain('/orders/{ord');
  });

  it('leaves short words and numbers whole', () => {
    expect(parts('GET /a/b/c 12,345,678')).toEqual(['GET /a/b/c 12,345,678']);
  });

  it('parts no character from the marks and joiners that belong to it', () => {
    for (const text of ['a\u0301\u0302'.repeat(30), '👩‍👩‍👧'.repeat(20)]) {
      for (const part of parts(text)) expect(part).not.toMatch(/^[\p{M}\u200d]/u);
    }
  });

  it('bounds every piece', () => {
    const [piece] = pageText(['y'.repeat(1_000_000)], all, 50);
    expect(([] as string[]).concat(Object.values(piece)[0]).join('')).toBe(`${'y'.repeat(49)}…`);
  });

  it('keeps names from right to left to themselves, so that the numbers after them stay after them', () => {
    expect(pageText([quoted('دخول'), ' 44'], all)).toEqual([{ q: '\u2068دخول\u2069' }, { t: ' 44' }]);
    expect(pageText('in دخول المستخدم 44', all)).toEqual([{ t: 'in \u2068دخول المستخدم\u2069 44' }]);
    expect(pageText([quoted('plain')], all)).toEqual([{ q: 'plain' }]);
  });
});

describe('characters without a glyph', () => {
  const latin = () => new Glyphs((code) => (code < 0x500 ? 'Latin' : null));

  it('are replaced, each by one mark, and named once', () => {
    const glyphs = latin();
    expect(glyphs.drawable('ab กขก é')).toBe(`ab ${MISSING.repeat(3)} é`);
    expect(glyphs.notice()).toMatch(/^3 characters are shown as □.* \(U\+0E01, U\+0E02\)/);
  });

  it('are silent where they only join', () => {
    const glyphs = latin();
    expect(glyphs.drawable('a\u200db\ufe0f')).toBe('ab');
    expect(glyphs.notice()).toBeNull();
  });

  it('are named up to a limit', () => {
    const glyphs = latin();
    glyphs.drawable(String.fromCodePoint(...Array.from({ length: 40 }, (_, at) => 0xe01 + at)));
    expect(glyphs.notice()).toMatch(/U\+0E0C and 28 more\)/);
  });
});
