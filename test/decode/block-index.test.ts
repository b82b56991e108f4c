import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BlockIndex } from '../../src/decode/block-index.js';
import { ByteDictionary } from '../../src/decode/byte-dictionary.js';

const index = BlockIndex.get() as BlockIndex;
const COMMA = 44;
const encoder = new TextEncoder();

/** What the lists must hold, found byte by byte. */
function naive(bytes: Uint8Array, delimiter: number) {
  const lists = { fields: [] as number[], lines: [] as number[], odds: [] as number[] };
  let inside = false;
  for (const [i, byte] of bytes.entries()) {
    if (byte === 34) inside = !inside;
    if (!inside && (byte === delimiter || byte === 10)) lists.fields.push(i);
    if (!inside && byte === 10) lists.lines.push(i);
    if (byte === 34 || (inside && byte === 10) || (byte === 13 && bytes[i + 1] !== 10)) lists.odds.push(i);
  }
  return lists;
}

function listed(bytes: Uint8Array, delimiter: number) {
  index.index(bytes, delimiter, index);
  const { fields, fieldCount, lines, lineCount, odds, oddCount, start } = index;
  const list = (items: Int32Array): number[] => [...items].map((position) => position - start);
  expect(fields[0]).toBe(start - 1);
  return {
    fields: list(fields.subarray(1, fieldCount)),
    lines: list(lines.subarray(0, lineCount)),
    odds: list(odds.subarray(0, oddCount)),
  };
}

const marks = fc.constantFrom(...encoder.encode(',,,\n\r"ab1'));
const plain = fc.constantFrom(...encoder.encode('abcdefghijklmnop12345678901234567,\n'));
const byte = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: marks }, { weight: 1, arbitrary: fc.nat(255) });

describe('lists', () => {
  it('hold what a loop over the bytes finds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(byte, { maxLength: 400 }), fc.array(marks, { maxLength: 400 })),
        fc.constantFrom(44, 59, 9, 0),
        (items, delimiter) => {
          const bytes = new Uint8Array(items);
          expect(listed(bytes, delimiter)).toEqual(naive(bytes, delimiter));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('hold every mark at every place, whatever was in the memory before', () => {
    for (const mark of [',', '\n', '\r', '"', '\r\n', '\n\n', ',\n', '\r\r\n']) {
      for (let length = mark.length; length < 140; length++) {
        const at = (length * 7) % (length - mark.length + 1);
        const bytes = encoder.encode('x'.repeat(at) + mark + 'x'.repeat(length - at - mark.length));
        expect(listed(bytes, COMMA)).toEqual(naive(bytes, COMMA));
      }
    }
    expect(listed(new Uint8Array(0), COMMA)).toEqual({ fields: [], lines: [], odds: [] });
  });

  it.each([',', '\n', '"', '\r', '\r\n', 'x'])('have room for a whole block of %j', (text) => {
    const bytes = encoder.encode(text.repeat(BLOCK_BYTES / text.length));
    const { fields, lines, odds } = listed(bytes, COMMA);
    const must = naive(bytes, COMMA);
    expect([fields.length, lines.length, odds.length]).toEqual([must.fields.length, must.lines.length, must.odds.length]);
    expect([fields.at(-1), lines.at(-1), odds.at(-1)]).toEqual([must.fields.at(-1), must.lines.at(-1), must.odds.at(-1)]);
    // Nothing was written over what lies behind.
    expect(listed(encoder.encode('a,b\n'), COMMA)).toEqual({ fields: [1, 3], lines: [3], odds: [] });
  });
});

/** Indexes lines of fields. */
function rowsOf(rows: readonly (readonly string[])[], owner: object = index): void {
  index.index(encoder.encode(rows.map((row) => `${row.join(',')}\n`).join('')), COMMA, owner);
}

describe('numbers', () => {
  const field = fc.oneof(
    { weight: 20, arbitrary: fc.nat(99_999_999).chain((n) => fc.nat(8).map((cut) => String(n).slice(cut))) },
    { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'0123456789/:.-+ex é\0'), maxLength: 12 }) },
  );

  it('are those of the fields up to the first that is none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(0, 1),
        fc.constantFrom(0, 1),
        (rows, column, least) => {
          const isNumber = (text: string): boolean => /^\d{0,8}$/.test(text) && text.length >= least;
          const texts = rows.map((row) => row[column]);
          const end = texts.findIndex((text) => !isNumber(text));
          const good = end < 0 ? texts : texts.slice(0, end);
          const to = new Float64Array(40).fill(-1);
          rowsOf(rows);
          expect(index.numbers(1 + column, 2, rows.length, least as 0 | 1, to, 3)).toBe(good.length);
          expect([...to.subarray(3, 3 + good.length)]).toEqual(good.map((text) => (text === '' ? Number.NaN : Number(text))));
          expect(to[2]).toBe(-1);
          expect(to[3 + good.length]).toBe(-1);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('are none where there are no rows', () => {
    expect(index.numbers(1, 2, 0, 0, new Float64Array(1), 0)).toBe(0);
  });
});

describe('texts', () => {
  const dictionaryOf = (texts: readonly string[]): ByteDictionary => {
    const dictionary = new ByteDictionary(1 << 20, 1 << 26, null);
    for (const text of texts) {
      const bytes = encoder.encode(text);
      dictionary.intern(bytes, 0, bytes.length);
    }
    return dictionary;
  };
  const ids = (texts: readonly string[], kind: number, dictionary: ByteDictionary, empty: number | null, owner: object): number[] => {
    rowsOf(
      texts.map((text) => ['1', text]),
      owner,
    );
    const to = new Int32Array(texts.length);
    return [...to.subarray(0, index.texts(2, 2, texts.length, kind, dictionary, empty, to, 0))];
  };
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é', ' '), maxLength: 3 });
  const text = fc.oneof(
    short,
    fc.tuple(short, fc.nat(55), short).map(([a, n, b]) => a + 'x'.repeat(n) + b),
  );

  it('are what is between quotes', () => {
    const dictionary = dictionaryOf(['a', '', 'x'.repeat(48), 'y'.repeat(49)]);
    const owner = {};
    for (let round = 0; round < 2; round++) {
      const texts = ['"a"', 'a', '""', '', `"${'x'.repeat(48)}"`, `"${'y'.repeat(49)}"`, '"b"'];
      expect(ids(texts, 1, dictionary, null, owner)).toEqual([0, 0, 1, 1, 2, 3]);
    }
  });

  it('have the ids of their dictionaries, up to the first that is in none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 1, maxLength: 30 }), { maxLength: 5 }),
        fc.array(text, { maxLength: 40 }),
        (blocks, known) => {
          const owner = {};
          // In another order, so that the ids differ.
          const dictionaries = [known, known.toReversed()].map(dictionaryOf);
          for (const block of blocks) {
            for (const [kind, dictionary] of dictionaries.entries()) {
              for (const empty of [null, -1]) {
                const must = block.map((text) => (text === '' && empty !== null ? empty : dictionary.idOf(text)));
                const end = block.findIndex((text, i) => must[i] < 0 && !(text === '' && empty !== null));
                // The id of an empty text belongs to its kind.
                const got = ids(block, 2 * kind + (empty === null ? 1 : 2), dictionary, empty, owner);
                expect(got).toEqual(end < 0 ? must : must.slice(0, end));
              }
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may be more than there is room for', () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `label ${i * 7919}`);
    const dictionary = dictionaryOf(texts);
    const owner = {};
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < texts.length; i += 1000) {
        expect(ids(texts.slice(i, i + 1000), 1, dictionary, null, owner)).toEqual(Array.from({ length: 1000 }, (_, k) => i + k));
      }
    }
  });

  it('are not those of another owner', () => {
    const first = dictionaryOf(['a', 'b']);
    const second = dictionaryOf(['b', 'a']);
    const one = {};
    const two = {};
    for (let round = 0; round < 2; round++) {
      expect(ids(['a', 'b', 'a'], 1, first, null, one)).toEqual([0, 1, 0]);
      expect(ids(['a', 'b', 'a'], 1, second, null, two)).toEqual([1, 0, 1]);
    }
  });
});
