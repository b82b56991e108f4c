import type { JsonNode } from './foreign-json.js';
import { hasAll, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { CONVERT, INTERVALS, NO_READER, TOTALS } from './foreign-signature.js';
import { hasColumns } from './foreign-view.js';

const DURATIONS = `Each http_req_duration point is a request, stamped at its END. ${CONVERT}`;
const RECORD = 'Record single requests next time (k6 run --out csv=run.csv) and convert those.';
const BUILT_IN = ['http_reqs', 'http_req_duration', 'iterations', 'iteration_duration', 'data_sent', 'data_received', 'vus'];
const DASHBOARD_EVENTS = ['param', 'config', 'metric', 'start', 'stop', 'snapshot', 'cumulative', 'threshold'];

/** NDJSON line of `--out json`. Key order changed in 0.41, so names are asked, not a prefix. */
function isPointOrMetric(json: JsonNode | undefined): boolean {
  const type = nodeAt(json, 'type')?.text;
  const data = nodeAt(json, 'data');
  return (type === 'Point' && hasAll(data, 'time', 'value')) || (type === 'Metric' && hasAll(data, 'type', 'contains'));
}

/** The three shapes of an end-of-test summary, A (--summary-export), B (handleSummary), C (machine-readable). */
function summaryShape(json: JsonNode | undefined): string | false {
  const version = nodeAt(json, 'metadata', 'k6Version')?.text;
  if (version !== undefined) return `machine-readable summary of k6 ${version}`;
  const metrics = nodeAt(json, 'metrics');
  const group = nodeAt(json, 'root_group');
  const shapeB = hasAll(nodeAt(json, 'options'), 'summaryTrendStats') || hasAll(nodeAt(json, 'state'), 'testRunDurationMs');
  const known = BUILT_IN.some((name) => nodeAt(metrics, name)?.kind === 'object');
  const groups = hasAll(group, 'name', 'path') && (hasAll(group, 'checks') || hasAll(group, 'groups'));
  if (!shapeB && !known && !groups) return false;
  const values = metrics !== undefined && [...metrics.members.values()].some((metric) => hasAll(metric, 'type', 'contains'));
  if (shapeB || values) return 'handleSummary';
  return metrics === undefined ? 'end-of-test summary' : '--summary-export';
}

/** What k6 writes. */
export const k6Signatures: readonly ForeignSignature[] = [
  {
    id: 'k6-json',
    title: 'k6 point log in JSON lines',
    test: ({ json }) => isPointOrMetric(json),
    why: NO_READER,
    hint: DURATIONS,
  },
  {
    id: 'k6-csv',
    title: 'k6 point log in CSV',
    test: (view) => hasColumns(view, 'metric_name', 'timestamp', 'metric_value'),
    why: NO_READER,
    hint: DURATIONS,
  },
  {
    id: 'k6-summary',
    title: 'k6 end-of-test summary in JSON',
    test: ({ json }) => summaryShape(json),
    why: TOTALS,
    hint: RECORD,
  },
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
    hint: `Run it with k6 run --out csv=run.csv. ${DURATIONS}`,
  },
];
