import type { Timeline, TimelinePoint } from '../../model/analysis.js';

/** Steps that are drawn one by one: about one a pixel. */
const MOST_STEPS = 720;
/** Columns into which more steps are put: three pixels each, so that the middle and the extremes of each can be told apart. */
const MOST_COLUMNS = 240;
/** Steps that go into one column: with steps of 1, 5, 10, 30 s … these are lengths of time that people count in. */
const SIZES = [2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440];

/** Neighbouring steps of a timeline that are drawn as one. */
export interface Column {
  /** Start of the first step, ms epoch. */
  start: number;
  /** End of the last step, ms epoch. */
  end: number;
  points: readonly TimelinePoint[];
}

/** A timeline as it is drawn. */
export interface Columns {
  /** Steps in a column; 1 where each is drawn by itself. */
  size: number;
  /** Width of a column, ms. */
  width: number;
  columns: Column[];
}

/** Puts the steps of a long run together, so that a drawing does not grow with the length of a run, and lines do not cover each other. */
export function columnsOf({ points, step }: Timeline): Columns {
  const least = Math.ceil(points.length / MOST_COLUMNS);
  const size = points.length <= MOST_STEPS ? 1 : (SIZES.find((one) => one >= least) ?? least);
  const columns: Column[] = [];
  for (let from = 0; from < points.length; from += size) {
    const own = points.slice(from, from + size);
    const start = (own[0] as TimelinePoint).start;
    columns.push({ start, end: start + own.length * step, points: own });
  }
  return { size, width: step * size, columns };
}

/** Lowest, middle and highest value of a column. */
export interface Spread {
  least: number;
  middle: number;
  most: number;
}

/** @returns spread of what is known of the steps of a column; null where nothing is. Of two middle values the upper one: it was measured. */
export function spreadOf({ points }: Column, value: (point: TimelinePoint) => number | null): Spread | null {
  const sorted = points
    .map(value)
    .filter((one) => one !== null)
    .sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return { least: sorted[0] as number, middle: sorted[sorted.length >> 1] as number, most: sorted.at(-1) as number };
}
