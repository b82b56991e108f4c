import { hasAll, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { INTERVALS, TOTALS } from './foreign-signature.js';
import { hasColumns } from './foreign-view.js';

const RECORD =
  'Record single requests next time (k6 run --out json=run.json), or the totals (--summary-export=summary.json); Heimr reads both.';
const DASHBOARD_EVENTS = ['param', 'config', 'metric', 'start', 'stop', 'snapshot', 'cumulative', 'threshold'];

/** What k6 and its tools write besides what is read. */
export const k6Signatures: readonly ForeignSignature[] = [
  {
    id: 'k6-console',
    title: 'k6 console summary',
    test: ({ text }) => /\b(?:http_req_duration|iteration_duration)\.{3,}: ?avg=/.test(text),
    why: TOTALS,
    hint: RECORD,
  },
  {
    id: 'k6-cloud-csv',
    title: 'k6 Cloud export in CSV',
    test: (view) => hasColumns(view, 'time', 'metric', 'group_id', 'response_time'),
    why: INTERVALS,
    hint: RECORD,
  },
  {
    id: 'xk6-dashboard',
    title: 'xk6-dashboard recording',
    test: ({ json }) => hasAll(json, 'event', 'data') && DASHBOARD_EVENTS.includes(nodeAt(json, 'event')?.text ?? ''),
    why: INTERVALS,
    hint: RECORD,
  },
  {
    id: 'k6-script',
    title: 'k6 test script',
    test: ({ text }) => /^[ \t]*import\b[^;\n]{0,200}\bfrom[ \t]+['"]k6(?:\/[\w/-]+)?['"]/m.test(text),
    why: 'It describes a test; it holds no results.',
    hint: 'Run it with k6 run --out json=run.json, and give that file.',
  },
];
