import { hasAll, ITEM, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { CONVERT, INTERVALS, NO_READER, TOTALS } from './foreign-signature.js';
import { hasColumns } from './foreign-view.js';

const LISTEN =
  'Record single requests next time: a listener on events.request that writes a CSV row timeStamp,elapsed,label,success ' +
  '(start_time in ms, response_time, name, exception is None) for each.';

/** What Locust writes, alone and under Taurus. */
export const locustSignatures: readonly ForeignSignature[] = [
  {
    id: 'locust-stats',
    title: 'Locust statistics in CSV',
    test: (view) =>
      hasColumns(view, 'Type', 'Name', 'Request Count') ||
      (hasColumns(view, 'Method', 'Name', '# requests') && 'version 0.x') ||
      (hasColumns(view, 'Name', '# requests', '50%') && 'version 0.x, distribution'),
    why: TOTALS,
    hint: LISTEN,
  },
  {
    id: 'locust-history',
    title: 'Locust statistics history in CSV',
    test: (view) => hasColumns(view, 'Timestamp', 'User Count'),
    why: INTERVALS,
    hint: LISTEN,
  },
  {
    id: 'locust-failures',
    title: 'Locust failures list in CSV',
    test: (view) => hasColumns(view, 'Method', 'Name', 'Error'),
    why: 'It counts errors by message; it holds no requests and no times.',
    hint: LISTEN,
  },
  {
    id: 'locust-exceptions',
    title: 'Locust exceptions list in CSV',
    test: (view) => hasColumns(view, 'Count', 'Message', 'Traceback'),
    why: 'It counts exceptions of the test script; it holds no requests and no times.',
    hint: LISTEN,
  },
  {
    id: 'locust-request-log',
    title: 'Locust request log in CSV',
    test: (view) => hasColumns(view, 'timestamp', 'request_type', 'name', 'response_time_ms'),
    why: NO_READER,
    hint: `Its stamp is the start in SECONDS. ${CONVERT}`,
  },
  {
    id: 'locust-json',
    title: 'Locust statistics in JSON',
    test: ({ json }) => json?.kind === 'array' && hasAll(nodeAt(json, ITEM), 'response_times', 'num_requests'),
    why: 'It holds histograms and counts, not single requests, and this version reads single requests only.',
    hint: LISTEN,
  },
  {
    id: 'taurus-locust',
    title: "Locust workers' report of Taurus",
    test: ({ json }) => hasAll(nodeAt(json, 'stats', ITEM), 'response_times', 'num_requests'),
    why: 'It holds histograms and counts, not single requests, and this version reads single requests only.',
    hint: LISTEN,
  },
  {
    id: 'locust-html',
    title: 'Locust HTML report',
    test: ({ html, text }) => html && /<title>(?:Locust<|Test Report for )|Locust Test Report/i.test(text),
    why: TOTALS,
    hint: LISTEN,
  },
];
