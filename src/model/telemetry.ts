import type { Window } from './window.js';

/*
 * What backends told of a run, normalised: the same shapes whatever backend, version or vocabulary it came from. Input of the comparison and of
 * the diagnoses. Times are ms since the epoch (fractions kept), durations ms, other values in the unit that stands beside them.
 */

/** All that was learnt; a member is null where that backend was not asked. */
export interface Telemetry {
  metrics: MetricsAnswer | null;
  logs: LogsAnswer | null;
  traces: TracesAnswer | null;
}

/** What a signal says of a resource, by the USE and RED methods. A symptom (latency, errors) points further down; saturation is nearest to a cause. */
export type SignalType = 'saturation' | 'utilisation' | 'errors' | 'latency' | 'traffic' | 'event' | 'state';

/** What a signal is about. */
export type SubjectKind = 'service' | 'host' | 'container' | 'database' | 'cache' | 'queue' | 'proxy' | 'process' | 'generator' | 'scrape';

/** One quantity of one thing over time, computed from raw samples. */
export interface Signal {
  /** Id of the signal in its pack, such as `node-cpu`. The same for all things that have it. */
  id: string;
  /** In words, without the thing's name: `CPU in use`. */
  title: string;
  /** Unit of the values: `ratio`, `s`, `bytes`, `1/s`, `count`, `cores`, … */
  unit: string;
  type: SignalType;
  /** Which change is bad. */
  bad: 'up' | 'down' | 'either';
  /** From which value on it is worth a look, and critical, in `unit`; null where only change tells. */
  warn: number | null;
  critical: number | null;
  /** What kind of thing it is about. */
  subject: SubjectKind;
  /** Service (or system, such as `postgresql`) as the labels name it; null where they name none. */
  service: string | null;
  /** Host, pod or process where several of a service have it; null where there is one, or it is summed. */
  instance: string | null;
  /** What else tells it from its siblings: route, pool, table, statement, peer (the service that is called), state, … */
  labels: Readonly<Record<string, string>>;
  /** Moments of the values, rising, ms. A rate stands at the end of the time it is taken over. */
  times: readonly number[];
  /** Values in `unit`; null where a gap or a reset leaves it unknown. */
  values: readonly (number | null)[];
  /** Query that shows it again: PromQL. */
  query: string;
}

/** What Prometheus told. */
export interface MetricsAnswer {
  signals: Signal[];
  /** Median time between samples, ms; null where there were none. */
  scrapeInterval: number | null;
  /** Calls between services over time, from service-graph or client metrics. */
  calls: CallSeries[];
}

/** Calls from one service to another, from metrics. */
export interface CallSeries {
  client: string;
  server: string;
  /** Where it was learnt. */
  from: 'service-graph' | 'client-metrics';
  /** Per second; failed ones too. */
  requests: Signal;
  failed: Signal | null;
  /** Mean duration as the caller sees it, s. */
  duration: Signal | null;
}

/** Severity of a log line. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'critical' | 'fatal' | 'unknown';

/** Log lines that differ in their parameters only. */
export interface LogTemplate {
  /** Stable: derived from service and text. */
  id: string;
  service: string | null;
  level: LogLevel;
  /** Constant words; `<*>` for each parameter. Secrets redacted, control characters escaped, cut. */
  text: string;
  /** One real line, treated the same way. */
  example: string;
  /** LogQL that finds its lines; empty where no text is common to them, or who told it has no queries. */
  query: string;
  /** First line seen, ms. */
  firstSeen: number;
  /** Lines per `LogsAnswer.binWidth`, from `LogsAnswer.binStart` on. */
  counts: readonly number[];
  /** Whether the counts are of all lines (by a metric query, or since all lines were read), or of a sample. */
  exact: boolean;
  /** Trace ids in its lines, at most 20, in order of time. */
  traceIds: string[];
}

/** What Loki told. */
export interface LogsAnswer {
  /** Start of the first bin, ms. */
  binStart: number;
  /** Width of a bin, ms. */
  binWidth: number;
  /** Lines per service and level per bin, exact. */
  totals: { service: string | null; level: LogLevel; counts: readonly number[] }[];
  templates: LogTemplate[];
}

/** Kind of a span. */
export type SpanKind = 'server' | 'client' | 'internal' | 'producer' | 'consumer';

/** One piece of work in a trace. */
export interface Span {
  /** Id, 16 hex digits. */
  id: string;
  /** Id of the parent; null where there is none. */
  parent: string | null;
  service: string;
  /** Version and instance of the service; null where the resource does not say. */
  version: string | null;
  instance: string | null;
  name: string;
  kind: SpanKind;
  /** Start, ms since the start of its trace. */
  start: number;
  /** Duration, ms. */
  duration: number;
  /** Whether its status is error. */
  error: boolean;
  /** Status message or exception, redacted and cut; empty if none. */
  message: string;
  /** Attributes worth keeping, by today's names (db.system.name, db.query.text, http.route, server.address, …), redacted and cut. */
  attributes: Readonly<Record<string, string>>;
}

/** One request's way through the services. */
export interface Trace {
  /** Id, 32 hex digits. */
  id: string;
  /** Earliest start of its spans, ms since the epoch. */
  start: number;
  /** In order of start; parents before children. */
  spans: Span[];
  /** Whether parents are missing, or the backend said that it is cut. */
  incomplete: boolean;
  /** The request of the load test with this trace id; null where none is known. */
  request: { label: string; latency: number; success: boolean; timestamp: number } | null;
}

/** What Tempo told. */
export interface TracesAnswer {
  traces: Trace[];
  /** Trace ids of requests that were asked for and answered, and how many were found: sampling shows here. */
  byId: { asked: number; found: number };
}

/** What is asked about: the run, the part that is wrong, and what it is compared with. */
export interface TestTarget {
  /** The test, ms. */
  window: Window;
  /** Trouble that findings tell of, in order of time; empty for a run without any. */
  anomalies: { finding: string; window: Window; labels: string[] | 'all' }[];
  /** Parts of the run that are taken as healthy, in order of time. */
  healthy: Window[];
  /** Offered load over time: requests started per second; empty where the files do not say. */
  load?: { at: number; perSecond: number }[];
  /** Real requests with their trace ids, in order of time: slowest, failed and ordinary ones. */
  requests: { traceId: string; label: string; latency: number; success: boolean; timestamp: number; why: 'slow' | 'failed' | 'ordinary' }[];
}
