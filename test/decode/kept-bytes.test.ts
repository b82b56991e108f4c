import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeptBytes } from '../../src/decode/kept-bytes.js';

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
function kept(bytes: Uint8Array): KeptBytes {
  const one = new KeptBytes();
  one.set(bytes, viewOf(bytes), 0, bytes.length);
  return one;
}
const stands = (one: KeptBytes, bytes: Uint8Array, at = 0, limit = bytes.length): boolean => one.standsAt(bytes, viewOf(bytes), at, limit);

test('a text stands where it is, and nowhere else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ maxLength: 9 }), (text, before) => {
      const bytes = new TextEncoder().encode(text);
      const all = new TextEncoder().encode(`${before}${text}\n`);
      const at = all.length - bytes.length - 1;
      expect(stands(kept(bytes), all, at)).toBe(true);
      expect(stands(kept(bytes), all, at, at + bytes.length - 1)).toBe(false);
      for (let i = 0; i < bytes.length; i++) {
        const other = Uint8Array.from(all);
        other[at + i] = (other[at + i] as number) ^ 1;
        expect(stands(kept(bytes), other, at)).toBe(false);
      }
    }),
  );
});

test('never takes other bytes for the same, whatever double they would be', () => {
  // Zeros of both signs and NaNs are where doubles and bytes disagree.
  const byte = fc.constantFrom(0, 0x80, 0x7f, 0xf0, 0xff, 1);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 24 }), fc.array(byte, { maxLength: 24 }), (a, b) => {
      const same = a.length <= b.length && a.every((value, i) => value === b[i]);
      if (!same) expect(stands(kept(Uint8Array.from(a)), Uint8Array.from(b))).toBe(false);
    }),
    { numRuns: 20_000 },
  );
  expect(stands(kept(new Uint8Array(8)), Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0x80]))).toBe(false);
  expect(stands(kept(new Uint8Array(9)), new Uint8Array(9))).toBe(true);
});

test('keeps a copy', () => {
  const bytes = new TextEncoder().encode('http_req_duration');
  const one = kept(bytes);
  const same = Uint8Array.from(bytes);
  bytes.fill(0);
  expect(stands(one, same)).toBe(true);
  expect(stands(one, bytes)).toBe(false);
});
