import type { Window } from '../model/window.js';
import type { LogBins } from './log-line.js';

/** Widths of bins, ms. Each is a whole number of seconds that divides a day, as steps of queries stand at multiples of themselves since 1970. */
const WIDTHS = [5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400].map((seconds) => seconds * 1000);
/** Bins of a test. */
const MAX_BINS = 360;

/**
 * Bins that cover a test: on multiples of their width, since Loki moves a query's start and end there anyway. The first and the last reach
 * beyond the test by less than a width.
 */
export function binsOf(window: Window): LogBins {
  const length = Math.max(window.end - window.start, 1);
  const width = WIDTHS.find((one) => length / one <= MAX_BINS - 2) ?? Math.ceil(length / MAX_BINS / 86_400_000) * 86_400_000;
  const start = Math.floor(window.start / width) * width;
  return { start, width, count: Math.max(1, Math.ceil((window.end - start) / width)) };
}

/** What the bins cover, ms. */
export function spanOf(bins: LogBins): Window {
  return { start: bins.start, end: bins.start + bins.width * bins.count };
}
