/**
 * The bucket that holds a latency: log-linear, 128 buckets per octave from 2^-10 to 2^26 ms, lower edge inside, upper outside.
 * Said in plain arithmetic on purpose: Heimr reads the bits of the double, and only two different ways can prove each other.
 */
export function bucketOf(ms: number): { lower: number; upper: number; width: number } {
  const [min, max] = [2 ** -10, 2 ** 26];
  if (ms < min) return { lower: 0, upper: min, width: min };
  if (ms >= max) return { lower: max, upper: Infinity, width: Infinity };
  let octave = min;
  while (octave * 2 <= ms) octave *= 2;
  const width = octave / 128;
  const lower = octave + Math.floor((ms - octave) / width) * width;
  return { lower, upper: lower + width, width };
}
