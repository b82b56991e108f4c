import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary } from '../../src/decode/byte-dictionary.js';

const encoder = new TextEncoder();

function intern(dictionary: ByteDictionary, text: string): number {
  const bytes = encoder.encode(`<<${text}>>`);
  return dictionary.intern(bytes, 2, bytes.length - 2);
}

describe('ByteDictionary', () => {
  it('numbers texts in order of appearance', () => {
    const dictionary = new ByteDictionary(100, 10_000, null);
    const ids = ['b', '', 'a', 'b', 'GET /x', '', 'GET /y'].map((text) => intern(dictionary, text));
    expect(ids).toEqual([0, 1, 2, 0, 3, 1, 4]);
    expect(dictionary.size).toBe(5);
    expect(dictionary.text(1)).toBe('');
    expect(dictionary.text(3)).toBe('GET /x');
  });

  it('agrees with a map on any texts, also through growth', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é', '-', ' '), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 600 }), (texts) => {
        const dictionary = new ByteDictionary(10_000, 1 << 20, null);
        const ids = new Map<string, number>();
        for (const value of texts) {
          if (!ids.has(value)) ids.set(value, ids.size);
          expect(intern(dictionary, value)).toBe(ids.get(value));
        }
        for (const [value, id] of ids) {
          expect(dictionary.text(id)).toBe(value);
          expect(dictionary.idOf(value)).toBe(id);
        }
        expect(dictionary.size).toBe(ids.size);
      }),
    );
  });

  it('looks up texts where they lie', () => {
    const dictionary = new ByteDictionary(100, 10_000, null);
    for (const text of ['abc', 'abcd', 'abcde']) intern(dictionary, text);
    const view = new DataView(encoder.encode('xabcdefgh').buffer);
    expect([3, 4, 5, 2].map((length) => dictionary.lookup(view, 1, length))).toEqual([0, 1, 2, -1]);
  });

  it('has no ids beyond its limits', () => {
    const dictionary = new ByteDictionary(2, 10_000, null);
    expect(['a', 'b'].map((text) => intern(dictionary, text))).toEqual([0, 1]);
    expect(dictionary.full).toBe(false);
    expect(['c', 'a'].map((text) => intern(dictionary, text))).toEqual([-1, 0]);
    expect(dictionary.full).toBe(true);
  });

  it('gives texts beyond its limits one id of their own', () => {
    const dictionary = new ByteDictionary(100, 12, '(others)');
    expect(['abcdefgh', 'ij', 'klmnop', 'x', 'q', 'ij'].map((text) => intern(dictionary, text))).toEqual([0, 1, 2, 2, 2, 1]);
    expect(dictionary.text(2)).toBe('(others)');
    expect(dictionary.size).toBe(3);
  });

  it('uses an id that the text for others has already', () => {
    const dictionary = new ByteDictionary(1, 100, '(others)');
    expect(['(others)', 'a'].map((text) => intern(dictionary, text))).toEqual([0, 0]);
  });
});
