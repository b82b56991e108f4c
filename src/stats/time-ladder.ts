/*
 * Widths of time steps. Each divides the next, so steps merge exactly into wider ones when a run turns out to be longer than
 * memory allows at the width so far.
 */

const DAY = 86_400;
/** Widths in seconds, from one second up to "everything in one step". */
export const STEP_SECONDS: readonly number[] = [
  1,
  5,
  10,
  30,
  60,
  300,
  600,
  1800,
  3600,
  21_600,
  DAY,
  10 * DAY,
  100 * DAY,
  1000 * DAY,
  100_000 * DAY,
];

/** Steps are counted from here (a whole number of days in 2032, s since the epoch), so that their numbers fit 32 bits from 1990 to 2100. */
export const ORIGIN_SECONDS: number = 23_000 * DAY;
/** {@link ORIGIN_SECONDS} in µs. */
export const ORIGIN_US: number = ORIGIN_SECONDS * 1e6;

/** Width of a level in µs. */
export function stepMicroseconds(level: number): number {
  return (STEP_SECONDS[level] as number) * 1e6;
}

/** Number of the step that a moment (µs since the epoch) lies in. */
export function slotOf(timestampUs: number, stepUs: number): number {
  return Math.floor((timestampUs - ORIGIN_US) / stepUs) | 0;
}

/** Start of a step, ms since the epoch. */
export function slotStart(slot: number, level: number): number {
  return (ORIGIN_SECONDS + slot * (STEP_SECONDS[level] as number)) * 1000;
}
