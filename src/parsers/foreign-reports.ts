import type { JsonNode } from './foreign-json.js';
import { hasAll, ITEM, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { CONVERT, INTERVALS, NO_READER, TOTALS } from './foreign-signature.js';
import type { HeadView } from './foreign-view.js';
import { latin1 } from './foreign-view.js';

/** Shapes of an Artillery report; `intermediate` often lies behind the head. */
function artilleryShape(json: JsonNode | undefined): string | false {
  const aggregate = nodeAt(json, 'aggregate');
  if (hasAll(aggregate, 'scenariosCreated')) return 'version 1';
  const counters = [...(nodeAt(aggregate, 'counters')?.members.keys() ?? [])];
  return counters.some((name) => /^(?:vusers|http|engine|socketio|websocket|browser|errors)\./.test(name)) && 'version 2';
}

/** A gob stream opens with the definition of its type: here a struct named Result, the name length-prefixed. */
function isGobOfResults(view: HeadView): boolean {
  return /^[^]{2,8}\x03\x01\x01\x06Result/.test(latin1(view, 0, 32));
}

/** Results of load tools that write a report or log of their own: vegeta, Artillery, autocannon, ghz, fortio, HAR, Newman, tsung, Iago, molotov, HdrHistogram. */
export const reportSignatures: readonly ForeignSignature[] = [
  {
    id: 'vegeta-gob',
    title: 'vegeta result file (binary gob)',
    test: isGobOfResults,
    why: NO_READER,
    hint: `vegeta encode -to csv results.bin writes text. ${CONVERT}`,
  },
  {
    id: 'vegeta-csv',
    title: 'vegeta result list in CSV',
    test: ({ firstLine }) => /^\d{19},(?:0|\d{3}),\d+,\d+,\d+,/.test(firstLine),
    why: NO_READER,
    hint: `Column 1 is the start in ns, column 2 the code, column 3 the duration in ns. ${CONVERT}`,
  },
  {
    id: 'vegeta-json',
    title: 'vegeta result list in JSON lines',
    test: ({ json }) => hasAll(json, 'attack', 'seq', 'code', 'latency'),
    why: NO_READER,
    hint: `The duration is in ns. ${CONVERT}`,
  },
  {
    id: 'vegeta-report',
    title: 'vegeta report',
    test: ({ json, text }) =>
      hasAll(nodeAt(json, 'latencies'), 'mean', '99th') ||
      hasAll(nodeAt(json, 'result', 'latencies'), 'mean', '99th') ||
      /^Requests\s+\[total, rate/.test(text),
    why: TOTALS,
    hint: `The single requests are in the file the report was made from (vegeta attack … > results.bin). ${CONVERT}`,
  },
  {
    id: 'artillery',
    title: 'Artillery report',
    test: ({ json }) => artilleryShape(json),
    why: INTERVALS,
    hint: 'Artillery writes no single requests; run the test with a tool that does, such as JMeter with -l results.jtl.',
  },
  {
    id: 'autocannon',
    title: 'autocannon report',
    test: ({ json, text }) =>
      (hasAll(nodeAt(json, 'latency'), 'average') && hasAll(nodeAt(json, 'requests'), 'average') && hasAll(json, 'throughput')) ||
      (/^Running .{1,20} test @ .*\r?\n\d+ connections/.test(text) && 'console output'),
    why: TOTALS,
    hint: 'autocannon writes no single requests; run the test with a tool that does, such as JMeter with -l results.jtl.',
  },
  {
    id: 'ghz',
    title: 'ghz report',
    test: ({ json, firstLine }) =>
      hasAll(json, 'fastest', 'slowest', 'rps') ||
      hasAll(nodeAt(json, 'options'), 'call', 'host') ||
      (/^duration \(ms\),status,error$/.test(firstLine) && 'CSV'),
    why: 'Its list of single calls (details, stamped at their END) has no reader in this version.',
    hint: `Use the JSON report: its list details holds timestamp (the end), latency in ns, status. ${CONVERT}`,
  },
  {
    id: 'fortio',
    title: 'fortio report',
    test: ({ json }) => hasAll(json, 'RunType', 'RequestedQPS') || hasAll(json, 'DurationHistogram', 'ActualQPS'),
    why: TOTALS,
    hint: `Run fortio with -access-log-file for single requests. ${CONVERT}`,
  },
  {
    id: 'newman',
    title: 'Newman (Postman) report',
    test: ({ json, firstLine }) =>
      // The collection that was run comes first and can fill the head; only Newman writes it with a member named _.
      hasAll(nodeAt(json, 'run'), 'stats', 'executions') ||
      hasAll(nodeAt(json, 'run'), 'stats', 'timings') ||
      hasAll(nodeAt(json, 'collection'), '_', 'item') ||
      (/^iteration,collectionName,requestName,/.test(firstLine) && 'CSV'),
    why: 'It holds requests without their time of day, so nothing can be checked over time.',
    hint: 'Newman checks an API one request after the other; use a load tool for load, such as JMeter with -l results.jtl.',
  },
  {
    id: 'tsung',
    title: 'tsung log',
    test: ({ json, text }) =>
      (hasAll(nodeAt(json, 'stats', ITEM), 'timestamp', 'samples') && 'JSON') ||
      (/^# stats: dump at \d+/m.test(text) && 'text') ||
      (/^#date;pid;id;/.test(text) && 'list of requests'),
    why: INTERVALS,
    hint: `Run tsung with dumptraffic="protocol", which logs single requests to tsung.dump. ${CONVERT}`,
  },
  {
    id: 'iago',
    title: 'Iago log',
    test: ({ lines }) => lines.slice(0, 20).some((line) => /^[A-Z]{3} \[\d{8}-[\d:.]+\] stats: \{/.test(line)),
    why: INTERVALS,
    hint: 'Iago logs no single requests; run the test with a tool that does, such as JMeter with -l results.jtl.',
  },
  {
    id: 'molotov',
    title: 'Molotov result list in JSON lines',
    test: ({ json }) => hasAll(json, 'ts', 'label', 'elapsed', 'responseCode'),
    why: NO_READER,
    hint: `The times are in seconds. ${CONVERT}`,
  },
  {
    id: 'hdr-histogram',
    title: 'HdrHistogram file',
    test: ({ text }) =>
      hlogVersion(text) ||
      (/^\s*Value(?:\(ms\))?\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)/m.test(text.slice(0, 2000)) && 'percentile table'),
    why: 'It holds histograms, not single requests, and this version reads single requests only.',
    hint: "Give the tool's list of single requests.",
  },
];

function hlogVersion(text: string): string | false {
  const version = /^#\[Histogram log format version ([\d.]{1,8})\]/m.exec(text)?.[1];
  return version !== undefined && `interval log, version ${version}`;
}
