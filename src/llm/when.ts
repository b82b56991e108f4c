import { span } from '../model/moments.js';
import type { Window } from '../model/window.js';

/*
 * Times as somebody says them who tells of a test: from its start, and by the clock for whoever looks into logs.
 */

/** Share of the run that counts as all of it. */
const WHOLE = 0.95;

/** @returns `09:38:40 UTC` */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

/** @returns `1 min 6 s into the test (09:38:40 UTC)`; `at the start of the test (…)` within the first second */
export function into(at: number, start: number): string {
  const distance = Math.floor((at - start) / 1000) * 1000;
  return distance < 1000 ? `at the start of the test (${clock(at)})` : `${span(distance)} into the test (${clock(at)})`;
}

/**
 * @param window of what happened; null where the files hold no times
 * @returns `From 1 min 6 s into the test (09:38:40 UTC), for 55 s,`, or the like; ready for a clause to follow
 */
export function during(window: Window | null, run: { start: number | null; end: number | null }): string {
  if (window === null || run.start === null || run.end === null) return 'Over the whole test';
  const { start, end } = window;
  if (end - start >= WHOLE * (run.end - run.start)) return 'Over the whole test';
  const toEnd = run.end - end < 0.02 * (run.end - run.start) + 1000;
  const from = start - run.start < 1000 ? 'From the start of the test' : `From ${into(start, run.start)}`;
  return toEnd ? `${from} to its end` : `${from}, for ${span(Math.round((end - start) / 1000) * 1000)},`;
}

/** @returns `from 09:38:40 to 09:39:35 UTC`, for whoever has to look there; the whole test where nothing is known */
export function lookAt(window: Window | null): string {
  if (window === null) return 'for the time of the test';
  return `from ${clock(window.start).replace(' UTC', '')} to ${clock(window.end)}`;
}
