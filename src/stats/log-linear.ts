/*
 * The bucket scheme: log-linear on the IEEE-754 bits of a latency in ms, 128 buckets per octave (k = 7), from 2^-10 ms to 2^26 ms.
 * Bounds are exact doubles in every language, so a database can group by the same bucket (docs/methods/histogram.md has the SQL).
 * A bucket is [lower, upper); its width is at most 1/128 of its lower bound, so the harmonic middle is off by at most 1/257.
 */

/** Buckets per octave, as a power of two. */
const BITS = 7;
/** Exponent of the smallest latency that has a bucket of its own: 2^-10 ms, about 1 µs. */
const MIN_EXPONENT = -10;
/** Exponent of the first latency beyond the scheme: 2^26 ms, 18.6 h. */
const MAX_EXPONENT = 26;
/** Top bits of the double 2^MIN_EXPONENT, which is the bit pattern of bucket 0. */
const FIRST = (1023 + MIN_EXPONENT) << BITS;

/** Number of regular buckets. Index -1 lies below them (it holds 0), index {@link BUCKETS} above. */
export const BUCKETS: number = (MAX_EXPONENT - MIN_EXPONENT) << BITS;
/** Largest relative error of a bucket's representative against any value in it (share). */
export const RELATIVE_ERROR: number = 1 / 257;

/** The same for representatives that are snapped to multiples of a resolution: 257 for 256 (share). */
export const SNAPPED_ERROR: number = 1 / 256;

const SMALLEST = 2 ** MIN_EXPONENT;
const LARGEST = 2 ** MAX_EXPONENT;
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
// The high word holds sign, exponent and the first 20 bits of the mantissa; which of the two it is depends on the machine.
const HIGH: number = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Bucket of a latency.
 * @param value ms, finite, >= 0
 * @returns index from -1 to {@link BUCKETS}
 */
export function bucketOf(value: number): number {
  if (value < SMALLEST) return -1;
  if (value >= LARGEST) return BUCKETS;
  double[0] = value;
  return ((words[HIGH] as number) >>> (20 - BITS)) - FIRST;
}

/** Smallest value of a bucket, ms; 0 for -1. */
export function lowerBound(bucket: number): number {
  if (bucket < 0) return 0;
  return 2 ** ((bucket >> BITS) + MIN_EXPONENT) * (1 + (bucket & ((1 << BITS) - 1)) / (1 << BITS));
}

/** First value beyond a bucket, ms; infinity for {@link BUCKETS}. */
export function upperBound(bucket: number): number {
  return bucket >= BUCKETS ? Number.POSITIVE_INFINITY : lowerBound(bucket + 1);
}

/**
 * The value that stands for a bucket: the harmonic middle of its bounds, whose relative error is the same towards both. Where all values are
 * multiples of a resolution, the nearest multiple inside the bucket; for whole ms that is exact below 256 ms.
 * @param bucket index from -1 to {@link BUCKETS}
 * @param resolution ms; null = values are not quantised
 * @returns ms; 0 for -1, infinity for {@link BUCKETS} (the caller clamps to the exact smallest and largest value)
 */
export function representative(bucket: number, resolution: number | null): number {
  if (bucket < 0) return 0;
  if (bucket >= BUCKETS) return Number.POSITIVE_INFINITY;
  const low = lowerBound(bucket);
  const high = lowerBound(bucket + 1);
  const middle = (2 * low * high) / (low + high);
  if (resolution === null) return middle;
  const nearest = Math.round(middle / resolution) * resolution;
  if (nearest >= high) return Math.floor(middle / resolution) * resolution >= low ? Math.floor(middle / resolution) * resolution : middle;
  if (nearest < low) return Math.ceil(middle / resolution) * resolution < high ? Math.ceil(middle / resolution) * resolution : middle;
  return nearest;
}
