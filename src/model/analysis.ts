import type { Check } from './check.js';
import type { Distribution, Heatmap } from './distribution.js';
import type { Errors } from './error-groups.js';
import type { Evidence } from './evidence.js';
import type { Explanation } from './explanation.js';
import type { Finding, RootCause, RuledOut } from './finding.js';
import type { Comparison, Gate } from './gate.js';
import type { InputFile } from './input-file.js';
import type { Kpis } from './kpis.js';
import type { LoadFacts } from './load.js';
import type { LoadTool } from './load-tool.js';
import type { Notice } from './notice.js';
import type { OutlierStatistics } from './outlier-statistics.js';
import type { PercentileDefinition } from './percentile-definition.js';
import type { Phase } from './phase.js';
import type { Run } from './run.js';
import type { Settings } from './settings.js';
import type { Source } from './source.js';
import type { Timeline } from './timeline.js';
import type { Verdict } from './verdict.js';
import type { RunWindow } from './window.js';

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
  window: RunWindow;
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
  /** Figures per step of time; null where the files hold none. */
  timeline: Timeline | null;
  /** Latencies by size; null where the files hold no single requests. */
  distribution: Distribution | null;
  /** Latencies by size over time; null where the files hold no single requests. */
  heatmap: Heatmap | null;
  /** Parts of the run, found from the data or set by the user; in time order, without gaps. */
  phases: Phase[];
  /** Failed requests by class, code and label. */
  errors: Errors;
  /** Named outlier statistics: descriptions, not verdicts; null where the files hold no single requests. */
  statistics: {
    /** All counted requests. */
    overall: OutlierStatistics;
    /** One entry per label, in order of the label's text. */
    byLabel: OutlierStatistics[];
  } | null;
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
  /** Causes that were considered and are none. */
  ruledOut: RuledOut[];
  /** What would be needed to tell more of the cause: what could not be asked, and where to look. */
  unknowns: string[];
  /** What the run amounts to. */
  verdict: Verdict;
  /** Result of the gate conditions; null where none was set. */
  gate: Gate | null;
  /** Comparison with a baseline; null where none was given. */
  comparison: Comparison | null;
  /** Words for what was found: without a model by default; null in an analysis that an earlier version wrote. */
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

export type * from './check.js';
export type * from './distribution.js';
export type * from './error-groups.js';
export type * from './evidence.js';
export type * from './exemplar.js';
export type * from './explanation.js';
export type * from './finding.js';
export type * from './gate.js';
export type * from './input-file.js';
export type * from './kpis.js';
export type * from './load.js';
export type * from './load-tool.js';
export type * from './outlier-statistics.js';
export type * from './percentile-definition.js';
export type * from './phase.js';
export type * from './run.js';
export type * from './settings.js';
export type * from './source.js';
export type * from './timeline.js';
export type * from './verdict.js';
export type * from './window.js';
