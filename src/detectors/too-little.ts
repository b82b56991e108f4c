import type { Facts } from '../model/facts.js';
import { span } from '../model/moments.js';
import { signalsOf } from './signals.js';

/** Shortest run, ms, and fewest requests in which something can be said to have changed. */
export const MIN_RUN: number = 120_000;
export const MIN_REQUESTS = 300;

/** Why a run is too small to be compared with itself; null if it is not. */
export function tooLittle(facts: Facts): string | null {
  const duration = facts.window.end - facts.window.start;
  if (duration < MIN_RUN) return `The run lasts ${span(duration)}; changes are looked for from ${MIN_RUN / 1000} s on.`;
  const requests = facts.overall.ok.n + facts.overall.failed.n;
  if (requests < MIN_REQUESTS) return `The run has ${requests} requests; changes are looked for from ${MIN_REQUESTS} on.`;
  return null;
}

/** As {@link tooLittle}, for what compares percentiles over time, also those of rare labels together. */
export function tooFewToFollow(facts: Facts): string | null {
  const reason = tooLittle(facts);
  if (reason !== null) return reason;
  if (facts.overall.ok.n === 0) return 'No request succeeded, so there are no latencies to compare.';
  const { followed, rare } = signalsOf(facts);
  return followed.length > 0 || rare !== null
    ? null
    : 'There are too few requests in a window of time to follow percentiles (20 in each of 12 windows).';
}

/** As {@link tooLittle}, for what compares percentiles of labels over time. */
export function tooFewPerLabel(facts: Facts): string | null {
  const reason = tooLittle(facts);
  if (reason !== null) return reason;
  if (facts.overall.ok.n === 0) return 'No request succeeded, so there are no latencies to compare.';
  if (signalsOf(facts).labels.length === 0)
    return 'No label has enough requests (300, and 20 in a window of time) to follow its percentiles.';
  return null;
}
