import fc from 'fast-check';
import { expect, it } from 'vitest';
import { denseQuantiles } from '../../src/stats/dense-quantiles.js';
import { Histogram } from '../../src/stats/histogram.js';
import { bucketOf } from '../../src/stats/log-linear.js';
import { percentiles } from '../../src/stats/quantile.js';

it('gives what a histogram of the same values gives', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 200 }), fc.boolean(), (values, whole) => {
      const histogram = new Histogram();
      const [min, max] = [Math.min(...values), Math.max(...values)];
      const first = bucketOf(min) - 1;
      const length = bucketOf(max) + 2 - first;
      const counts = new Uint32Array(length + 5);
      for (const value of values) {
        histogram.add(bucketOf(value), 1);
        counts[5 + bucketOf(value) - first] = (counts[5 + bucketOf(value) - first] as number) + 1;
      }
      const bounds = { min, max, resolution: whole ? 1 : null };
      const shares = [0.1, 0.25, 0.5, 0.95, 1];
      const out: number[] = [];
      denseQuantiles(counts, 5, length, first, values.length, shares, bounds, out);
      expect(out).toEqual(percentiles(histogram, shares, bounds));
    }),
  );
});
