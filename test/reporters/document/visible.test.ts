import { describe, expect, it } from 'vitest';
import { cut, visible } from '../../../src/reporters/document/visible.js';

describe('text from files', () => {
  it.each([
    ['\u001b[31m', '␛[31m'],
    ['a\nb\tc\u0000\u007f', 'a␊b␉c␀␡'],
    ['\u009b', '⟨U+009B⟩'],
    ['\u202Ex\u2069', '⟨U+202E⟩x⟨U+2069⟩'],
    ['\ud800', '⟨U+D800⟩'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    ['\u2028', '⟨U+2028⟩'],
  ])('shows %j as %s', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps what people write', () => {
    for (const text of ['GET /a?b=c&d', 'Straße', '日本語', '🚀 👩‍👩‍👧', 'שלום', 'e\u0301', 'नमस्ते', 'a\u00a0b'])
      expect(visible(text)).toBe(text);
  });

  it('cuts after the limit and says so', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcde…');
    expect([...cut('🚀'.repeat(500), 120)]).toHaveLength(120);
    expect(cut('🚀'.repeat(500), 120).endsWith('🚀…')).toBe(true);
    expect([...cut('\u001b'.repeat(500), 120)]).toHaveLength(120);
    expect(cut('x'.repeat(242), 120)).toHaveLength(120);
    expect(cut('', 120)).toBe('');
  });

  it('takes no time for a megabyte', () => {
    const text = 'x'.repeat(1_000_000);
    const start = performance.now();
    for (let at = 0; at < 1000; at++) cut(text, 120); // 1 GB, if it were read
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
