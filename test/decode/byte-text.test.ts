import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtCharacter, decodeText, printableStart, undoubleQuotes } from '../../src/decode/byte-text.js';

const encoder = new TextEncoder();

describe('cutAtCharacter', () => {
  it('cuts between characters only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, max) => {
        const bytes = encoder.encode(text);
        const end = cutAtCharacter(bytes, 0, bytes.length, max);
        expect(end).toBeLessThanOrEqual(Math.max(max, 0));
        expect(end).toBeGreaterThan(Math.min(max, bytes.length) - 4);
        expect(decodeText(bytes, 0, end) + decodeText(bytes, end, bytes.length)).toBe(decodeText(bytes, 0, bytes.length));
      }),
    );
  });

  it('cuts bytes that are no text where it must', () => {
    expect(cutAtCharacter(new Uint8Array(20).fill(0x80), 0, 20, 10)).toBe(10);
  });
});

describe('decodeText', () => {
  it('shows bytes that are no UTF-8', () => {
    expect(decodeText(new Uint8Array([0x72, 0xe9, 0x71]), 0, 3)).toBe('r\uFFFDq');
  });
});

describe('undoubleQuotes', () => {
  it('makes doubled quotes single', () => {
    const bytes = encoder.encode('say ""hi"" """"');
    expect(decodeText(undoubleQuotes(bytes, 0, bytes.length), 0, 11)).toBe('say "hi" ""');
    expect(undoubleQuotes(bytes, 0, bytes.length)).toHaveLength(11);
  });
});

describe('printableStart', () => {
  it('replaces control characters and cuts by characters', () => {
    const bytes = encoder.encode('a\tb\r\n\u001b[31m\u2028é😀zzz');
    expect(printableStart(bytes, 0, bytes.length, 100)).toBe('a b   [31m é😀zzz');
    expect(printableStart(bytes, 0, bytes.length, 13)).toBe('a b   [31m é😀');
  });
});
