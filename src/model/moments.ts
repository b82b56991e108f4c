import { DASH, measure } from './quantities.js';

/*
 * Moments and spans. Always UTC: a report is read in other zones than the one it was made in. A given number becomes text here;
 * nothing reads a clock.
 */

/** Largest moment that a date can hold, ms. */
const LAST = 8.64e15;

/** @returns a moment as ISO 8601 in UTC, to the second */
export function moment(at: number | null): string {
  if (at === null || !(Math.abs(at) <= LAST)) return DASH;
  return `${new Date(at).toISOString().replace(/\.\d{3}Z$/, '')}Z`;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** @returns a length of time: `350 ms`, `12.5 s`, `30 min 4 s`, `2 h 5 min` */
export function span(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return DASH;
  if (Math.abs(ms) < 1000) return `${measure(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${measure(Math.round(ms / 100) / 10)} s`;
  if (seconds < 3600) return units(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return units(seconds, 3600, 'h', 60, 'min');
  return units(seconds, 86_400, 'd', 3600, 'h');
}

/** Two units; the small one is left out where it is 0. */
function units(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rounded = Math.round(seconds / small) * small;
  const rest = Math.floor((rounded % large) / small);
  const head = `${Math.floor(rounded / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}

/** @returns a moment as its distance from the start of the window: `+12m30s`, `+1h02m03s` */
export function offset(at: number | null, start: number | null): string {
  if (at === null || start === null || !Number.isFinite(at - start)) return DASH;
  const seconds = Math.floor(Math.abs(at - start) / 1000);
  const sign = at < start && seconds > 0 ? '-' : '+';
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (h > 0) return `${sign}${h}h${pad(m)}m${pad(s)}s`;
  return m > 0 ? `${sign}${m}m${pad(s)}s` : `${sign}${s}s`;
}
