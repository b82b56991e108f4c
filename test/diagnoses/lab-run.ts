import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runDiagnoses } from '../../src/diagnoses/run-diagnoses.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { Telemetry, TestTarget } from '../../src/model/telemetry.js';
import { type QueryOf, templatesOf } from '../../src/observability/log-templates.js';
import { binsOf } from '../../src/observability/loki-bins.js';
import { quoted } from '../../src/observability/loki-query.js';
import { templateQuery } from '../../src/observability/loki-template-query.js';
import type { RawSeries } from '../../src/observability/metrics/raw-series.js';
import { signalsOf } from '../../src/observability/metrics/signals-of.js';
import { testTarget } from '../../src/observability/test-target.js';
import { tracesOf } from '../../src/observability/trace-spans.js';
import { analyzeWithFacts } from '../kpi/analyze-with-facts.js';
import { LAB } from '../observability/lab-series.js';

/** Backends whose answers are used. */
export type Backends = { metrics: boolean; logs: boolean; traces: boolean };
/** What a text of the recording is changed into; the results keep their labels, which users see. */
export type Rename = (text: string) => string;

const SAME: Rename = (text) => text;

/** A recorded run: what was found in its results, and what its backends were asked about. */
export interface LabRun {
  name: string;
  /** Where its backends' recordings are, if not among the others. */
  folder?: string;
  analysis: Analysis;
  target: TestTarget;
  /** `cause@service` that are right. */
  wanted: string[];
  truth: { onset: number; services: string[] };
}

interface Truth {
  faults: { topCause: string; acceptableCauses?: string[]; onset: number }[];
  services: Record<string, unknown> | string[];
}

/** Reads the results of a run. @param folder its recordings @param results folder of its results, where that is another one */
export async function labRun(name: string, folder = join(LAB, name), results = folder): Promise<LabRun> {
  const file = existsSync(join(results, 'k6.json.gz')) ? 'k6.json.gz' : 'results.jtl.gz';
  const bytes = new Uint8Array(gunzipSync(readFileSync(join(results, file))));
  const { analysis, facts } = await analyzeWithFacts([{ name: file, bytes }]);
  const { start, end } = analysis.window;
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
  return {
    name,
    folder,
    analysis,
    target: testTarget(analysis.findings, facts, { start: start as number, end: end as number }),
    wanted: truth.faults.flatMap(({ topCause, acceptableCauses = [] }) => [topCause, ...acceptableCauses]),
    truth: { onset: truth.faults[0]?.onset ?? 0, services: Array.isArray(truth.services) ? truth.services : Object.keys(truth.services) },
  };
}

/** What the backends of a run held, as the sources would have told it. */
export function labTelemetry({ name, target, folder = join(LAB, name) }: LabRun, backends: Backends, rename: Rename = SAME): Telemetry {
  return {
    metrics: backends.metrics
      ? signalsOf(seriesOf(folder, rename), { start: target.window.start - 60_000, end: target.window.end + 20_000 })
      : null,
    logs: backends.logs ? logsOf(folder, target, rename) : null,
    traces: backends.traces ? tracesIn(folder, target, rename) : null,
  };
}

/** Causes that are named, as `cause@service`. */
export function causesOf({ analysis, target }: LabRun, telemetry: Telemetry): { names: string[]; levels: string[] } {
  const { rootCauses } = runDiagnoses(analysis, target, telemetry);
  return { names: rootCauses.map(({ cause, service }) => `${cause}@${service}`), levels: rootCauses.map(({ level }) => level) };
}

function linesOf(folder: string, file: string, rename: Rename): string[] {
  return rename(gunzipSync(readFileSync(join(folder, file))).toString('utf8'))
    .split('\n')
    .filter((line) => line !== '');
}

function seriesOf(folder: string, rename: Rename): RawSeries[] {
  return linesOf(folder, 'metrics.ndjson.gz', rename).map((line) => {
    const { labels, values } = JSON.parse(line) as { labels: Record<string, string>; values: [number, number | string][] };
    return { labels, times: values.map(([time]) => time), values: values.map(([, value]) => Number(value)) };
  });
}

function logsOf(folder: string, target: TestTarget, rename: Rename): Telemetry['logs'] {
  const bins = binsOf(target.window);
  const lines = linesOf(folder, 'logs.ndjson.gz', rename).map((line) => {
    const {
      ts_ns,
      labels,
      line: text,
      metadata,
    } = JSON.parse(line) as { ts_ns: string; labels: Record<string, string>; line: string; metadata: Record<string, string> };
    return {
      time: Number(BigInt(ts_ns) / 1000n) / 1000,
      service: labels.service_name ?? null,
      stream: JSON.stringify(labels),
      labels,
      metadata,
      text,
    };
  });
  return { binStart: bins.start, binWidth: bins.width, totals: [], templates: templatesOf(lines, bins, true, queryOf) };
}

const queryOf: QueryOf = (group, others) =>
  templateQuery(group, others, { selector: `{service_name=${quoted(group.service ?? '')}}`, levels: [] });

function tracesIn(folder: string, target: TestTarget, rename: Rename): Telemetry['traces'] {
  const wanted = new Map(target.requests.map((request) => [request.traceId, request]));
  const resourceSpans = linesOf(folder, 'traces.ndjson.gz', rename).flatMap(
    (line) => (JSON.parse(line) as { resourceSpans: unknown[] }).resourceSpans,
  );
  const traces = tracesOf({ resourceSpans })
    .filter(({ id }) => wanted.has(id))
    .map((trace) => {
      const { label, latency, success, timestamp } = wanted.get(trace.id) as TestTarget['requests'][number];
      return { ...trace, request: { label, latency, success, timestamp } };
    });
  return { traces, byId: { asked: wanted.size, found: traces.length } };
}
