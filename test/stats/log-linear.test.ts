import { describe, expect, it } from 'vitest';
import { BUCKETS, bucketOf, lowerBound, RELATIVE_ERROR, representative, upperBound } from '../../src/stats/log-linear.js';

// Test vectors of the scheme, computed by an independent implementation on four database engines (docs/methods/histogram.md).
const VECTORS: [value: number, bucket: number, lower: number, upper: number][] = [
  [0, -1, 0, 0.0009765625],
  [0.0005, -1, 0, 0.0009765625],
  [0.0009765625, 0, 0.0009765625, 0.00098419189453125],
  [0.001, 3, 0.00099945068359375, 0.001007080078125],
  [0.1, 844, 0.099609375, 0.10009765625],
  [0.9999999999999999, 1279, 0.99609375, 1],
  [1, 1280, 1, 1.0078125],
  [1.5, 1344, 1.5, 1.5078125],
  [1.9999999999999998, 1407, 1.9921875, 2],
  [2, 1408, 2, 2.015625],
  [3.14159, 1481, 3.140625, 3.15625],
  [10, 1696, 10, 10.0625],
  [99.9, 2119, 99.5, 100],
  [100, 2120, 100, 100.5],
  [127, 2174, 127, 127.5],
  [128, 2176, 128, 129],
  [255, 2303, 255, 256],
  [256, 2304, 256, 258],
  [257, 2304, 256, 258],
  [258, 2305, 258, 260],
  [1000, 2554, 1000, 1004],
  [1023.9999999999999, 2559, 1020, 1024],
  [1024, 2560, 1024, 1032],
  [1234.5, 2586, 1232, 1240],
  [60000, 3306, 59904, 60160],
  [3600000, 4059, 3588096, 3604480],
  [67108863, 4607, 66846720, 67108864],
  [67108864, 4608, 67108864, Number.POSITIVE_INFINITY],
  [1e9, 4608, 67108864, Number.POSITIVE_INFINITY],
];

describe('log-linear buckets', () => {
  it.each(VECTORS)('%d ms lies in bucket %d', (value, bucket, lower, upper) => {
    expect(bucketOf(value)).toBe(bucket);
    expect(lowerBound(bucket)).toBe(lower);
    expect(upperBound(bucket)).toBe(upper);
  });

  it('puts every bound into its own bucket and the double below it into the one before', () => {
    const bits = new BigInt64Array(1);
    const double = new Float64Array(bits.buffer);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      expect(bucketOf(lowerBound(bucket))).toBe(bucket);
      double[0] = lowerBound(bucket);
      bits[0] = (bits[0] as bigint) - 1n;
      expect(bucketOf(double[0] as number)).toBe(bucket - 1);
    }
  });

  it('stands for every value within the stated error', () => {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const middle = representative(bucket, null);
      const low = lowerBound(bucket);
      const high = upperBound(bucket);
      expect((middle - low) / low).toBeLessThanOrEqual(RELATIVE_ERROR * 2);
      expect(Math.max(Math.abs(middle - low) / low, Math.abs(high - middle) / high)).toBeLessThanOrEqual(RELATIVE_ERROR + 1e-12);
    }
  });

  it('is exact for whole ms below 256 ms, and a whole number inside the bucket above', () => {
    for (let ms = 1; ms < 256; ms++) expect(representative(bucketOf(ms), 1)).toBe(ms);
    for (let ms = 256; ms < 100_000; ms += 7) {
      const value = representative(bucketOf(ms), 1);
      expect(Number.isInteger(value)).toBe(true);
      expect(bucketOf(value)).toBe(bucketOf(ms));
    }
  });
});
