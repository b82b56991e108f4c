import { expect, it } from 'vitest';
import { hingeFit, mannKendall, stepFit, theilSen } from '../../src/stats/trend.js';

it("computes Mann and Kendall's z", () => {
  // By hand: S = 10 − 0 for five rising values, var = 5·4·15/18 = 16.667, z = 9/4.0825.
  expect(mannKendall([1, 2, 3, 4, 5])).toBeCloseTo(9 / Math.sqrt(50 / 3), 12);
  expect(mannKendall([5, 4, 3, 2, 1])).toBeCloseTo(-9 / Math.sqrt(50 / 3), 12);
  expect(mannKendall([1, 1, 1, 1])).toBe(0);
});

it('computes the slope of Theil and Sen, which an outlier does not move', () => {
  expect(theilSen([0, 2, 4, 6, 100, 10, 12])).toBe(2);
  expect(theilSen([])).toBe(0);
});

it('tells a step from a slope by what each leaves', () => {
  const step = Array.from({ length: 40 }, (_, i) => (i < 15 ? 1 : 2));
  expect(stepFit(step, 3)).toEqual({ at: 15, rest: 0 });
  expect(hingeFit(step, 3).rest).toBeGreaterThan(0.5);
  const slope = Array.from({ length: 40 }, (_, i) => 1 + 0.1 * Math.max(0, i - 12));
  const hinge = hingeFit(slope, 3);
  expect(hinge.at).toBe(12);
  expect(hinge.slope).toBeCloseTo(0.1, 9);
  expect(hinge.level).toBeCloseTo(1, 9);
  expect(hinge.rest).toBeCloseTo(0, 9);
  expect(stepFit(slope, 3).rest).toBeGreaterThan(1);
});
