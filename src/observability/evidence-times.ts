import type { Evidence } from '../model/evidence.js';

/**
 * Evidence from backends with its times on the load tool's clock, like all others of an analysis. Queries and links stay on the backends'.
 * @param known evidence of the results themselves, which is on that clock already
 * @param offset how far the backends' clock is ahead, ms
 */
export function onLoadToolClock(evidence: readonly Evidence[], known: readonly Evidence[], offset: number): Evidence[] {
  if (offset === 0) return [...evidence];
  const own = new Set(known.map(({ id }) => id));
  return evidence.map((one) =>
    own.has(one.id)
      ? one
      : {
          ...one,
          window: one.window === null ? null : { start: one.window.start - offset, end: one.window.end - offset },
          series: one.series === null ? null : { ...one.series, at: one.series.at.map((at) => at - offset) },
        },
  );
}
