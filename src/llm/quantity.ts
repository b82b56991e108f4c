/*
 * Numbers with units, from facts and from prose, on common ground: two quantities can only be compared if they are of one dimension.
 */

/** What a quantity measures. `ratio` is a share or a factor without more said; `percent` a share; `factor` how many times. */
export type Dimension = 'time' | 'ratio' | 'percent' | 'points' | 'factor' | 'rate' | 'bytes' | 'count';

/** A value on the base of its dimension: ms, shares of 1, 1/s, bytes. */
export interface Quantity {
  dimension: Dimension;
  value: number;
}

const TIME: Readonly<Record<string, number>> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = { b: 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, kb: 1e3, mb: 1e6, gb: 1e9 };

/** Spellings in prose → unit. */
const SPELT: readonly [RegExp, string][] = [
  [/^(µs|us|microseconds?)$/i, 'us'],
  [/^(ms|msecs?|milliseconds?)$/i, 'ms'],
  [/^(s|secs?|seconds?)$/i, 's'],
  [/^(min|mins|minutes?)$/i, 'min'],
  [/^(h|hrs?|hours?)$/i, 'h'],
  [/^(%|percent|per cent)$/i, '%'],
  [/^(pp|percentage points?|points?)$/i, 'pp'],
  [/^(x|×|times|-?fold)$/i, 'times'],
  [/^(\/\s?s|per second|a second|rps|req\/s|requests per second|requests a second|requests\/s)$/i, '1/s'],
  [/^(bytes?|b)$/i, 'b'],
  [/^(kib|mib|gib|kb|mb|gb)$/i, ''],
];

/** Units that can follow a number in prose, longest first. */
export const UNIT_WORDS =
  'requests per second|requests a second|requests/s|percentage points?|milliseconds?|microseconds?|per second|a second|per cent|minutes?|seconds?|percent|points?|msecs?|hours?|times|bytes?|req/s|-?fold|mins?|secs?|hrs?|rps|KiB|MiB|GiB|kB|KB|MB|GB|/\\s?s|ms|µs|us|pp|min|%|×|x|s|h|B';

/**
 * @param value as written or as the analysis has it
 * @param unit of the analysis (`ms`, `1/s`, `0..1`, `ratio`, `requests`, …) or as prose spells it; empty for a plain number
 */
export function quantityOf(value: number, unit: string): Quantity {
  const spelt = SPELT.find(([pattern]) => pattern.test(unit.trim()))?.[1];
  const name = (spelt === undefined || spelt === '' ? unit.trim() : spelt).toLowerCase();
  if (Object.hasOwn(TIME, name)) return { dimension: 'time', value: value * (TIME[name] as number) };
  if (Object.hasOwn(BYTES, name) && name !== 'b') return { dimension: 'bytes', value: value * (BYTES[name] as number) };
  if (name === 'b' || name === 'bytes') return { dimension: 'bytes', value };
  if (name === '0..1' || name === 'ratio' || name === 'share') return { dimension: 'ratio', value };
  if (name === '%') return { dimension: 'percent', value: value / 100 };
  if (name === 'pp') return { dimension: 'points', value: value / 100 };
  if (name === 'times' || name === 'fold') return { dimension: 'factor', value };
  if (name === '1/s') return { dimension: 'rate', value };
  return { dimension: 'count', value };
}

/** @returns whether two dimensions can be one: a bare ratio can be said as a percentage or as a factor; "12 times" can count */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  if (a === b) return true;
  const pair = [a, b].sort().join(' ');
  return pair === 'percent ratio' || pair === 'factor ratio' || pair === 'count factor';
}
