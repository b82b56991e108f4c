import type { Detector } from './detector.js';
import { type ErrorGroup, errorGroups } from './error-events.js';
import { minuteBefore } from './period-figures.js';
import { isRateLimit } from './rate-limit.js';
import { percent, times } from './words.js';

/** Growth of arrivals with the failures, and share of failures, that make a storm. */
const GROWS = 1.15;
const FAILS = 0.03;

/** Whether failures bring more requests. */
export function isRetryStorm(group: ErrorGroup): boolean {
  return !isRateLimit(group) && group.grows > GROWS && group.failures >= FAILS * group.requests;
}

/** Failures that are tried again at once, so that they bring more load. */
export const retryStorm: Detector = {
  id: 'retry-storm',
  title: 'Retry storm',
  docs: 'docs/detectors/retry-storm.md',
  kinds: ['retry-storm'],
  unable: ({ known }) => (known.success ? null : 'The files do not tell successes from failures.'),
  detect: (facts) =>
    errorGroups(facts)
      .filter(isRetryStorm)
      .map((group) => {
        const rate = group.failures / group.requests;
        return {
          kind: 'retry-storm',
          window: { start: group.from, end: group.to },
          labels: group.labels,
          before: minuteBefore(facts, group.from),
          strength: Math.min(group.grows / GROWS, rate / FAILS),
          critical: true,
          summary: `${percent(rate)} of the requests fail, and with the failures come ${times(group.grows)} as many requests as before: they are tried again at once.`,
          facts: [
            { name: 'failed requests', value: group.failures, unit: 'requests' },
            { name: 'arrivals over those before', value: group.grows, unit: 'ratio' },
            { name: 'error rate', value: rate, unit: '0..1' },
          ],
          against: [
            'The file does not mark retries: that there are more requests is seen, why is concluded from their coming and going with the failures.',
          ],
        };
      }),
};
