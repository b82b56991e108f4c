import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../src/stats/false-discovery.js';
import { fisherExact } from '../../src/stats/fisher-exact.js';

describe('Fisher exact', () => {
  // R 4: fisher.test(matrix(c(a, b, c, d), 2))$p.value
  it.each([
    [3, 1, 1, 3, 0.4857143],
    [1, 9, 11, 3, 0.002759456],
    [10, 0, 0, 10, 1.082509e-5],
    [0, 5, 0, 7, 1],
    [28, 0, 10, 362, 1.2e-29],
  ])('%i %i / %i %i', (a, b, c, d, p) => {
    const got = fisherExact(a, b, c, d);
    if (p < 1e-20) expect(got).toBeLessThan(1e-20);
    else expect(got).toBeCloseTo(p, 6);
  });
});

it('Benjamini and Hochberg: as p.adjust of R', () => {
  expect(benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.05])).toEqual([0.05, 0.05, 0.05, 0.05, 0.05].map((x) => expect.closeTo(x, 12)));
  expect(benjaminiHochberg([0.5, 0.001, 0.2])).toEqual([0.5, 0.003, 0.3].map((x) => expect.closeTo(x, 12)));
  expect(benjaminiHochberg([])).toEqual([]);
});
