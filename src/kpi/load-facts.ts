import type { LoadFacts } from '../model/analysis.js';
import type { Facts } from '../model/facts.js';
import { mergeTotals } from './merge-totals.js';

/** More requests in flight than users, beyond this, cannot be. */
const TOLERANCE = 1.05;
/** Steps needed for a dispersion. */
const MIN_STEPS = 10;

/**
 * Facts about the offered load.
 * @param someLabels whether a filter leaves labels out: then users do more than what is counted, and their number says nothing about it
 */
export function loadFacts(facts: Facts, someLabels: boolean): LoadFacts {
  const all = mergeTotals(facts.overall.ok, facts.overall.failed);
  const seconds = (facts.window.end - facts.window.start) / 1000;
  const users = facts.steps.map((step) => step.users).filter((one) => one !== null);
  const usersMean = users.length === 0 ? null : users.reduce((sum, { mean }) => sum + mean, 0) / users.length;
  const usersMax = users.length === 0 ? null : users.reduce((most, { max }) => Math.max(most, max), 0);
  const rate = seconds > 0 ? all.n / seconds : null;
  const mean = all.sum / all.n;
  const inFlight = rate === null ? null : (rate * mean) / 1000;
  return {
    usersMax,
    usersMean,
    threads: facts.known.threads ? facts.threads : null,
    littlesLaw:
      rate === null || inFlight === null
        ? null
        : {
            throughput: rate,
            meanLatency: mean,
            inFlight,
            users: someLabels ? null : usersMean,
            impliedPause: someLabels || usersMean === null ? null : Math.max(0, (usersMean / rate) * 1000 - mean),
            consistent: someLabels || usersMax === null ? null : inFlight <= usersMax * TOLERANCE,
          },
    arrivals:
      rate === null
        ? null
        : {
            resolution: facts.longestGap.resolution,
            longestGap: facts.longestGap.gap,
            longestGapStart: facts.longestGap.start,
            meanRate: rate,
            dispersion: dispersion(facts),
          },
  };
}

/** Variance / mean of starts per step, without the first and last step, which are cut. */
function dispersion(facts: Facts): number | null {
  const counts = facts.steps.slice(1, -1).map((step) => step.ok.n + step.failed.n);
  if (counts.length < MIN_STEPS) return null;
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  if (mean === 0) return null;
  return counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length / mean;
}
