import type { Span, Trace } from '../model/telemetry.js';
import { median, quantileOf } from '../stats/robust.js';

/** How far the clock of the traced services is ahead of the load tool's. */
export interface ClockEstimate {
  /** Best guess, ms. */
  offset: number;
  /** Least and greatest that the traces allow, ms. */
  low: number;
  high: number;
  /** Traces that it rests on. */
  traces: number;
}

/** Traces below which nothing is said: one that was matched wrongly would decide. */
const LEAST = 8;
/** Share of the traces that may contradict on each side: steps of a clock, work that goes on after the answer. */
const TRIMMED = 0.05;
/** How coarse stamps may be, ms: load tools round them, and a clock drifts during a test. */
const STAMP_MS = 20;
/** Offset that matters, ms: metrics are some seconds apart, and trouble has edges of 5 s. */
const MATTERS = 1000;

/**
 * From requests whose traces are known. What the first service did lies within what the load tool waited, so each request leaves an interval of offsets; the
 * best guess of one request is that the way there took as long as the way back, and the best of all is the median of these within what all allow.
 * @param traces with the requests they belong to, which failed ones and those without are left out of
 * @returns null where too few can be used
 */
export function estimateClock(traces: readonly Trace[]): ClockEstimate | null {
  const fits = traces.flatMap((trace) => {
    const entry = entryOf(trace);
    const { request } = trace;
    if (request === null || !request.success || entry === null || entry.duration > request.latency) return [];
    const high = trace.start + entry.start - request.timestamp;
    return [{ low: high - (request.latency - entry.duration), high }];
  });
  if (fits.length < LEAST) return null;
  const lows = fits.map((fit) => fit.low);
  const highs = fits.map((fit) => fit.high);
  const least = quantileOf(lows, 1 - TRIMMED);
  const greatest = quantileOf(highs, TRIMMED);
  // Where a clock was set during the test no offset fits all, and any between the two may be meant.
  const isTorn = least - greatest > STAMP_MS;
  const low = isTorn ? quantileOf(lows, TRIMMED) : Math.min(least, greatest);
  const high = isTorn ? quantileOf(highs, 1 - TRIMMED) : Math.max(least, greatest);
  const middle = median(fits.map((fit) => (fit.low + fit.high) / 2));
  return { offset: Math.min(high, Math.max(low, middle)), low, high, traces: fits.length };
}

/** Whether metrics and logs of another moment would be compared: it is large, and the traces do not allow that there is none. */
export function matters({ offset, low, high }: ClockEstimate): boolean {
  return Math.abs(offset) >= MATTERS && (low > 0 || high < 0);
}

/** What served the request: the longest span of a server, since the load tool may send spans of its own; else the longest without a parent. */
function entryOf({ spans }: Trace): Span | null {
  const served = spans.filter(({ kind }) => kind === 'server');
  const ids = new Set(spans.map(({ id }) => id));
  const candidates = served.length > 0 ? served : spans.filter(({ parent }) => parent === null || !ids.has(parent));
  return candidates.reduce<Span | null>((longest, span) => (longest !== null && longest.duration >= span.duration ? longest : span), null);
}
