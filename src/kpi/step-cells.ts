import type { MergeRule } from '../stats/histogram-grid.js';

/*
 * What is kept per step of time for all labels together, successes and failures apart. Offsets into a cell's scalars; the rules say how two
 * steps become one.
 */

export const C_N = 0;
export const C_SUM = 1;
/** Plain sum of squares: a step's latencies are too few to lose digits that matter. */
export const C_SQUARES = 2;
export const C_MIN = 3;
export const C_MAX = 4;
export const C_BYTES_IN = 5;
export const C_BYTES_OUT = 6;
export const C_TTFB_SUM = 7;
export const C_TTFB_N = 8;
export const C_TTFB_MAX = 9;
export const C_CONNECT_SUM = 10;
export const C_CONNECT_N = 11;
export const C_CONNECT_MAX = 12;
export const C_SATISFIED = 13;
export const C_TOLERATING = 14;
/** Users active: largest number, sum over rows, and rows that tell. */
export const C_USERS = 15;
export const C_USERS_SUM = 16;
export const C_USERS_N = 17;
/** First of six counts by error class, in the order of ERROR_CLASSES. */
export const C_CLASSES = 18;

export const STEP_SCALARS: readonly MergeRule[] = [
  ...['sum', 'sum', 'sum', 'min', 'max', 'sum', 'sum', 'sum', 'sum', 'max', 'sum', 'sum', 'max', 'sum', 'sum'],
  ...['max', 'sum', 'sum'],
  ...['sum', 'sum', 'sum', 'sum', 'sum', 'sum'],
] as MergeRule[];
