/* Numbers as findings say them. Reports have their own, finer rules; these must do with what a sentence bears. */

import { thousands } from '../model/thousands.js';

/** Milliseconds: `4.2 ms`, `350 ms`, `2,152 ms`, `12.4 s`. */
export function ms(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${value >= 100 || Number.isInteger(value) ? thousands(Math.round(value)) : value.toFixed(1)} ms`;
}

/** A share as a percentage. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2)} %`;
}

/** Requests per second. */
export function perSecond(value: number): string {
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)}/s`;
}

/** How many times, `1.4 times`. */
export function times(value: number): string {
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} times`;
}

/** A length of time, ms: `45 s`, `6 min`. */
export function lasting(value: number): string {
  const seconds = value / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
