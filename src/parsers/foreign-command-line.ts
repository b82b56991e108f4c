import { hasAll, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { CONVERT, NO_READER, TOTALS } from './foreign-signature.js';
import type { HeadView } from './foreign-view.js';
import { hasColumns } from './foreign-view.js';

const NO_STAMPS = 'It holds single durations without their time of day, so nothing can be checked over time.';
const OTHER_TOOL = 'This tool keeps no single requests; run the test with one that does, such as JMeter with -l results.jtl.';

/** True if one of the first lines matches: banners can follow a shell prompt or a warning. */
function early(view: HeadView, pattern: RegExp): boolean {
  return view.lines.slice(0, 60).some((line) => pattern.test(line));
}

/** Siege colours its verbose lines even when they go to a file. */
function uncoloured(view: HeadView): string {
  return view.text.replace(/\u001b\[[\d;]*m/g, '');
}

/** The small tools that are run from a shell and print to it: wrk, hey, oha, ab, siege, bombardier. */
export const commandLineSignatures: readonly ForeignSignature[] = [
  {
    id: 'wrk',
    title: 'wrk console output',
    test: (view) =>
      early(view, /^Running .{1,40} test @ /) &&
      early(view, /^\s*\d+ threads and \d+ connections/) &&
      (/Thread calibration|Detailed Percentile spectrum/.test(view.text) ? 'wrk2' : true),
    why: TOTALS,
    hint: OTHER_TOOL,
  },
  {
    id: 'hey-text',
    title: 'hey console summary',
    test: (view) =>
      early(view, /^Summary:/) && early(view, /^\s*Total:\s/) && early(view, /^\s*Slowest:\s/) && !early(view, /^\s*Success rate:/),
    why: TOTALS,
    hint: `Run hey with -o csv. ${CONVERT}`,
  },
  {
    id: 'hey-csv',
    title: 'hey request list in CSV',
    test: (view) => hasColumns(view, 'response-time', 'DNS+dialup') && (hasColumns(view, 'offset') ? 'with offsets' : true),
    why: NO_STAMPS,
    hint: `If it has the column offset (seconds since the start), add the start of the run to it. ${CONVERT}`,
  },
  {
    id: 'oha-text',
    title: 'oha console summary',
    test: (view) => early(view, /^Summary:/) && early(view, /^\s*Success rate:/),
    why: TOTALS,
    hint: `Run oha with --output-format csv and note the start of the run. ${CONVERT}`,
  },
  {
    id: 'oha-json',
    title: 'oha summary in JSON',
    test: ({ json }) => hasAll(nodeAt(json, 'summary'), 'successRate', 'requestsPerSec'),
    why: TOTALS,
    hint: `Run oha with --output-format csv and note the start of the run. ${CONVERT}`,
  },
  {
    id: 'oha-csv',
    title: 'oha request list in CSV',
    test: (view) => hasColumns(view, 'request-start', 'DNS', 'DNS+dialup'),
    why: 'It counts time from the start of the run and does not say when that was.',
    hint: `Add the start of the run to request-start (both columns are in seconds). ${CONVERT}`,
  },
  {
    id: 'ab-gnuplot',
    title: 'ApacheBench request list (ab -g)',
    test: (view) => hasColumns(view, 'starttime', 'seconds', 'ctime', 'ttime'),
    why: `${NO_READER} It is sorted by duration, stamped in whole seconds, and failed requests are missing.`,
    hint: `Start is the column seconds times 1000, duration is ttime. ${CONVERT}`,
  },
  {
    id: 'ab-percentiles',
    title: 'ApacheBench percentile table (ab -e)',
    test: (view) => hasColumns(view, 'Percentage served', 'Time in ms'),
    why: TOTALS,
    hint: `Run ab with -g requests.tsv. ${CONVERT}`,
  },
  {
    id: 'ab-text',
    title: 'ApacheBench console output',
    test: (view) =>
      early(view, /^This is ApacheBench, Version/) || (early(view, /^Document Path:\s/) && early(view, /^Concurrency Level:\s/)),
    why: TOTALS,
    hint: `Run ab with -g requests.tsv. ${CONVERT}`,
  },
  {
    id: 'siege',
    title: 'siege output',
    test: (view) =>
      (hasAll(view.json, 'transactions', 'availability', 'elapsed_time') && 'summary in JSON') ||
      (hasColumns(view, 'Date & Time', 'Trans', 'Elap Time') && 'log of runs') ||
      (/^\*\* SIEGE\b|^Lifting the server siege/m.test(view.text) && 'console output') ||
      (/^HTTP\/\d\.\d \d{3}\s+\d+\.\d+ secs:\s+\d+ bytes ==> /m.test(uncoloured(view)) && 'list of requests'),
    why: 'It holds figures of the whole run, or requests without a usable time of day.',
    hint: OTHER_TOOL,
  },
  {
    id: 'bombardier',
    title: 'bombardier output',
    test: (view) =>
      (hasAll(nodeAt(view.json, 'spec'), 'numberOfConnections') && 'JSON') ||
      (hasAll(nodeAt(view.json, 'result'), 'bytesRead', 'timeTakenSeconds') && 'JSON') ||
      (early(view, /^Bombarding \S+ /) && 'console output'),
    why: TOTALS,
    hint: OTHER_TOOL,
  },
];
