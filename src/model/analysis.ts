import type { Notice } from './notice.js';
import type { Reject, StampConvention } from './reading.js';

/*
 * The one value that every output is made from. JSON-serialisable, closed, versioned: `npm run schema` turns these types and
 * their comments into schema/analysis.schema.json, so every field's comment states its unit. Times are ms since the epoch,
 * latencies ms, rates 1/s, shares 0..1. A figure that cannot be known is null, never 0.
 */

/** Result of analysing one load-test run. */
export interface Analysis {
  /** Version of this shape. A change that breaks a reader raises the first number. */
  schemaVersion: '1.0';
  /** Title of the report. */
  title: string;
  /** What the user said about the run (build, environment, …), in the order given. */
  tags: Tag[];
  /** The files read, in the order given. */
  input: InputFile[];
  /** Part of time that the counted rows cover. */
  window: Window;
  /** What the user chose and what was found to hold for every figure. */
  settings: Settings;
  /** Figures of counted requests. */
  kpis: {
    /** All counted requests. */
    overall: Kpis;
    /** One entry per label, in order of the label's text. */
    byLabel: Kpis[];
  };
  /** Transactions (groups of requests), which are no requests and never in `kpis`. */
  transactions: Kpis[];
  /** Figures per step of time. */
  timeline: Timeline;
  /** Parts of the run, found from the data or set by the user; in time order, without gaps. */
  phases: Phase[];
  /** Failed requests by class, code and label. */
  errors: Errors;
  /** Named outlier statistics: descriptions, not verdicts. */
  statistics: {
    /** All counted requests. */
    overall: OutlierStatistics;
    /** One entry per label, in order of the label's text. */
    byLabel: OutlierStatistics[];
  };
  /** Facts about the load that was offered. */
  load: LoadFacts;
  /** What the load tool itself reports; null where the file does not say. */
  loadTool: LoadTool | null;
  /** The same percentiles by other tools' definitions, for those who compare. */
  percentileDefinitions: PercentileDefinition[];
  /** Outcome of every check, also of those that could not be made. */
  checks: Check[];
  /** Anomalies with their evidence. */
  findings: Finding[];
  /** Facts that findings cite. */
  evidence: Evidence[];
  /** Ranked causes. */
  rootCauses: RootCause[];
  /** What the run amounts to. */
  verdict: Verdict;
  /** Result of the gate conditions; null where none was set. */
  gate: Gate | null;
  /** Comparison with a baseline; null where none was given. */
  comparison: Comparison | null;
  /** Words for what was found; null until the explanation stage exists. */
  explanation: Explanation | null;
  /** What a reader must know of how this came about. */
  notices: Notice[];
  /** Backends that were asked. */
  sources: Source[];
  /** About this very execution. The only part that may differ between two runs over the same input. */
  run: Run;
}

/** A name and a value given with `--tag`. */
export interface Tag {
  /** Name, such as build. */
  name: string;
  /** Value. */
  value: string;
}

/** One input file and what became of its rows. */
export interface InputFile {
  /** Name as given, without control characters. */
  file: string;
  /** Id of the parser that read it. */
  format: string;
  /** The tool that wrote it, as far as the file says. */
  tool: {
    /** Name of the tool. */
    name: string;
    /** Its version; null where the file does not say. */
    version: string | null;
  };
  /** Compression that was undone: gzip, or none. */
  compression: 'none' | 'gzip';
  /** Length after decompression, bytes. */
  bytes: number;
  /** Data records: read = counted + excluded + rejected. */
  rows: Rows;
  /** This file's counted requests alone. */
  totals: {
    /** Requests. */
    count: number;
    /** Failed requests; null where the file does not tell successes from failures. */
    errors: number | null;
    /** First start, ms epoch; null without requests. */
    start: number | null;
    /** Last end, ms epoch; null without requests. */
    end: number | null;
  };
  /** What its time stamps meant. */
  stamp: StampConvention;
  /**
   * Optional columns that the file has, in order of their names: label, responseCode, responseMessage, failureMessage, thread, success,
   * bytesIn, bytesOut, connect, ttfb, users, traceId, url, weight. What is missing is unknown in every figure.
   */
  columns: string[];
}

/** Where the data records of a file went. */
export interface Rows {
  /** Data records met by the scanner (rows). */
  read: number;
  /** Rows that are requests and are in the figures (rows). */
  counted: number;
  /** Rows left out by a rule (rows); `excludedBy` says by which. */
  excluded: number;
  /** Rows that could not be used (rows). */
  rejected: number;
  /** Excluded rows by rule (rows). */
  excludedBy: {
    /** Transactions, whose time is their requests' time once more (rows). */
    transaction: number;
    /** Redirects and embedded resources, which are part of a request (rows). */
    subResult: number;
    /** Requests that start outside `settings.from` and `settings.to` (rows). */
    outsideWindow: number;
    /** Requests whose label `settings.include` and `settings.exclude` leave out (rows). */
    labelFilter: number;
    /** All rows of a file whose bytes were given already (rows). */
    duplicateFile: number;
  };
  /** Rejected rows by reason, in order of the reason's text. */
  rejectedBy: {
    /** Why, in words. */
    reason: string;
    /** Rows rejected for it (rows). */
    rows: number;
  }[];
  /** The first rejected rows, in file order. */
  firstRejected: Reject[];
}

/** A span of time. */
export interface Window {
  /** First moment, ms epoch. */
  start: number;
  /** Last moment, ms epoch. */
  end: number;
}

/** Choices and findings that hold for every figure. */
export interface Settings {
  /** Apdex target T, ms. Satisfied <= T, tolerating <= 4 T, errors frustrated. */
  apdexT: number;
  /** How percentiles are estimated. */
  percentiles: PercentileMethod;
  /** Part of the run that was asked for, ms epoch; null = not limited on that side. */
  from: number | null;
  /** See `from`. */
  to: number | null;
  /** Warm-up set by the user, ms from the first start; null = found from the data. */
  warmup: number | null;
  /** Patterns of labels to keep; empty = all. */
  include: string[];
  /** Patterns of labels to leave out. */
  exclude: string[];
  /** Labels before and after folding by template; equal where nothing was folded. */
  labels: {
    /** Distinct labels met (labels); once folded over several files, a lower bound. */
    distinct: number;
    /** Labels reported (labels). */
    reported: number;
  };
}

/** How percentiles come about. */
export interface PercentileMethod {
  /** Name of the estimator. */
  estimator: 'nearest-rank';
  /** Name of the histogram whose buckets hold the values. */
  histogram: 'log-linear-7';
  /** Largest relative error of a percentile (share). */
  relativeError: number;
  /** Values are whole multiples of this many ms, so that percentiles are snapped to it; null = not. */
  resolutionMs: number | null;
}

/** Figures of one population of requests. */
export interface Kpis {
  /** Label, or null for all. */
  label: string | null;
  /** Requests (a row that stands for many counts as many). */
  count: number;
  /** Failed requests; null where a file does not tell successes from failures. */
  errors: number | null;
  /** errors / count, 0..1; null without requests, or where a file does not tell successes from failures. */
  errorRate: number | null;
  /** count / (last end − first start) of the window or phase, 1/s; null where that span is 0. */
  throughput: number | null;
  /** Apdex at `settings.apdexT`, 0..1; null without requests, or where a file does not tell successes from failures. */
  apdex: number | null;
  /** True under 100 requests: the Apdex specification wants such a value marked. */
  apdexSmallSample: boolean;
  /** Over all counted requests. */
  latency: LatencyStats;
  /** Over successful requests only; without requests where a file does not tell successes from failures. */
  latencyOk: LatencyStats;
  /** Bytes received (bytes); null where unknown. */
  bytesIn: number | null;
  /** Bytes sent (bytes); null where unknown. */
  bytesOut: number | null;
  /** Time to connect of requests that opened a connection; null where the file does not say. */
  connect: PartStats | null;
  /** Time to first byte; null where the file does not say. */
  ttfb: PartStats | null;
  /** Failed requests by class, classes without any left out. */
  errorClasses: ErrorClassCount[];
}

/** Distribution of latencies, ms. Everything but the percentiles is exact. */
export interface LatencyStats {
  /** Requests in this population. */
  n: number;
  /** Smallest, ms. */
  min: number | null;
  /** Arithmetic mean, ms. */
  mean: number | null;
  /** Largest, ms. */
  max: number | null;
  /** Standard deviation of the population, ms. */
  sd: number | null;
  /** 50th percentile, ms. */
  p50: number | null;
  /** 75th percentile, ms. */
  p75: number | null;
  /** 90th percentile, ms. */
  p90: number | null;
  /** 95th percentile, ms. */
  p95: number | null;
  /** 99th percentile, ms. */
  p99: number | null;
  /** 99.9th percentile, ms. */
  p999: number | null;
  /** Percentiles that rest on fewer than ten requests beyond them (n < 10 / (1 − p)): shown, but not to be relied on. */
  smallSample: PercentileName[];
}

/** Names of the percentiles reported. */
export type PercentileName = 'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p999';

/** Distribution of one part of a request. */
export interface PartStats {
  /** Requests with this part. */
  n: number;
  /** Arithmetic mean, ms. */
  mean: number | null;
  /** Largest, ms. */
  max: number | null;
  /** 50th percentile, ms; null where only sums are kept (labels, phases). */
  p50: number | null;
  /** 95th percentile, ms; null where only sums are kept. */
  p95: number | null;
  /** 99th percentile, ms; null where only sums are kept. */
  p99: number | null;
}

/** Classes of failures. */
export type ErrorClass = '4xx' | '5xx' | 'timeout' | 'connection' | 'assertion' | 'other';

/** Failures of one class. */
export interface ErrorClassCount {
  /** Class of the failure. */
  class: ErrorClass;
  /** Failed requests. */
  count: number;
  /** Start of the first one, ms epoch (of a phase or step: to the step). */
  firstSeen: number;
  /** Start of the last one, ms epoch (of a phase or step: to the step). */
  lastSeen: number;
  /** Message of the first one seen; null where not kept (phases, steps). */
  message: string | null;
}

/** Failed requests. */
export interface Errors {
  /** Failed requests, all classes. */
  total: number;
  /** By class and code, most frequent first. */
  groups: ErrorGroup[];
  /** Groups that were not kept apart because there were too many of them (requests in them); 0 normally. */
  ungrouped: number;
}

/** Failures of one class and code. */
export interface ErrorGroup {
  /** Class of the failure. */
  class: ErrorClass;
  /** Response code as the file has it, with JMeter's "Non HTTP response code: " taken off. */
  code: string;
  /** Failed requests. */
  count: number;
  /** Share of all failed requests, 0..1. */
  share: number;
  /** Start of the first one, ms epoch. */
  firstSeen: number;
  /** Start of the last one, ms epoch. */
  lastSeen: number;
  /** Message of the exemplar. */
  message: string;
  /** Labels concerned, most failures first, at most ten. */
  labels: {
    /** Label. */
    label: string;
    /** Failed requests of it in this group. */
    count: number;
  }[];
  /** A real failed request: the first one. */
  exemplar: Exemplar;
}

/** A real request. */
export interface Exemplar {
  /** Name of the input file. */
  file: string;
  /** Line in it, from 1. */
  line: number;
  /** Start, ms epoch. */
  timestamp: number;
  /** Duration, ms. */
  latency: number;
  /** Label. */
  label: string;
  /** Response code as the file has it. */
  code: string;
  /** Whether it succeeded. */
  success: boolean;
  /** Response or failure message, cut. */
  message: string;
  /** Thread or user; empty where the file does not say. */
  thread: string;
  /** Trace id; null where the file has none. */
  traceId: string | null;
}

/** Figures per step of time. */
export interface Timeline {
  /** Width of a step, ms. */
  step: number;
  /** Steps in time order; steps without a request are there too. Assigned by start of request. */
  points: TimelinePoint[];
}

/** One step of time. */
export interface TimelinePoint {
  /** Start of the step, ms epoch. */
  start: number;
  /** Requests started. */
  count: number;
  /** Failed ones among them; null where a file does not tell successes from failures. */
  errors: number | null;
  /** Requests started per second, 1/s. */
  throughput: number;
  /** Share of failed requests, 0..1; null without requests. */
  errorRate: number | null;
  /** Mean latency, ms. */
  mean: number | null;
  /** Smallest latency, ms. */
  min: number | null;
  /** Largest latency, ms. */
  max: number | null;
  /** Standard deviation of the population, ms. */
  sd: number | null;
  /** 50th percentile, ms. */
  p50: number | null;
  /** 75th percentile, ms. */
  p75: number | null;
  /** 90th percentile, ms. */
  p90: number | null;
  /** 95th percentile, ms. */
  p95: number | null;
  /** 99th percentile, ms. */
  p99: number | null;
  /** 99.9th percentile, ms. */
  p999: number | null;
  /** Apdex, 0..1. */
  apdex: number | null;
  /** Active users, the largest seen in the step (injectors summed); null where unknown. */
  users: number | null;
  /** Bytes received in requests started in this step (bytes); null where unknown. */
  bytesIn: number | null;
  /** Bytes sent (bytes); null where unknown. */
  bytesOut: number | null;
  /** Mean time to first byte, ms; null where unknown. */
  ttfb: number | null;
  /** Failed requests by class, classes without any left out. */
  errorClasses: {
    /** Class of the failure. */
    class: ErrorClass;
    /** Failed requests. */
    count: number;
  }[];
}

/** Names of phases. */
export type PhaseName = 'warm-up' | 'ramp' | 'steady' | 'ramp-down' | 'whole';

/** Part of the run. */
export interface Phase {
  /** What it is; `whole` where the run is too short or too irregular to be parted. */
  name: PhaseName;
  /** First moment, ms epoch. */
  start: number;
  /** Last moment, ms epoch. */
  end: number;
  /** Whether it was found from the data or set by the user. */
  basis: 'data' | 'user';
  /** How it was found, in words. */
  reason: string;
  /** Figures of the requests that started in it. */
  kpis: Kpis;
}

/** The three seed statistics of one population. They describe; they decide nothing. */
export interface OutlierStatistics {
  /** Label, or null for all. */
  label: string | null;
  /** Rows over mean + 2.5 sd. */
  zScore: OutlierStatistic;
  /** Rows with 0.6745 (x − median) / MAD > 3.5. */
  modifiedZScore: OutlierStatistic;
  /** P99 / P50, the tail ratio. */
  p99p50: OutlierStatistic;
}

/** One outlier statistic. */
export interface OutlierStatistic {
  /** Latency above which a request is marked, ms (zScore, modifiedZScore), or the ratio above which the tail counts as long (p99p50, no unit); null where undefined. */
  threshold: number | null;
  /** The statistic's own value: sd in ms (zScore), MAD in ms (modifiedZScore), P99/P50 without unit (p99p50). */
  value: number | null;
  /** Requests above the threshold (for p99p50: above threshold × P50), by the value of their histogram bucket. */
  count: number | null;
  /** Bounds of that count that hold for certain: the bucket that the threshold cuts left out, and taken whole. */
  countBounds: {
    /** Requests surely above. */
    low: number;
    /** Requests possibly above. */
    high: number;
  } | null;
  /** count / n, 0..1. */
  share: number | null;
  /** The ten slowest marked requests, slowest first. */
  worst: Exemplar[];
  /** What it means, in words. */
  means: string;
  /** What it does not mean: whole sentences. */
  doesNotMean: string;
}

/** Facts about the load that was offered, for judging the test itself. */
export interface LoadFacts {
  /** Users active at once, largest seen (injectors summed); null where unknown. */
  usersMax: number | null;
  /** Mean over the steps of the users active; null where unknown. */
  usersMean: number | null;
  /** Distinct threads in the files, whatever part of them is counted; null where a file has no thread names. */
  threads: number | null;
  /** Little's law over the whole window. */
  littlesLaw: LittlesLaw | null;
  /** Gaps in which no request was started. */
  arrivals: Arrivals | null;
}

/** Little's law: requests in flight = throughput × mean latency. */
export interface LittlesLaw {
  /** Throughput X, 1/s. */
  throughput: number;
  /** Mean latency R, ms. */
  meanLatency: number;
  /** X × R: mean number of requests in flight. */
  inFlight: number;
  /** Mean users N as the file says; null where unknown, or where only some labels are counted: users do other work too then. */
  users: number | null;
  /** N / X − R: the pause between two requests of a user that would explain the difference, ms; null where unknown, or where only some labels are counted. */
  impliedPause: number | null;
  /** Null where users are null. False where more requests were in flight than there were users (beyond 5 %): then the figures contradict each other. */
  consistent: boolean | null;
}

/** When requests were started. */
export interface Arrivals {
  /** Resolution of the following, ms. */
  resolution: number;
  /** Longest time without a start inside the window, ms. */
  longestGap: number;
  /** Where that gap begins, ms epoch. */
  longestGapStart: number;
  /** Mean starts per second over the window, 1/s. */
  meanRate: number;
  /** Variance / mean of starts per timeline step: 1 for a Poisson stream, near 0 for an even one; null under 10 steps. */
  dispersion: number | null;
}

/** What the load tool reports of itself. */
export interface LoadTool {
  /** Name of the tool. */
  name: string;
  /** Its version; null where the file does not say. */
  version: string | null;
  /** Largest number of users active (users); null where the file does not say. */
  users: {
    /** Largest number active (users). */
    max: number;
  } | null;
  /** Iterations that were due and not started; null where the file does not say. */
  droppedIterations: number | null;
  /** The tool's own checks; null where the file does not say. */
  checks:
    | {
        /** Name of the check. */
        name: string;
        /** How often it passed. */
        passes: number;
        /** How often it failed. */
        fails: number;
      }[]
    | null;
  /** The tool's own thresholds; null where the file does not say. */
  thresholds:
    | {
        /** The condition as the tool words it. */
        expression: string;
        /** Whether it held. */
        passed: boolean;
      }[]
    | null;
}

/** The percentiles as another tool would print them over the same requests. */
export interface PercentileDefinition {
  /** Whose definition. */
  name: string;
  /** The definition, in words. */
  definition: string;
  /** Label, or null for all. */
  label: string | null;
  /** 90th percentile, ms. */
  p90: number | null;
  /** 95th percentile, ms. */
  p95: number | null;
  /** 99th percentile, ms. */
  p99: number | null;
  /** Whether any of them differs from ours. */
  differs: boolean;
}

/** Outcome of one check. */
export interface Check {
  /** Id of the detector, diagnosis or stage. */
  id: string;
  /** Name for people. */
  title: string;
  /** What became of it. */
  outcome: 'checked' | 'not-checked' | 'failed';
  /** Why it was not checked or how it failed; empty when checked. */
  reason: string;
}

/** An anomaly. */
export interface Finding {
  /** Stable id. */
  id: string;
  /** Symptom or cause. */
  kind: string;
  /** How bad. */
  severity: 'info' | 'warning' | 'critical';
  /** When. */
  window: Window;
  /** Labels concerned. */
  labels: string[] | 'all';
  /** Service concerned; null where unknown. */
  service: string | null;
  /** Short name. */
  title: string;
  /** What happened. */
  summary: string;
  /** Ids of evidence for it. */
  evidence: string[];
  /** Ids of evidence against it. */
  counterEvidence: string[];
  /** What to do next. */
  recommendation: string;
  /** Calibrated confidence, 0..1. */
  confidence: number;
}

/** A fact that findings cite. */
export interface Evidence {
  /** Stable, derived id. */
  id: string;
  /** File or backend that it comes from. */
  source: string;
  /** The fact in words. */
  summary: string;
  /** Exact query, or file rows. */
  query: string;
  /** When. */
  window: Window;
  /** Typed facts with units. */
  facts: {
    /** Name of the quantity. */
    name: string;
    /** Its value, in `unit`. */
    value: number;
    /** Unit of the value. */
    unit: string;
  }[];
}

/** A cause. */
export interface RootCause {
  /** 1 = most likely. */
  rank: number;
  /** Id of the diagnosis. */
  cause: string;
  /** Where the mender must act; null where unknown. */
  service: string | null;
  /** Calibrated confidence, 0..1. */
  confidence: number;
  /** Ids of evidence. */
  evidence: string[];
  /** What to mend. */
  fix: string;
}

/** The verdict on the run. */
export interface Verdict {
  /** What it is. */
  status: 'healthy' | 'degraded' | 'failing' | 'invalid-test' | 'inconclusive';
  /** In one sentence. */
  sentence: string;
  /** Why, each with the findings it rests on. */
  reasons: {
    /** The reason in words. */
    text: string;
    /** Ids of the findings it rests on. */
    findings: string[];
  }[];
}

/** Result of the gate. */
export interface Gate {
  /** Whether no condition failed. */
  passed: boolean;
  /** Each condition. */
  conditions: {
    /** The condition as the user wrote it. */
    expression: string;
    /** Whether it held. */
    passed: boolean;
    /** The figure, in the unit of the condition; null where it is unknown. */
    value: number | null;
    /** Its limit, in the unit of the condition; null where the condition cannot be evaluated. */
    limit: number | null;
  }[];
}

/** Comparison with a baseline. */
export interface Comparison {
  /** Outcome. */
  verdict: 'same' | 'regression' | 'improvement' | 'inconclusive';
}

/** Words for what was found. */
export interface Explanation {
  /** Who worded it. */
  source: 'plain-words' | 'ollama' | 'openai' | 'anthropic';
  /** Model; null for plain words. */
  model: string | null;
  /** All prose is claims. */
  claims: {
    /** Stable id. */
    id: string;
    /** The sentence. */
    text: string;
    /** What checking it against the evidence came to. */
    status: 'verified' | 'corrected' | 'unverified' | 'removed';
    /** Ids of the evidence it cites. */
    evidence: string[];
  }[];
  /** Claims verified. */
  verified: number;
  /** Claims in total. */
  total: number;
}

/** A backend that was asked. */
export interface Source {
  /** Kind of backend. */
  backend: 'prometheus' | 'loki' | 'tempo';
  /** Address without user info. */
  url: string;
  /** Questions asked. */
  asked: number;
  /** Questions answered. */
  answered: number;
  /** Questions without data. */
  noData: number;
  /** Questions that failed. */
  failed: number;
  /** What went wrong; empty if nothing. */
  message: string;
}

/** About this very execution. */
export interface Run {
  /** Version of Heimr. */
  version: string;
  /** When the analysis began, ISO 8601 in UTC; null where the caller gave no clock. */
  startedAt: string | null;
  /** How long it took, ms; null where the caller gave no clock. */
  durationMs: number | null;
  /** Worker threads used beside the main one; 0 = none (threads). */
  workers: number;
}
