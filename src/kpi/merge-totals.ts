import type { PartTotals, Totals } from '../model/facts.js';
import { mergeMoments } from '../stats/moments.js';

/** Totals of two sets of requests together. */
export function mergeTotals(a: Totals, b: Totals): Totals {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    moments: mergeMoments(a.moments, b.moments),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    satisfied: a.satisfied + b.satisfied,
    tolerating: a.tolerating + b.tolerating,
    bytesIn: a.bytesIn + b.bytesIn,
    bytesOut: a.bytesOut + b.bytesOut,
    ttfb: mergePart(a.ttfb, b.ttfb),
    connect: mergePart(a.connect, b.connect),
  };
}

function mergePart(a: PartTotals, b: PartTotals): PartTotals {
  return { n: a.n + b.n, sum: a.sum + b.sum, max: Math.max(a.max, b.max) };
}
