import { decodeText } from '../decode/byte-text.js';
import { parseInstant } from '../decode/instant.js';
import { HeimrError } from '../errors.js';
import { type AggregateLatency, type AggregateRow, type Aggregates, NO_LATENCY } from '../model/aggregates.js';
import type { LoadTool, ToolMetric } from '../model/load-tool.js';
import type { AggregateReading, ByteInput } from '../model/reading.js';
import { member, numberIn, textIn } from './json-members.js';
import { checksOf, metricsOf, type Shape, type SummaryMetric, shapeOf } from './k6-summary-shape.js';
import type { Grade, Parser } from './parser.js';
import { RowTally } from './row-tally.js';
import { wholeText } from './whole-text.js';

/** Totals that k6 writes at the end of a test, as JSON. */
export const k6Summary: Parser = {
  id: 'k6-summary',
  title: 'k6 end-of-test summary, JSON',
  docs: 'docs/parsers/k6-summary.md',
  granularity: 'summary',
  detect,
  open,
};

/** How k6 computes percentiles. Source: grafana/k6 metrics/sink.go (TrendSink.P). */
const DEFINITION =
  "k6's: over all values, interpolated between the two nearest ones at position p (n − 1). k6 keeps every value, so they are exact.";

/** A summary is one document; its end is mostly beyond the head, so that only names can be asked for. */
function detect(head: Uint8Array): Grade {
  const text = decodeText(head, 0, head.length).replace(/^\ufeff/, '');
  if (!/^\s*\{/.test(text)) return 'no';
  try {
    return shapeOf(JSON.parse(text)) === null ? 'no' : 'sure';
  } catch {
    return looksLikeSummary(text) ? 'sure' : 'no';
  }
}

/** Whether the beginning of a document that is longer than the head has the marks of one of the shapes. */
function looksLikeSummary(text: string): boolean {
  // Lines of JSON are no one document.
  const first = text.trimStart();
  const lineEnd = first.indexOf('\n');
  if (lineEnd > 0 && first.slice(0, lineEnd).trimEnd().endsWith('}') && first.slice(lineEnd).trimStart().startsWith('{')) return false;
  const has = (pattern: RegExp): boolean => pattern.test(text);
  if (has(/"k6Version"\s*:/) && has(/"results"\s*:/)) return true;
  if (has(/"summaryTrendStats"\s*:/) || has(/"testRunDurationMs"\s*:/)) return true;
  if (!has(/"metrics"\s*:\s*\{/) && !has(/"root_group"\s*:\s*\{/)) return false;
  return (
    has(/"(?:http_reqs|http_req_duration|iterations|iteration_duration|vus_max)"\s*:\s*\{/) ||
    has(/"root_group"\s*:\s*\{[^}]{0,2000}"(?:path|id)"\s*:/)
  );
}

async function open(input: ByteInput): Promise<AggregateReading> {
  const { name } = input;
  const document = parsed(name, await wholeText(input));
  const shape = shapeOf(document);
  if (shape === null) {
    throw new HeimrError(
      'unusable',
      `${name} has marks of a k6 summary, but not its metrics.`,
      'A handleSummary() of the script can write anything; Heimr reads what k6 itself writes: --summary-export, or JSON.stringify(data).',
    );
  }
  const tally = new RowTally();
  const metrics = metricsOf(document, shape, (metric, why) => tally.reject(1, why, metric));
  tally.counts.read += metrics.length;
  const version = shape === 'C' ? textIn(member(document, 'metadata'), 'k6Version') : null;
  return {
    granularity: 'summary',
    format: k6Summary.id,
    tool: { name: 'k6', version },
    aggregates: async () => aggregates(document, shape, metrics, version),
    rows: () => tally.counts,
  };
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HeimrError(
      'unreadable',
      `${name} begins like a k6 summary, but is not whole: it cannot be read as JSON.`,
      'Use the whole file. Totals of a part of it would be wrong.',
      cause,
    );
  }
}

/** Metrics that have a place of their own in the report. */
const PLACED = new Set([
  'http_reqs',
  'http_req_duration',
  'http_req_failed',
  'http_req_connecting',
  'iterations',
  'dropped_iterations',
  'vus_max',
  'checks',
]);

function aggregates(document: unknown, shape: Shape, metrics: readonly SummaryMetric[], version: string | null): Aggregates {
  const of = (name: string): SummaryMetric | undefined => metrics.find((metric) => metric.name === name);
  const duration = durationOf(document, shape);
  const end = shape === 'C' ? endOf(document) : null;
  return {
    only: 'totals over the whole run, as k6 computed them',
    set: null,
    start: end !== null && duration !== null ? end - duration : null,
    end,
    duration,
    overall: overallOf(of),
    byLabel: [],
    transactions: [],
    percentiles: of('http_req_duration') === undefined ? null : DEFINITION,
    history: null,
    failures: null,
    loadTool: loadToolOf(document, shape, metrics, version),
  };
}

/** Requests; null where the test made none over HTTP. */
function overallOf(of: (name: string) => SummaryMetric | undefined): AggregateRow | null {
  const requests = of('http_reqs');
  const duration = of('http_req_duration');
  const count = numberIn(requests?.values, 'count');
  if (count === null || duration === undefined) return null;
  return {
    label: null,
    count,
    errors: failedOf(of('http_req_failed'), count),
    throughput: numberIn(requests?.values, 'rate'),
    latency: latencyOf(duration.values),
    latencyOk: okOf(of('http_req_duration{expected_response:true}')),
    // k6 counts bytes per iteration, headers and handshakes included; still they are all that went over the wire.
    bytesIn: numberIn(of('data_received')?.values, 'count'),
    bytesOut: numberIn(of('data_sent')?.values, 'count'),
    connect: null,
    ttfb: null,
  };
}

/**
 * `http_req_failed` is a rate of failures, so its `passes` are the failed requests (formats: every real file agrees). The
 * machine-readable shape calls them matches.
 */
function failedOf(failed: SummaryMetric | undefined, count: number): number | null {
  if (failed === undefined) return null;
  const { values } = failed;
  const direct = numberIn(values, 'passes') ?? numberIn(values, 'matches');
  if (direct !== null) return direct;
  const rate = numberIn(values, 'rate') ?? numberIn(values, 'value');
  return rate === null ? null : Math.round(rate * count);
}

/** Requests with an expected response: k6's sub-metric, a subset of the other and never added to it. */
function okOf(metric: SummaryMetric | undefined): AggregateLatency | null {
  return metric === undefined ? null : latencyOf(metric.values);
}

function latencyOf(values: Record<string, unknown>): AggregateLatency {
  const percentile = (share: string): number | null => numberIn(values, `p(${share})`);
  return {
    ...NO_LATENCY,
    min: numberIn(values, 'min'),
    mean: numberIn(values, 'avg'),
    max: numberIn(values, 'max'),
    p50: numberIn(values, 'med') ?? percentile('50'),
    p75: percentile('75'),
    p90: percentile('90'),
    p95: percentile('95'),
    p99: percentile('99'),
    p999: percentile('99.9'),
  };
}

/** Length of the test, ms; shape A does not say. */
function durationOf(document: unknown, shape: Shape): number | null {
  if (shape === 'B') return numberIn(member(document, 'state'), 'testRunDurationMs');
  const seconds = shape === 'C' ? numberIn(member(document, 'config'), 'duration') : null;
  return seconds === null ? null : seconds * 1000;
}

/** When the summary was made, which is the end of the test, ms since the epoch. */
function endOf(document: unknown): number | null {
  const stamp = textIn(member(document, 'metadata'), 'generatedAt');
  const instant = stamp === null ? null : parseInstant(stamp);
  return instant === null || instant.local ? null : instant.us / 1000;
}

function loadToolOf(document: unknown, shape: Shape, metrics: readonly SummaryMetric[], version: string | null): LoadTool {
  const of = (name: string): SummaryMetric | undefined => metrics.find((metric) => metric.name === name);
  const users = numberIn(of('vus_max')?.values, 'max') ?? numberIn(of('vus_max')?.values, 'value');
  const iterations = numberIn(of('iterations')?.values, 'count');
  const checks = checksOf(document, shape);
  const thresholds = metrics.flatMap((metric) => metric.thresholds);
  return {
    name: 'k6',
    version,
    users: users === null ? null : { max: users },
    iterations,
    // k6 writes the metric only when it drops one: with iterations in the file, none means 0.
    droppedIterations: numberIn(of('dropped_iterations')?.values, 'count') ?? (iterations === null ? null : 0),
    checks: checks.length === 0 ? null : checks,
    thresholds: thresholds.length > 0 ? thresholds : null,
    scenarios: null,
    metrics: metrics
      .filter(({ name }) => !PLACED.has(name))
      .map(toolMetric)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function toolMetric({ name, kind, unit, values }: SummaryMetric): ToolMetric {
  const isTrend = kind === 'trend';
  return {
    name: name.slice(0, 200),
    kind,
    unit,
    count: kind === 'counter' || kind === 'gauge' ? null : isTrend ? numberIn(values, 'count') : pointsOf(values),
    sum: kind === 'counter' ? numberIn(values, 'count') : null,
    share: kind === 'rate' ? (numberIn(values, 'rate') ?? numberIn(values, 'value')) : null,
    min: kind === 'counter' || kind === 'rate' ? null : numberIn(values, 'min'),
    mean: isTrend ? numberIn(values, 'avg') : null,
    max: kind === 'counter' || kind === 'rate' ? null : numberIn(values, 'max'),
    last: kind === 'gauge' ? numberIn(values, 'value') : null,
    percentiles: isTrend
      ? Object.keys(values)
          .filter((stat) => stat === 'med' || /^p\([\d.]+\)$/.test(stat))
          .flatMap((stat) => {
            const value = numberIn(values, stat);
            return value === null ? [] : [{ name: stat, value }];
          })
          .slice(0, 20)
      : [],
  };
}

/** Points of a rate: those that are not 0 and those that are. */
function pointsOf(values: Record<string, unknown>): number | null {
  const total = numberIn(values, 'total');
  if (total !== null) return total;
  const passes = numberIn(values, 'passes');
  const fails = numberIn(values, 'fails');
  return passes === null || fails === null ? null : passes + fails;
}
