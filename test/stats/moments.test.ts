import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeMoments, momentsFromShifted } from '../../src/stats/moments.js';

function exact(values: readonly number[]): { mean: number; m2: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, m2: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) };
}

function shifted(values: readonly number[]): ReturnType<typeof momentsFromShifted> {
  const shift = values[0] ?? 0;
  return momentsFromShifted(
    values.length,
    shift,
    values.reduce((sum, x) => sum + (x - shift), 0),
    values.reduce((sum, x) => sum + (x - shift) ** 2, 0),
  );
}

const latencies = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 60 });

it('gives mean and squared deviations, merged or not', () => {
  fc.assert(
    fc.property(latencies, latencies, (a, b) => {
      const all = exact([...a, ...b]);
      const merged = mergeMoments(shifted(a), shifted(b));
      expect(merged.n).toBe(a.length + b.length);
      expect(merged.mean).toBeCloseTo(all.mean, 6);
      expect(Math.abs(merged.m2 - all.m2)).toBeLessThanOrEqual(1e-9 * Math.max(1, all.m2));
    }),
  );
});

it('keeps the digits where the mean is a million times the deviation', () => {
  const values = [3_600_000.001, 3_600_000.002, 3_600_000.003];
  expect(shifted(values).m2).toBeCloseTo(2e-6, 9);
});
