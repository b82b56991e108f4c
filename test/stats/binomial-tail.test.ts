import { expect, it } from 'vitest';
import { logBinomialTail, logFactorial, logLikelihoodRatio } from '../../src/stats/binomial-tail.js';

it('is the sum of the terms, from few to many trials', () => {
  // P(X ≥ 3), n = 5, p = 0.1: 10·0.001·0.81 + 5·0.0001·0.9 + 0.00001.
  expect(Math.exp(logBinomialTail(3, 5, 0.1))).toBeCloseTo(0.00856, 12);
  // P(X ≥ 8), n = 10, p = 0.5 = 56/1024.
  expect(Math.exp(logBinomialTail(8, 10, 0.5))).toBeCloseTo(56 / 1024, 12);
  // All of n: p^n, far below what a double holds.
  expect(logBinomialTail(1000, 1000, 0.001)).toBeCloseTo(1000 * Math.log(0.001), 6);
  expect(logBinomialTail(1, 10, 0.5)).toBe(0);
  expect(logBinomialTail(11, 10, 0.5)).toBe(Number.NEGATIVE_INFINITY);
  expect(logBinomialTail(1, 10, 0)).toBe(Number.NEGATIVE_INFINITY);
});

it('has factorials to the last digits that matter', () => {
  expect(logFactorial(0)).toBe(0);
  expect(logFactorial(10)).toBeCloseTo(Math.log(3_628_800), 12);
  let sum = 0;
  for (let i = 1; i <= 200; i++) sum += Math.log(i);
  expect(logFactorial(200)).toBeCloseTo(sum, 9);
});

it('is larger the better a rate of its own explains the count', () => {
  expect(logLikelihoodRatio(1, 10, 0.1)).toBe(0);
  expect(logLikelihoodRatio(5, 10, 0.1)).toBeCloseTo(5 * Math.log(5) + 5 * Math.log(0.5 / 0.9), 12);
  expect(logLikelihoodRatio(10, 10, 0.1)).toBeCloseTo(10 * Math.log(10), 12);
  expect(logLikelihoodRatio(0, 0, 0.1)).toBe(0);
});
