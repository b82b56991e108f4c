import { thousands } from '../model/thousands.js';
import type { Detector } from './detector.js';
import { type ErrorGroup, errorGroups } from './error-events.js';
import { minuteBefore } from './period-figures.js';
import { percent } from './words.js';

/** Share of an event's failures that must be answers with status 429. */
const MOST = 0.5;

/** Whether failures are those of a limiter. */
export function isRateLimit(group: ErrorGroup): boolean {
  return group.limited >= MOST;
}

/** Requests turned away by a limiter: status 429 above the run's own rate of failures. */
export const rateLimit: Detector = {
  id: 'rate-limit',
  title: 'Rate limit',
  docs: 'docs/detectors/rate-limit.md',
  kinds: ['rate-limit'],
  unable: ({ known }) => (known.success ? null : 'The files do not tell successes from failures.'),
  detect: (facts) =>
    errorGroups(facts)
      .filter(isRateLimit)
      .map((group) => {
        const rate = group.failures / group.requests;
        return {
          kind: 'rate-limit',
          window: { start: group.from, end: group.to },
          labels: group.labels,
          before: minuteBefore(facts, group.from),
          strength: Math.min(rate / 0.01, group.failures / 5),
          critical: rate >= 0.05,
          summary: `${thousands(group.failures)} of ${thousands(group.requests)} requests are turned away (${percent(rate)}), most with status 429 (too many requests).`,
          facts: [
            { name: 'failed requests', value: group.failures, unit: 'requests' },
            { name: 'share of failures with status 429', value: group.limited, unit: '0..1' },
            { name: 'error rate', value: rate, unit: '0..1' },
          ],
          against: group.limited < 0.95 ? [`${percent(1 - group.limited)} of the failures have another status.`] : [],
        };
      }),
};
