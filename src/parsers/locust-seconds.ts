import { type AggregateStep, type Aggregates, NO_LATENCY } from '../model/aggregates.js';

/** Counts by second as steps of time. */

/** Widths of steps, s. */
const WIDTHS: readonly number[] = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400, 864_000, 8_640_000, 864_000_000];
/** Steps at most. */
const MAX_STEPS = 3600;

/**
 * Steps from the first second to the last, wide enough for at most 3,600 of them. A second that is not there had no request.
 * @param errors failures by second; null where they are unknown
 */
export function secondsOf(counts: ReadonlyMap<number, number>, errors: ReadonlyMap<number, number> | null): Aggregates['history'] {
  if (counts.size === 0) return null;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const second of [...counts.keys(), ...(errors?.keys() ?? [])]) {
    first = Math.min(first, second);
    last = Math.max(last, second);
  }
  const width = WIDTHS.find((w) => Math.floor(last / w) - Math.floor(first / w) < MAX_STEPS) as number;
  const from = Math.floor(first / width);
  const steps = Array.from(
    { length: Math.floor(last / width) - from + 1 },
    (_, i): AggregateStep => ({ start: (from + i) * width * 1000, count: 0, errors: errors && 0, users: null, latency: NO_LATENCY }),
  );
  for (const [second, count] of counts) (steps[Math.floor(second / width) - from] as AggregateStep).count += count;
  for (const [second, count] of errors ?? []) {
    const step = steps[Math.floor(second / width) - from] as AggregateStep;
    step.errors = (step.errors ?? 0) + count;
  }
  return { step: width * 1000, steps };
}
