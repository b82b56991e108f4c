import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary, HASH_SEED, hashWord } from '../../src/decode/byte-dictionary.js';

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

  it('keeps texts apart that were chosen to have one hash, in time that grows with their number', () => {
    const texts = textsOfOneHash(30_000);
    const dictionary = new ByteDictionary(1 << 20, 64 << 20, null);
    // Compared each with each, they take a minute.
    for (let round = 0; round < 10; round++) expect(texts.findIndex((text, i) => intern(dictionary, text) !== i)).toBe(-1);
    expect(dictionary.size).toBe(texts.length);
    for (const i of [0, 1, 63, 64, 65, 1000, texts.length - 1]) {
      expect(dictionary.text(i)).toBe(texts[i]);
      expect(dictionary.idOf(texts[i] as string)).toBe(i);
    }
    expect(dictionary.idOf('none of them')).toBe(-1);
    expect(intern(dictionary, 'GET /')).toBe(texts.length);
  }, 10_000);

  it('keeps texts of one hash apart whatever their bytes are, zeros and no UTF-8 among them', () => {
    const words = [0, 0xff, 0x80, 0x80ff, 0xbfbbef, 0xfffffffe | 0, ...Array.from({ length: 200 }, (_, i) => i << 24)];
    const dictionary = new ByteDictionary(1000, 1 << 20, null);
    const texts = words.map((word) => {
      const bytes = new Uint8Array(8);
      const view = new DataView(bytes.buffer);
      view.setInt32(0, word, true);
      view.setInt32(4, hashWord(HASH_SEED, word), true);
      return bytes;
    });
    const distinct = new Set(texts.map(String)).size;
    texts.forEach((text) => dictionary.intern(text, 0, 8));
    expect(dictionary.size).toBe(distinct);
    const again = texts.map((text) => dictionary.intern(text, 0, 8));
    expect(new Set(again).size).toBe(distinct);
  });
});

/** Texts of eight letters and digits that leave the hash in one state: the second word undoes the first. */
function textsOfOneHash(count: number): string[] {
  const letters = encoder.encode('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  const isLetter = Array.from({ length: 256 }, (_, byte) => letters.includes(byte));
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 0x61616161, true);
  const wanted = hashWord(HASH_SEED, view.getInt32(0, true)) ^ 0x61616161;
  const texts: string[] = [];
  const decoder = new TextDecoder();
  for (let i = 0; texts.length < count; i++) {
    for (let k = 0, x = i; k < 4; k++, x = Math.floor(x / 62)) bytes[k] = letters[x % 62] as number;
    view.setInt32(4, wanted ^ hashWord(HASH_SEED, view.getInt32(0, true)), true);
    if (isLetter[bytes[4] as number] && isLetter[bytes[5] as number] && isLetter[bytes[6] as number] && isLetter[bytes[7] as number])
      texts.push(decoder.decode(bytes));
  }
  return texts;
}
