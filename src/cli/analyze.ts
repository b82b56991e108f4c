/** `heimr analyze`: files in, a summary on standard output, reports where `-o` says. */

import { type AnalyzeOptions, analyze as analyzeInputs, type Backends, type Moment } from '../analyzer.js';
import type { OpenedFile } from '../input/open-files.js';
import type { Analysis, Gate, GateWindow, Tag } from '../model/analysis.js';
import { openResults } from '../open-results.js';
import { planReports, refuseOverwriting, writePlan } from '../output/report-plan.js';
import type { ChartMode } from '../reporters/charts/chart.js';
import { terminal } from '../reporters/terminal.js';
import type { BackendChoices } from './backend-choices.js';
import { type BackendFlags, backendChoices } from './backend-flags.js';
import type { OpenBackends } from './backends.js';
import { type Choices, joinChoices } from './choices.js';
import { type Ci, ciOf, tellCi } from './ci.js';
import { loadConfig } from './config.js';
import { exitCodeOfAnalysis } from './exit-codes.js';
import { noticeMessage } from './messages.js';
import type { ModelFlags, ModelRequest, ModelSettings } from './model-request.js';
import { ProgressLine } from './progress.js';
import { closingLines, tellMissed } from './reports-told.js';
import type { TextOutput } from './text-output.js';

/** Flags of `heimr analyze`. */
export interface AnalyzeFlags extends ModelFlags, BackendFlags {
  output?: string[];
  charts?: ChartMode;
  from?: Moment;
  to?: Moment;
  warmup?: number;
  merge?: true;
  timezone?: string;
  include?: string[];
  exclude?: string[];
  apdexT?: number;
  title?: string;
  tag?: Tag[];
  clockOffset?: number;
  capture?: string;
  replay?: string;
  ci?: Ci;
  config?: string;
  failOn?: string[];
  warnOn?: string[];
  gateWindow?: GateWindow;
  toolThresholds?: Gate['toolThresholds'];
  color: boolean;
  quiet?: boolean;
  strict?: boolean;
}

/** @returns the exit code; @throws HeimrError where no analysis is possible, or a report cannot be written */
export async function analyze(paths: readonly string[], flags: AnalyzeFlags, out: TextOutput, err: TextOutput): Promise<number> {
  const { outputs = [], charts = 'files', backends = {}, llm, ...options } = joinChoices(await loadConfig(flags.config), choicesOf(flags));
  const request = await requested(flags, llm);
  const plan = await planReports(outputs, paths);
  const files = await openResults(paths);
  refuseOverwriting(
    plan,
    files.map(({ path }) => path),
  );
  const asked = await backendsOf(backends, flags);
  const hint = request === null && flags.llm === undefined && out.isTerminal && !flags.quiet ? hintAtModel() : Promise.resolve('');
  const found = await withProgress(files, { ...options, ...(asked ? { backends: asked.backends } : {}) }, flags, err);
  await asked?.finish();
  const analysis = await worded(found, request, flags, err);
  const { paths: written, charts: drawn, missed } = await writePlan(plan, analysis, charts);
  // On a terminal the summary itself shows them; saying them twice would only hide it.
  if (!flags.quiet && !out.isTerminal) await err.write(analysis.notices.map(noticeMessage).join(''));
  const { width, color } = out.screen(flags.color, process.env);
  await out.write(`${asText(terminal.render(analysis, { width, color }))}\n${closingLines(written, drawn)}${await hint}`);
  const code = (await tellMissed(missed, err)) ?? exitCodeOfAnalysis(analysis, flags.strict === true);
  await tellCi(ciOf(flags.ci, process.env), analysis, code, { out, err: flags.quiet ? null : err, environment: process.env });
  return code;
}

/** Whether a model is to be asked. Without a word of one, nothing of models is loaded. */
async function requested(flags: AnalyzeFlags, settings: ModelSettings | undefined): Promise<ModelRequest> {
  if (flags.llm === undefined && settings === undefined) return null;
  return (await import('./model-request.js')).modelRequest(flags, settings, process.env);
}

async function hintAtModel(): Promise<string> {
  return (await import('./local-model-hint.js')).localModelHint();
}

/** The explanation by a model, where one is asked for and may be asked. */
async function worded(analysis: Analysis, request: ModelRequest, flags: AnalyzeFlags, err: TextOutput): Promise<Analysis> {
  if (request === null) return analysis;
  if ('options' in request) return (await (await import('./ask-model.js')).askModel(analysis, request.options, flags, err)).analysis;
  await err.write(`note: ${request.refused}\n`);
  return analysis;
}

async function withProgress(
  files: readonly OpenedFile[],
  options: AnalyzeOptions,
  flags: AnalyzeFlags,
  err: TextOutput,
): Promise<Analysis> {
  const screen = err.screen(flags.color, process.env);
  const progress = new ProgressLine(files, screen, (text) => void err.write(text));
  const shown = screen.live && !flags.quiet ? { onProgress: progress.update } : {};
  try {
    return await analyzeInputs(files, { clock: Date.now, ...options, ...shown });
  } finally {
    progress.clear();
  }
}

/** Backends to ask; null where there is none, and then nothing of them is loaded. */
async function backendsOf(choices: BackendChoices, flags: AnalyzeFlags): Promise<(OpenBackends & { backends: Backends }) | null> {
  const { capture, replay, trustConfig, clockOffset } = flags;
  if (!choices.prometheus && !choices.loki && !choices.tempo && capture === undefined && replay === undefined) return null;
  const { openBackends } = await import('./backends.js');
  const { backends, finish } = await openBackends(choices, known({ capture, replay, trustConfig, clockOffset }), process.env);
  return backends ? { backends, finish } : null;
}

function choicesOf(flags: AnalyzeFlags): Choices {
  const { output: outputs, charts, from, to, warmup, merge, timezone: timeZone, include, exclude, apdexT, title, tag: tags } = flags;
  const { failOn: fail, warnOn: warn, gateWindow: window, toolThresholds } = flags;
  const gate = known({ fail, warn, window, toolThresholds });
  const backends = backendChoices(flags);
  const asked = Object.keys(backends).length === 0 ? undefined : backends;
  const all = { outputs, charts, backends: asked, from, to, warmup, merge, timeZone, include, exclude, apdexT, title, tags };
  return { ...known(all), ...(Object.keys(gate).length === 0 ? {} : { gate }) };
}

function known<T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}

function asText(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
