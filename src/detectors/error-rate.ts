import type { Facts } from '../model/facts.js';
import { thousands } from '../model/thousands.js';
import type { Anomaly, Detector } from './detector.js';
import { type ErrorGroup, errorGroups } from './error-events.js';
import { minuteBefore } from './period-figures.js';
import { isRateLimit } from './rate-limit.js';
import { isRetryStorm } from './retry-storm.js';
import { percent } from './words.js';

/** Share of failures over a whole run that is none a user should have, and the fewest failures of it. */
export const WHOLE_RUN = 0.01;
/** Of a single label. */
export const WHOLE_LABEL = 0.1;
export const MIN_FAILURES = 10;
/** Share of failures, above the run's own, that breaks what the system is for. */
export const CRITICAL = 0.05;
/** Part of the run that errors must cover to be its normal state. */
const ALWAYS = 0.8;

/** Failures: bursts, rates that last, and rates that were there from the start. */
export const errorRate: Detector = {
  id: 'error-rate',
  title: 'Failures',
  docs: 'docs/detectors/error-rate.md',
  kinds: ['error-burst', 'error-rate'],
  unable: ({ known }) => (known.success ? null : 'The files do not tell successes from failures.'),
  detect(facts) {
    const found = errorGroups(facts)
      .filter((group) => !isRateLimit(group) && !isRetryStorm(group))
      .map((group) => fromGroup(facts, group));
    return [...found, ...always(facts, found)];
  },
};

function fromGroup(facts: Facts, group: ErrorGroup): Anomaly {
  const rate = group.failures / group.requests;
  const kind = group.burst ? 'error-burst' : 'error-rate';
  return {
    kind,
    window: { start: group.from, end: group.to },
    labels: group.labels,
    before: minuteBefore(facts, group.from),
    strength: Math.min(rate / Math.max(0.01, 3 * group.base), group.failures / 5),
    critical: rate - group.base >= CRITICAL,
    summary: `${thousands(group.failures)} of ${thousands(group.requests)} requests fail (${percent(rate)}; otherwise ${group.base < 0.0005 ? 'hardly any' : percent(group.base)}).`,
    facts: [
      { name: 'failed requests', value: group.failures, unit: 'requests' },
      { name: 'requests', value: group.requests, unit: 'requests' },
      { name: 'error rate', value: rate, unit: '0..1' },
      { name: 'error rate otherwise', value: group.base, unit: '0..1' },
    ],
    against: group.labels === 'all' ? [] : ['Other endpoints do not fail more than they do otherwise.'],
  };
}

/** Failures that are there all the time: no change, and no less wrong. */
function always(facts: Facts, found: readonly Anomaly[]): Anomaly[] {
  const { start, end } = facts.window;
  const covered = (labels: readonly string[] | 'all'): boolean =>
    found.some(
      (one) =>
        one.window.end - one.window.start >= ALWAYS * (end - start) &&
        (one.labels === 'all' || (labels !== 'all' && labels.every((label) => one.labels.includes(label)))),
    );
  const failed = facts.overall.failed.n;
  const all = facts.overall.ok.n + failed;
  const named = errorGroups(facts).reduce((sum, group) => sum + group.failures, 0);
  const out: Anomaly[] = [];
  const rest = failed - named;
  if (rest >= MIN_FAILURES && rest / all >= WHOLE_RUN && !covered('all')) out.push(lastingAnomaly(facts, 'all', rest, all));
  else {
    const labels = facts.labels.filter(({ label, ok, failed }) => {
      const own = errorGroups(facts).filter((one) => one.labels === 'all' || one.labels.includes(label as string));
      return failed.n >= MIN_FAILURES && failed.n / (ok.n + failed.n) >= WHOLE_LABEL && own.length === 0;
    });
    for (const { label, ok, failed } of labels.slice(0, 10)) out.push(lastingAnomaly(facts, [label as string], failed.n, ok.n + failed.n));
  }
  return out;
}

function lastingAnomaly(facts: Facts, labels: string[] | 'all', failures: number, requests: number): Anomaly {
  const rate = failures / requests;
  return {
    kind: 'error-rate',
    window: { ...facts.window },
    labels,
    before: null,
    strength: rate / (labels === 'all' ? WHOLE_RUN : WHOLE_LABEL),
    critical: rate >= CRITICAL,
    summary: `${thousands(failures)} of ${thousands(requests)} requests fail (${percent(rate)}), from the beginning to the end.`,
    facts: [
      { name: 'failed requests', value: failures, unit: 'requests' },
      { name: 'requests', value: requests, unit: 'requests' },
      { name: 'error rate', value: rate, unit: '0..1' },
    ],
    against: [
      'The rate does not change over the run, so a fault of the test itself (data, logins, checks) is as likely as one of the system.',
    ],
  };
}
