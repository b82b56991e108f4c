import { describe, expect, it } from 'vitest';
import { moment, offset, span } from '../../../src/model/moments.js';
import { bytes, count, index, measure, more, percent, percentage } from '../../../src/model/quantities.js';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('counts %d as %s', (value, text) => {
    expect(count(value)).toBe(text);
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [0.0421, '0.042'],
    [0.42, '0.42'],
    [0.996, '1.0'],
    [0.0001, '<0.001'],
    [1, '1'],
    [3.14, '3.1'],
    [99.94, '99.9'],
    [99.96, '100'],
    [146.3, '146'],
    [1310.5, '1,311'],
    [30_004, '30,004'],
  ])('measures %d as %s', (value, text) => {
    expect(measure(value)).toBe(text);
  });

  it.each([
    [0, '0'],
    [1, '100'],
    [0.0062, '0.62'],
    [0.445, '44.5'],
    [0.00001, '<0.01'],
    [0.99999, '>99.99'],
    [0.9996, '99.96'],
    [0.09999, '10.0'],
  ])('gives the share %d as %s percent', (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it.each([
    [1, '1.00'],
    [0.999, '>0.99'],
    [0.857, '0.86'],
    [0, '0.00'],
    [0.001, '<0.01'],
  ])('gives the index %d as %s', (value, text) => {
    expect(index(value)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [9_204_118, '8.8 MiB'],
    [1_048_575, '1.0 MiB'],
  ])('gives %d bytes as %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  it('keeps singular and plural apart', () => {
    expect([more(1, 'endpoints'), more(2, 'endpoints')]).toEqual(['1 more endpoint', '2 more endpoints']);
  });

  it('gives a dash for what is not known', () => {
    for (const format of [count, measure, percent, percentage, index, bytes, moment, span]) {
      for (const value of [null, NaN, Infinity, -Infinity]) expect(format(value)).toBe('–');
    }
    expect(offset(NaN, 0)).toBe('–');
  });
});

describe('moments', () => {
  it('are UTC to the second', () => {
    expect(moment(1_773_306_000_999)).toBe('2026-03-12T09:00:00Z');
    expect(moment(9e15)).toBe('–');
  });

  it.each([
    [0, '0 ms'],
    [350, '350 ms'],
    [2300, '2.3 s'],
    [59_960, '1 min'],
    [90_000, '1 min 30 s'],
    [1_804_250, '30 min 4 s'],
    [7_500_000, '2 h 5 min'],
    [3_599_999, '1 h'],
    [90_000_000, '1 d 1 h'],
  ])('spans of %d ms are %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });

  it.each([
    [0, '+0s'],
    [59_999, '+59s'],
    [750_000, '+12m30s'],
    [3_723_000, '+1h02m03s'],
    [-5_000, '-5s'],
    [-3, '+0s'],
  ])('%d ms from the start is %s', (ms, text) => {
    expect(offset(ms, 0)).toBe(text);
  });
});
