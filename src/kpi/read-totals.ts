import type { Totals } from '../model/facts.js';
import { momentsFromShifted } from '../stats/moments.js';
import * as S from './series-totals.js';
import * as C from './step-cells.js';

const NONE: Totals = {
  n: 0,
  sum: 0,
  moments: { n: 0, mean: 0, m2: 0 },
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  satisfied: 0,
  tolerating: 0,
  bytesIn: 0,
  bytesOut: 0,
  ttfb: { n: 0, sum: 0, max: 0 },
  connect: { n: 0, sum: 0, max: 0 },
};

/** Totals of no request. */
export function noTotals(): Totals {
  return NONE;
}

/** Totals of a series, as a value. */
export function totalsOfSeries(totals: S.SeriesTotals, series: number): Totals {
  const get = (offset: number): number => totals.values[series * S.STRIDE + offset] as number;
  const n = get(S.N);
  if (n === 0) return NONE;
  return {
    n,
    sum: get(S.SUM),
    moments: momentsFromShifted(n, get(S.SHIFT), get(S.SUM) - n * get(S.SHIFT), get(S.SQUARES)),
    min: get(S.MIN),
    max: get(S.MAX),
    satisfied: get(S.SATISFIED),
    tolerating: get(S.TOLERATING),
    bytesIn: get(S.BYTES_IN),
    bytesOut: get(S.BYTES_OUT),
    ttfb: { n: get(S.TTFB_N), sum: get(S.TTFB_SUM), max: get(S.TTFB_MAX) },
    connect: { n: get(S.CONNECT_N), sum: get(S.CONNECT_SUM), max: get(S.CONNECT_MAX) },
  };
}

/** Totals of a cell of the step grid, as a value. `at` is the index of its first scalar. */
export function totalsOfStep(scalars: Float64Array, at: number): Totals {
  const get = (offset: number): number => scalars[at + offset] as number;
  const n = get(C.C_N);
  if (n === 0) return NONE;
  return {
    n,
    sum: get(C.C_SUM),
    moments: momentsFromShifted(n, 0, get(C.C_SUM), get(C.C_SQUARES)),
    min: get(C.C_MIN),
    max: get(C.C_MAX),
    satisfied: get(C.C_SATISFIED),
    tolerating: get(C.C_TOLERATING),
    bytesIn: get(C.C_BYTES_IN),
    bytesOut: get(C.C_BYTES_OUT),
    ttfb: { n: get(C.C_TTFB_N), sum: get(C.C_TTFB_SUM), max: Math.max(0, get(C.C_TTFB_MAX)) },
    connect: { n: get(C.C_CONNECT_N), sum: get(C.C_CONNECT_SUM), max: Math.max(0, get(C.C_CONNECT_MAX)) },
  };
}
