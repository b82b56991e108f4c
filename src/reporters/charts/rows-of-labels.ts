import { SMALL } from './drawing.js';
import type { Plot } from './plot.js';
import { fitted, textWidth } from './text-width.js';

/** Space between neighbours in a row, px. */
const APART = 10;

/** A label above a plot. */
export interface PlacedLabel {
  /** Which of the labels that were asked for. */
  index: number;
  /** What is left of it. */
  text: string;
  /** Its left end, px. */
  left: number;
  /** 0 is the row next to the plot. */
  row: number;
}

/**
 * Gives labels a place above a plot so that none covers another: each in the first row that has room for it.
 * @param labels in the order of their places; `at` px of the mark that a label names; `centred` over it rather than beginning there
 * @param rows at most; a label for which none has room is left out
 */
export function placeLabels(
  labels: readonly { at: number; text: string }[],
  { left, right }: Pick<Plot, 'left' | 'right'>,
  rows: number,
  centred = false,
): PlacedLabel[] {
  const free = new Array<number>(rows).fill(left);
  const placed: PlacedLabel[] = [];
  labels.forEach(({ at, text }, index) => {
    const wanted = Math.min(textWidth(text, SMALL), right - left);
    const start = Math.max(left, Math.min(centred ? at - wanted / 2 : at, right - wanted));
    const row = free.findIndex((edge) => edge <= start);
    if (row < 0) return;
    // A little more than it takes: sums of widths differ in their last digits.
    const shown = fitted(text, wanted + 0.01, SMALL);
    placed.push({ index, text: shown, left: start, row });
    free[row] = start + textWidth(shown, SMALL) + APART;
  });
  return placed;
}

/** @returns how many rows labels take */
export function rowsTaken(placed: readonly PlacedLabel[]): number {
  return Math.max(0, ...placed.map(({ row }) => row + 1));
}
