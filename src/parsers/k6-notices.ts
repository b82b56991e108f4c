import { HeimrError } from '../errors.js';
import type { Note, OptionalColumn } from '../model/reading.js';
import type { K6Run } from './k6-run.js';

/** What the reader of figures from k6 must know. */
export function noteRun(name: string, run: K6Run, note: Note): void {
  const { dropped, withoutVerdict, incomplete, unusable } = run;
  const unkept = run.unkept + run.totals.dropped;
  if (unusable > 0) {
    note({
      id: 'k6-values',
      level: 'warning',
      file: name,
      what: `${unusable} points of other metrics have a value that is no finite number; they are left out.`,
      why: 'A script can add anything to a metric of its own.',
      todo: 'Look at what the script adds to its metrics.',
    });
  }
  if (unkept > 0) {
    note({
      id: 'k6-names',
      level: 'warning',
      file: name,
      what: `There are more checks, scenarios, thresholds or metrics than are kept (1,000; metrics 500): ${unkept} points of others are not shown.`,
      why: 'A script that makes names by the thousand, such as one for each user, has no totals that anyone can read.',
      todo: 'Give names that do not change from request to request.',
    });
  }
  if (dropped > 0) {
    note({
      id: 'dropped-iterations',
      level: 'warning',
      file: name,
      what: `k6 did not start ${dropped} iterations that were due.`,
      why: 'No virtual user was free: the load that was asked for was not offered, and the requests that were not sent would have waited longest.',
      todo: 'Raise maxVUs, or look at what held the users.',
    });
  }
  if (withoutVerdict > 0) {
    note({
      id: 'no-verdict',
      level: 'info',
      file: name,
      what: `${withoutVerdict} requests have no http_req_failed: those with a status of 200 to 399 count as successful.`,
      why: 'k6 before 0.31 does not write it, and scripts can switch it off.',
      todo: '',
    });
  }
  if (incomplete > 0) {
    note({
      id: 'incomplete-requests',
      level: 'info',
      file: name,
      what: `${incomplete} of ${run.requests} requests lack some of their points.`,
      why: 'The file was filtered, or cut. What is missing is unknown; a request without its duration is rejected.',
      todo: '',
    });
  }
}

/**
 * A file of k6 without any HTTP request.
 * @throws HeimrError `unusable`, saying what is in it
 */
export function refuseWithoutRequests(name: string, run: K6Run): void {
  if (run.tally.counts.read > 0) return;
  const held = run.totals
    .list()
    .filter(({ name: metric }) => !/^(?:data_|iteration_)/.test(metric))
    .slice(0, 6)
    .map(({ name: metric, count }) => `${metric} (${count})`);
  throw new HeimrError(
    'unusable',
    `${name} holds no HTTP request of k6${held.length > 0 ? `; it holds points of ${held.join(', ')}` : ''}.`,
    'Heimr counts HTTP requests (http_req_duration). gRPC, WebSocket and browser metrics are shown beside them, and are no requests.',
  );
}

/** Columns that points have. */
export function columnsOf(run: K6Run): ReadonlySet<OptionalColumn> {
  const columns = new Set<OptionalColumn>(['label', 'responseCode', 'responseMessage', 'success', 'connect', 'ttfb', 'url']);
  if (run.anyThread) columns.add('thread');
  if (run.anyVus) columns.add('users');
  if (run.anyTrace) columns.add('traceId');
  return columns;
}
