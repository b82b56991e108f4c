/*
 * Bands of latency on a logarithmic axis. They are whole buckets of a log-linear histogram, and whole milliseconds where the file has no
 * others; so their lengths on the axis differ, up to twofold from one octave to the next. What is drawn is therefore the density, counts
 * per length of axis. Counts alone would show steps at powers of two, and combs where bands of one and of two milliseconds alternate.
 */

import { logarithmic, type Scale, tickText } from './ticks.js';

/** @returns where a logarithmic axis of these bands begins, ms: half the first bound above 0 where they begin with 0; above 0 in any case */
export function axisStart(bounds: readonly number[]): number {
  const first = bounds.find((bound) => bound > 0) ?? 1;
  return first === bounds[0] ? first : first / 2 || first;
}

/** Logarithmic axis of bands. Where they begin with 0, so does what is written at the axis. */
export function bandScale(bounds: readonly number[], wanted: number): { scale: Scale; text(tick: number): string } {
  const scale = logarithmic(axisStart(bounds), bounds.at(-1) as number, wanted);
  if (bounds[0] !== 0) return { scale, text: tickText };
  const first = axisStart(bounds) * 2;
  const ticks = [axisStart(bounds), ...scale.ticks.filter((tick) => tick >= first)];
  return { scale: { ...scale, ticks }, text: (tick) => (tick < first ? '0' : tickText(tick)) };
}

/** @returns counts per natural logarithm of latency, band by band; 0 for a band without length, which has no place on the axis */
export function densities(bounds: readonly number[], counts: readonly number[]): number[] {
  return counts.map((n, i) => {
    const length = Math.log((bounds[i + 1] as number) / ((bounds[i] as number) || axisStart(bounds)));
    return length > 0 ? n / length : 0;
  });
}
