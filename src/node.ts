/**
 * Heimr with files: what `heimr` leaves out to stay pure. `import { analyzeFiles } from 'heimr/node'`.
 *
 * @example
 * const analysis = await analyzeFiles(['results.jtl']);
 * await writeReports(analysis, ['report.md', 'analysis.json']);
 */

import { type AnalyzeOptions, analyze } from './analyzer.js';
import { HeimrError } from './errors.js';
import type { Analysis } from './model/analysis.js';
import { openResults } from './open-results.js';
import { planReports, writePlan } from './output/report-plan.js';

export type { ConnectionSettings } from './backends/connection-settings.js';
export { httpConnection } from './backends/http-connection.js';
export { Recorder } from './backends/recording.js';
export { openRecording, type Recording } from './backends/replay.js';
export { type Audit, type DryRun, dryRun, type ExplainOptions, explainAnalysis, type ModelChoice, replayExplanation } from './explain.js';
export type { OpenedFile } from './input/open-files.js';
export { openResults as openFiles } from './open-results.js';
export { loadTypesetter } from './output/typesetter.js';

/**
 * Analyses the files of one run. Notes the time in `run`, which `analyze` alone does not.
 * @param paths result files, folders of them, or patterns such as `results/*.jtl` (gzip and Zstandard are undone); several files are
 * injectors of one run and are merged exactly; `-` is standard input
 * @param options see `AnalyzeOptions`
 * @throws HeimrError where no Analysis is possible
 */
export async function analyzeFiles(paths: readonly string[], options: AnalyzeOptions = {}): Promise<Analysis> {
  if (!Array.isArray(paths))
    throw new HeimrError('usage', 'The paths are no list.', 'Give a list, also for one file: analyzeFiles([path]).');
  return analyze(await openResults(paths, options.parsers), { clock: Date.now, ...options });
}

/**
 * Writes reports: all of them, each of them whole, or none. Only a PDF is left out where its compiler is not installed; in the set
 * of a folder it is then missing from what is returned.
 * @param analysis result of `analyze` or `analyzeFiles`
 * @param paths files by extension (`.md`, `.pdf`, `.json`), or a folder for a set of them (made if it ends with a slash)
 * @returns the paths of the reports written; drawings of a Markdown report lie in a folder beside it (`report-charts/` for `report.md`)
 * @throws HeimrError `usage` for an unknown extension, `output` where a file cannot be written, or, after all others were written,
 * where a PDF that was asked for by name cannot be made
 */
export async function writeReports(analysis: Analysis, paths: readonly string[]): Promise<string[]> {
  const { paths: written, missed } = await writePlan(await planReports(paths), analysis);
  const named = missed.find((one) => one.named);
  if (named) throw named.error;
  return written;
}
