import { expect, test } from 'vitest';
import { logarithmic } from '../../../src/reporters/charts/ticks.js';

test('a logarithmic axis of nothing, or from 0, ends', () => {
  for (const [least, most] of [
    [0, 0],
    [0, 100],
    [-5, 100],
    [Number.NaN, 10],
    [1, 0],
    [1, Number.POSITIVE_INFINITY],
  ] as const) {
    const { ticks, place } = logarithmic(least, most);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.every(Number.isFinite)).toBe(true);
    expect(place(0)).toBe(0);
  }
});
