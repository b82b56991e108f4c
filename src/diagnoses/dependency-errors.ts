import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';

/** A service answers with errors, and callers pass them on. */
export const dependencyErrors = defineDiagnosis({
  id: 'dependency-errors',
  title: 'A service answered with errors',
  docs: 'docs/diagnoses/dependency-errors.md',
  claim: 'Failures begin in this service, and those that call it pass them on.',
  explains: [
    'error-burst',
    'error-rate',
    'retry-storm',
    'latency-shift',
    'latency-spike',
    'stall',
    'throughput-ceiling',
    'recovery-failure',
  ],
  asks: [
    { source: 'traces', question: 'In which service do failed requests have their deepest error, and what does it say?' },
    { source: 'metrics', question: 'Which service answers errors that none of its own calls had?' },
    { source: 'logs', question: 'Which service logged errors first, and which ones are new?' },
  ],
  lookAlikes: [
    { id: 'restart', toldApartBy: 'the service did not answer at all' },
    { id: 'rate-limit', toldApartBy: 'failures are refusals by a limit' },
    { id: 'pool-exhaustion', toldApartBy: 'failures are waits for a connection that timed out' },
    { id: 'db-lock', toldApartBy: 'failures are waits for a lock that timed out' },
  ],
  fix: (service) =>
    `Look at the errors of ${service} (message, first one, what they have in common), and mend them there; callers only pass them on.`,
  verify: 'The service answers the same requests without errors.',
  experimental: true,
  examine(c, place, file) {
    const failed = file.failed(['own'], 4);
    const answered = file.signal(
      ['http-server-errors', 'rpc-server-errors', 'http-server-failed', 'span-server-errors'],
      1.5,
      mine(place),
      'up',
    );
    const said = file.log(/./, 2, place, ['error', 'critical', 'fatal']);
    if (failed < 0.2 && !(c.location === null && (answered || said))) return file.exclude('failures do not begin there');
    const message = c.parts(['own'], place).errors[0]?.operation ?? '';
    if (/\b429\b|rate.?limit|too many requests/i.test(message)) file.against(3, 'they are refusals by a limit');
    if (c.repeats.some(({ peer, afterFailure }) => peer === place && afterFailure.during > 0.2))
      file.against(2, 'calls to it are repeated');
    // A time-out of the caller is a matter of time.
    if (/time(d)? ?out|timeout|ETIMEDOUT|deadline|aborted|cancel/i.test(message))
      file.against(2.5, 'callers gave up waiting; it did not answer with errors');
    const slow = c.share(['pool', 'database'], place);
    if (slow > 0.5) file.against(2, 'the failures follow from waiting');
  },
});
