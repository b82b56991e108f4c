/** Digits read four at a time, as little-endian words. */

/** The word `0000`: what is left of digits without it (by xor) is their values. */
export const ZEROS = 0x30303030;
/** High bits of the four bytes of a word. */
export const HIGH = 0x80808080 | 0;

/** True if every byte of a word is the value of a digit. */
export function isFourDigits(digits: number): boolean {
  return (((digits + 0x76767676) | digits) & HIGH) === 0;
}

/** Number of four digits, the first in the lowest byte. */
export function fourDigits(digits: number): number {
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 255) * 100 + ((pairs >>> 16) & 255);
}
