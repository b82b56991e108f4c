import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberReader } from '../../src/decode/number-bytes.js';

const reader = new NumberReader();
const read = (text: string): number => reader.read(new TextEncoder().encode(text), 0, text.length);

test.each([
  '0',
  '-0',
  '1',
  '1.000000',
  '0.009037',
  '3.591622',
  '-12.5',
  '1e3',
  '1.5E+2',
  '25e-3',
  '9007199254740993',
  '0.1234567890123456789',
  '1e400',
  '5e-324',
  `0.${'0'.repeat(30)}1`,
])('%s is what the language makes of it', (text) => {
  expect(Object.is(read(text), Number(text))).toBe(true);
  expect(reader.end).toBe(text.length);
});

test('any double, as JavaScript and as fixed decimals, reads as itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 20 }), (value, decimals) => {
      for (const text of [JSON.stringify(value), (value % 1e9).toFixed(decimals), value.toExponential()])
        expect(read(text)).toBe(Number(text));
    }),
  );
});

test.each(['', '-', '.5', '1.', '1.e3', '1e', '1e+', 'x', '"1"'])('"%s" begins with no number of JSON', (text) => {
  expect(read(text)).toBeNaN();
});

test('what follows the number is left', () => {
  expect(read('12.5,"tags"')).toBe(12.5);
  expect(reader.end).toBe(4);
});
