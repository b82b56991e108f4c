import { expect, it } from 'vitest';
import { changePoints } from '../../src/stats/change-points.js';
import { autocorrelation, median, medianDeviation, noiseOf, quantileOf } from '../../src/stats/robust.js';

/** Normal numbers, sd 1, by Box and Muller over a xorshift: the same ones each time. */
function noise(n: number, seed: number): number[] {
  let x = seed * 2654435761 || 1;
  const uniform = (): number => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return ((x >>> 0) + 1) / (2 ** 32 + 1);
  };
  return Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

it('finds steps to the point, and no more', () => {
  const values = noise(120, 3).map((e, i) => 5 + 0.03 * e + (i >= 40 ? 0.4 : 0) - (i >= 80 ? 0.3 : 0));
  expect(changePoints(values, 3)).toEqual([40, 80]);
});

it('leaves noise in one piece, and what drifts in pieces that are close', () => {
  let cut = 0;
  let large = 0;
  for (let seed = 1; seed <= 100; seed++) {
    expect(changePoints(noise(100, seed), 3)).toEqual([]);
    let level = 0;
    const drift = noise(100, seed + 100).map((e) => {
      level = 0.9 * level + 0.03 * e;
      return level;
    });
    const edges = [0, ...changePoints(drift, 3), drift.length];
    if (edges.length > 2) cut++;
    for (let i = 2; i < edges.length; i++) {
      const [before, during] = [median(drift.slice(edges[i - 2], edges[i - 1])), median(drift.slice(edges[i - 1], edges[i]))];
      if (Math.exp(during - before) > 1.2) large++;
    }
  }
  // A drift of 7 % (sd) has levels; the floors of the detectors (10 and 20 %) are what keeps them from being told.
  expect(cut).toBeLessThanOrEqual(30);
  expect(large).toBeLessThanOrEqual(2);
});

it('takes a series without noise for what it is', () => {
  expect(changePoints(new Array(50).fill(3), 3)).toEqual([]);
  expect(changePoints([...new Array(25).fill(3), ...new Array(25).fill(4)], 3)).toEqual([25]);
  expect(changePoints([1, 2, 3], 3)).toEqual([]);
});

it('has the robust statistics of a textbook', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
  expect(medianDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  expect(quantileOf([5, 1, 4, 2, 3], 0.25)).toBe(2);
  // Noise of sd 1 with a step in it is noise of sd 1.
  const stepped = noise(2000, 9).map((e, i) => e + (i > 1000 ? 50 : 0));
  expect(noiseOf(stepped)).toBeGreaterThan(0.9);
  expect(noiseOf(stepped)).toBeLessThan(1.1);
  expect(autocorrelation(noise(2000, 4))).toBeLessThan(0.1);
});
