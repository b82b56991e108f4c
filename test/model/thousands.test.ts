import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thousands } from '../../src/model/thousands.js';

describe('thousands', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [-0.4, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-1234.6, '-1,235'],
    [100_000, '100,000'],
    [12_345_678, '12,345,678'],
  ])('%s is %s', (value, text) => {
    expect(thousands(value)).toBe(text);
  });

  it('says what Intl says', () => {
    const intl = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
    fc.assert(fc.property(fc.integer({ min: -(2 ** 53), max: 2 ** 53 }), (n) => thousands(n) === intl.format(n)));
  });
});
