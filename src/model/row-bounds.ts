/** What a row can be at all, the same for every format: beyond it a stamp or a duration is broken, and the row is rejected. */

/** First moment of 1990, µs since the epoch. */
export const EARLIEST_US = 631_152_000e6;
/** First moment of 2100, µs since the epoch. */
export const LATEST_US = 4_102_444_800e6;
/** 31 days, ms. */
export const LONGEST_MS: number = 31 * 86_400_000;
