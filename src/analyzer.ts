import { type AnalyzeOptions, checkInputs, checkOptions } from './analyze-options.js';
import { detectors as catalogOfDetectors } from './detectors/catalog.js';
import { checksOf, checksWithout } from './detectors/checks.js';
import { findingsInFigures } from './detectors/figures.js';
import { findingsOf } from './detectors/findings.js';
import { runDetectors } from './detectors/run-detectors.js';
import { runDiagnoses } from './diagnoses/run-diagnoses.js';
import { HeimrError } from './errors.js';
import { planGate } from './gate/gate-plan.js';
import { judgeGate, withGateChecked } from './gate/judge-gate.js';
import { verdictOf } from './gate/verdict.js';
import { type CountedRun, countFile, isLeftOut } from './kpi/count-file.js';
import { countedRows } from './kpi/counted-rows.js';
import { distributionOf, heatmapOf } from './kpi/distribution.js';
import { gatherFacts } from './kpi/gather-facts.js';
import { inputFiles, reportedInputFiles } from './kpi/input-files.js';
import { joinFigures } from './kpi/join-figures.js';
import { FileJoin } from './kpi/join-files.js';
import { kpisOf } from './kpi/kpis.js';
import { LabelFilter } from './kpi/label-filter.js';
import { MAX_LABELS } from './kpi/label-template.js';
import { loadFacts } from './kpi/load-facts.js';
import { loadToolOf } from './kpi/load-tool.js';
import { figuresBeside, refuseOtherTool, toolNotices } from './kpi/one-tool.js';
import { outlierStatistics } from './kpi/outlier-statistics.js';
import { percentileDefinitions } from './kpi/percentile-definitions.js';
import { phasesOf } from './kpi/phases.js';
import { type ReportedFile, readFigures } from './kpi/read-figures.js';
import { reportedFigures } from './kpi/reported-figures.js';
import { runNotices } from './kpi/run-notices.js';
import { timelineOf } from './kpi/timeline.js';
import { plainWords } from './llm/plain-words.js';
import type { Analysis } from './model/analysis.js';
import type { Facts } from './model/facts.js';
import type { Notice } from './model/notice.js';
import type { AggregateReading, SamplesReading } from './model/reading.js';
import { redactAll } from './model/redact.js';
import type { AnalyzeInput, FileInput, Moment, Progress } from './model/run-input.js';
import { onLoadToolClock } from './observability/evidence-times.js';
import { withLinks } from './observability/grafana-link.js';
import { NOT_ASKED } from './observability/not-asked.js';
import { testTarget } from './observability/test-target.js';
import { type OpenedInput, openInput } from './open-input.js';
import { parsers as catalogOfParsers } from './parsers/catalog.js';
import { TRACE_ID_COLUMNS } from './parsers/parser.js';
import { RELATIVE_ERROR, SNAPPED_ERROR } from './stats/log-linear.js';
import { VERSION } from './version.js';

export type { AnalyzeOptions } from './analyze-options.js';
export type { Connection } from './observability/connection.js';
export type { Backends } from './observability/observe.js';
export type { AnalyzeInput, FileInput, Moment, Progress };

/** Apdex target, ms. */
export const APDEX_T = 500;

/**
 * The whole road: files in, Analysis out. Pure: no file, no clock, no network of its own.
 * @param inputs files of one run (bytes, streams of bytes, or readings); several are merged exactly, the same bytes twice count once
 * @param options choices, all with defaults
 * @throws HeimrError where no Analysis is possible: nothing can be read, or nothing is left to count
 */
export async function analyze(inputs: readonly AnalyzeInput[], options: AnalyzeOptions = {}): Promise<Analysis> {
  checkInputs(inputs);
  checkOptions(options);
  const gatePlan = planGate(options.gate);
  const startedAt = options.clock?.() ?? null;
  const notices: Notice[] = [];
  const apdexT = options.apdexT ?? APDEX_T;

  // Bytes → readings. Offsets count from the first start of all files, so with offsets all heads are read before the first row is counted.
  const open = (input: AnalyzeInput): Promise<OpenedInput> =>
    openInput(input, options.parsers ?? catalogOfParsers, {
      timeZone: options.timeZone,
      traceIdColumns: options.traceIdColumns ?? TRACE_ID_COLUMNS,
      note: (notice) => notices.push(notice),
      identify: inputs.length > 1,
    });
  const relative = [options.from, options.to].some((moment) => moment && 'after' in moment);
  const opened = relative ? await inOrder(inputs, open) : null;
  const firstStart = opened ? firstStartOf(opened) : 0;
  const from = timeOf(options.from, firstStart);
  const to = timeOf(options.to, firstStart);

  // Readings → counts, one file after the other; then all files' counts as one. Files of figures are kept as they are.
  const rules = {
    fromUs: from === null ? Number.NEGATIVE_INFINITY : from * 1000,
    toUs: to === null ? Number.POSITIVE_INFINITY : to * 1000,
    labels: new LabelFilter(options.include ?? [], options.exclude ?? []),
    apdexT,
  };
  const merge = options.merge === true;
  const met: OpenedInput[] = [];
  const join = new FileJoin();
  const reported: ReportedFile[] = [];
  for (let i = 0; i < inputs.length; i++) {
    const input = opened?.[i] ?? (await open(inputs[i] as AnalyzeInput));
    refuseOtherTool(input, met, merge);
    met.push(input);
    if (holdsRequests(input)) join.add(await countFile(input, i, rules, inputs.length === 1, options));
    else if (holdsFigures(input)) reported.push(await readFigures(input, reported));
    notices.push(...input.notices());
  }
  notices.push(...toolNotices(met));
  const counted = join.finish(notices, merge);
  if (counted.files.length > 0) notices.push(...figuresBeside(counted, reported, merge));
  const settings = {
    apdexT,
    from,
    to,
    warmup: options.warmup ?? null,
    include: options.include ?? [],
    exclude: options.exclude ?? [],
  };
  const parts =
    counted.files.length > 0
      ? analysisOfRequests(counted, reported, settings, relative ? firstStart : null, options, notices)
      : analysisOfFigures(reported, settings, merge, notices);
  const { facts, ...figures } = parts;
  const asked = await askAndDiagnose(options, figures, facts);
  const checks = [...figures.checks, ...asked.checks];
  notices.push(...asked.notices);
  const verdict = verdictOf({
    // Whether goals were set says nothing of the run.
    checks: checks.filter(({ id }) => gatePlan === null || id !== 'gate'),
    findings: asked.findings,
    requests: parts.kpis.overall.count,
    failed: parts.kpis.overall.errors,
    duration: parts.window.duration,
    noTest: met.every(({ reading }) => reading.format === 'har') ? 'a HAR is a recording of one browser, and no load test.' : null,
    unseen: met.every(holdsFigures)
      ? 'the file has only figures that the load tool computed, and changes over time cannot be seen in them.'
      : null,
  });
  const found: Analysis = {
    schemaVersion: '1.0',
    title: options.title ?? titleOf(inputs),
    tags: options.tags ?? [],
    ...figures,
    checks: gatePlan === null ? checks : withGateChecked(checks),
    findings: asked.findings,
    evidence: asked.evidence,
    rootCauses: asked.rootCauses,
    ruledOut: asked.ruledOut,
    unknowns: asked.unknowns,
    verdict,
    gate: judgeGate(gatePlan, { ...figures, verdict }),
    comparison: null,
    explanation: null,
    notices,
    sources: asked.sources,
    run: {
      version: VERSION,
      startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
      durationMs: startedAt === null ? null : (options.clock?.() ?? startedAt) - startedAt,
      workers: 0,
    },
  };
  return redactAll<Analysis>({ ...found, explanation: plainWords(found) });
}

/** What depends on what the files hold. */
type Parts = Pick<
  Analysis,
  | 'input'
  | 'window'
  | 'settings'
  | 'kpis'
  | 'transactions'
  | 'timeline'
  | 'phases'
  | 'errors'
  | 'statistics'
  | 'distribution'
  | 'heatmap'
  | 'load'
  | 'loadTool'
  | 'percentileDefinitions'
  | 'checks'
  | 'findings'
  | 'evidence'
>;
type Choices = Omit<Analysis['settings'], 'percentiles' | 'labels'>;

/** What was found, with what backends told of it, and the causes that follow. */
type Explained = Pick<Analysis, 'checks' | 'findings' | 'evidence' | 'rootCauses' | 'ruledOut' | 'unknowns' | 'sources' | 'notices'>;

async function askAndDiagnose({ backends, diagnoses }: AnalyzeOptions, parts: Parts, facts: Facts | null): Promise<Explained> {
  const { start, end } = parts.window;
  const target = start === null || end === null ? null : testTarget(parts.findings, facts, { start, end }, backends?.clockOffset);
  // What is asked of backends is larger than all the rest; a run that asks none starts without it.
  const observed = backends && target ? await (await import('./observability/observe.js')).observe(backends, target) : null;
  const asked = observed?.target ?? target;
  const diagnosed = runDiagnoses(parts, asked, observed?.telemetry ?? null, diagnoses);
  return {
    ...diagnosed,
    evidence: onLoadToolClock(
      withLinks(diagnosed.evidence, backends?.grafana),
      parts.evidence,
      asked === null ? 0 : asked.window.start - (start as number),
    ),
    checks: [...(observed?.checks ?? [NOT_ASKED]), ...diagnosed.checks],
    sources: observed?.sources ?? [],
    notices: observed?.notices ?? [],
  };
}

/** Counts → facts → figures. */
function analysisOfRequests(
  counted: CountedRun,
  reported: readonly ReportedFile[],
  choices: Choices,
  firstStart: number | null,
  options: AnalyzeOptions,
  notices: Notice[],
): Parts & { facts: Facts | null } {
  const { files } = counted;
  const run = countedRows(counted);
  const distinct = run.table.distinct;
  run.foldAbove(MAX_LABELS);
  const resolution = files.every((file) => isLeftOut(file) || file.wholeMilliseconds) ? 1 : null;
  const loadTool = loadToolOf(files, reported);
  const facts = gatherFacts(run, files, resolution, loadTool);
  const detections = runDetectors(options.detectors ?? catalogOfDetectors, facts);
  const span = facts.window.end - facts.window.start;
  notices.push(...runNotices(facts, files, { distinct, folded: run.table.folded, firstStart }));
  return {
    facts,
    input: [...inputFiles(files), ...reportedInputFiles(reported, true)],
    window: { ...facts.window, duration: span },
    settings: {
      ...choices,
      percentiles: {
        estimator: 'nearest-rank',
        definition: null,
        histogram: 'log-linear-7',
        relativeError: resolution === null ? RELATIVE_ERROR : SNAPPED_ERROR,
        resolutionMs: resolution,
      },
      // Labels of transactions and of what is left out are none of the report's; unfolded, exactly what is reported was met.
      labels: { distinct: run.table.folded ? distinct : facts.labels.length, reported: facts.labels.length },
    },
    kpis: {
      overall: kpisOf(facts.overall, span, facts.known, resolution, facts.parts),
      byLabel: facts.labels.map((label) => kpisOf(label, span, facts.known, resolution)),
    },
    transactions: facts.transactions.map((label) => kpisOf(label, span, { ...facts.known, connect: false, ttfb: false }, resolution)),
    timeline: timelineOf(facts),
    distribution: distributionOf(facts),
    heatmap: heatmapOf(facts),
    phases: phasesOf(facts, choices.warmup),
    errors: facts.errors,
    statistics: outlierStatistics(facts),
    load: loadFacts(facts, choices.include.length + choices.exclude.length > 0),
    loadTool,
    percentileDefinitions: percentileDefinitions(facts),
    checks: checksOf(detections),
    ...findingsOf(
      detections.flatMap(({ anomalies }) => anomalies),
      facts,
      files.filter((file) => !isLeftOut(file)).map(({ name }) => name),
    ),
  };
}

/** What a tool computed, as it is; what would need requests is not checked. */
function analysisOfFigures(
  reported: readonly ReportedFile[],
  choices: Choices,
  merge: boolean,
  notices: Notice[],
): Parts & { facts: null } {
  const figures = joinFigures(reported, notices, merge);
  const parts = reportedFigures(figures);
  const { checks, ...found } = findingsInFigures({ ...parts, loadTool: figures.loadTool, files: reported.map(({ name }) => name) });
  return {
    facts: null,
    input: reportedInputFiles(reported, false),
    settings: {
      ...choices,
      percentiles: {
        estimator: 'as-reported',
        definition: figures.percentiles,
        histogram: null,
        relativeError: null,
        resolutionMs: null,
      },
      labels: { distinct: figures.byLabel.length, reported: figures.byLabel.length },
    },
    ...parts,
    distribution: null,
    heatmap: null,
    phases: [],
    statistics: null,
    loadTool: figures.loadTool,
    percentileDefinitions: [],
    checks: checksWithout(checks, figures.only),
    ...found,
  };
}

/** Named after the files, without their folders; a hundred names would be no title. */
function titleOf(inputs: readonly AnalyzeInput[]): string {
  const names = [...new Set(inputs.map((input) => input.name.split(/[\\/]/).pop() as string))];
  const more = names.length > 3 ? ` and ${names.length - 2} more` : '';
  return `Load test ${more === '' ? names.join(', ') : `${names.slice(0, 2).join(', ')}${more}`}`;
}

async function inOrder<A, B>(items: readonly A[], make: (item: A) => Promise<B>): Promise<B[]> {
  const made: B[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

/** @throws HeimrError `unreadable` where no file tells a time in its beginning */
function firstStartOf(opened: readonly OpenedInput[]): number {
  const first = Math.min(
    ...opened.map(({ reading }) => (reading.granularity === 'samples' ? reading.firstStart : null) ?? Number.POSITIVE_INFINITY),
  );
  if (Number.isFinite(first)) return first;
  throw new HeimrError(
    'unreadable',
    'No time stamp could be read at the beginning of the files, so offsets cannot be counted from it.',
    'Give --from and --to as absolute times.',
  );
}

function holdsRequests(input: OpenedInput): input is OpenedInput & { reading: SamplesReading } {
  return input.reading.granularity === 'samples';
}

function holdsFigures(input: OpenedInput): input is OpenedInput & { reading: AggregateReading } {
  return input.reading.granularity !== 'samples';
}

function timeOf(moment: Moment | undefined, firstStart: number): number | null {
  if (!moment) return null;
  return 'at' in moment ? moment.at : firstStart + moment.after;
}
