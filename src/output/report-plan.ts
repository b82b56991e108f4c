/** What `-o` asks for: which reporter writes which file. Decided before anything is read, so that a typing error costs no time. */

import { lstatSync } from 'node:fs';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { Analysis } from '../model/analysis.js';
import { reporterForFile, reporters } from '../reporters/catalog.js';
import type { ChartMode } from '../reporters/charts/chart.js';
import type { Reporter } from '../reporters/reporter.js';
import type { Typesetter } from '../reporters/typesetter.js';
import { isFolder, isSameFile, isSameTarget, statOf } from './paths.js';
import { checkWritable, writeFiles } from './write-files.js';

/** Files that a folder gets. */
const IN_A_FOLDER = ['report.md', 'report.pdf', 'analysis.json'] as const;

/** Name of the folder beside a report that holds its drawings: `report-charts` for `report.md`. */
export function chartsFolder(path: string): string {
  return `${basename(path, extname(path))}-charts`;
}

/** Reports to be written. */
export interface ReportPlan {
  /** Each file once, in the order asked for; `named` where it was asked for by its own name, not as one of a folder's set. */
  files: { path: string; reporter: Reporter; named: boolean }[];
  /** Folders to be made. */
  folders: string[];
}

/**
 * Reads output paths: a file goes by its extension; an existing folder, or a path with a trailing slash, gets a set of reports.
 * @param outputs paths as given
 * @param inputs paths of the input files, which no report may overwrite
 * @throws HeimrError `usage` for an unknown extension, a path of an input or one file twice, `output` where a file cannot be written
 */
export async function planReports(outputs: readonly string[], inputs: readonly string[] = []): Promise<ReportPlan> {
  const plan: ReportPlan = { files: [], folders: [] };
  for (const output of outputs) {
    if (output.endsWith('/') || output.endsWith(sep) || isFolder(output)) await planFolder(plan, output);
    else await planFile(plan, output);
  }
  refuseOverwriting(plan, inputs);
  return plan;
}

/**
 * @param inputs paths of files that were found in folders, which no report may overwrite either
 * @throws HeimrError `usage` for a path of an input
 */
export function refuseOverwriting(plan: ReportPlan, inputs: readonly string[]): void {
  for (const { path } of plan.files) {
    if (inputs.some((input) => input !== '-' && isSameFile(input, path))) {
      throw new HeimrError('usage', `${printable(path)} would overwrite an input file.`, 'Choose another name for the report.');
    }
  }
}

/** What became of a plan. */
export interface Written {
  /** Paths of the reports written. */
  paths: string[];
  /** Paths of the drawings that they refer to. */
  charts: string[];
  /** Reports that could not be made, and why; all others were written. */
  missed: { path: string; named: boolean; error: unknown }[];
}

/**
 * Renders and writes the reports of a plan and their drawings, or none of them. A report that needs what this machine lacks is left out
 * and told.
 * @throws HeimrError `output` where a file cannot be written
 */
export async function writePlan(plan: ReportPlan, analysis: Analysis, charts: ChartMode = 'files'): Promise<Written> {
  const folders: string[] = [];
  const drawn: { path: string; content: string }[] = [];
  const files: { path: string; content: string | Uint8Array }[] = [];
  const missed: Written['missed'] = [];
  for (const { path, reporter, named } of plan.files) {
    if (reporter.charts !== undefined && charts === 'files') {
      const folder = chartsFolder(path);
      const own = reporter.charts(analysis).map(({ name, content }) => ({ path: join(dirname(path), folder, name), content }));
      if (own.length > 0) folders.push(join(dirname(path), folder));
      for (const one of own) refuseLink(one.path);
      drawn.push(...own);
      files.push({ path, content: reporter.render(analysis, { charts: { folder } }) });
    } else if (reporter.needs === undefined)
      files.push({ path, content: reporter.render(analysis, { charts: charts === 'embed' ? charts : 'none' }) });
    else {
      try {
        files.push({ path, content: reporter.render(analysis, { typesetter: await typesetter() }) });
      } catch (error) {
        missed.push({ path, named, error });
      }
    }
  }
  await writeFiles([...files, ...drawn], plan.folders, folders);
  return { paths: files.map(({ path }) => path), charts: drawn.map(({ path }) => path), missed };
}

/** Nobody named these files: what leads elsewhere is none of ours. @throws HeimrError `output` */
function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new HeimrError('output', `${printable(path)} is a symbolic link.`, 'Remove it, or use --charts embed.');
}

/** Loaded only here: who wants no PDF waits for no compiler. */
const typesetter = async (): Promise<Typesetter> => (await import('./typesetter.js')).loadTypesetter();

async function planFolder(plan: ReportPlan, folder: string): Promise<void> {
  if (!isFolder(folder)) {
    const parent = nearestExisting(folder);
    if (!isFolder(parent)) {
      throw new HeimrError(
        'output',
        `${printable(folder)}: ${printable(parent)} is a file, not a folder.`,
        'Choose another name for the folder.',
      );
    }
    await checkWritable(join(parent, IN_A_FOLDER[0]));
    plan.folders.push(folder);
  }
  for (const name of IN_A_FOLDER) {
    const reporter = reporterForFile(name);
    if (!reporter) throw new Error(`no reporter writes ${name}`);
    const path = join(folder, name);
    if (isFolder(folder)) await checkWritable(path);
    add(plan, path, reporter, false);
  }
}

async function planFile(plan: ReportPlan, path: string): Promise<void> {
  const reporter = reporterForFile(basename(path));
  if (!reporter) throw unknownExtension(path);
  if (!isFolder(dirname(path))) {
    throw new HeimrError(
      'output',
      `${printable(path)}: the folder ${printable(dirname(path))} does not exist.`,
      'Make the folder first. (A folder given with a trailing slash, such as -o reports/, is made.)',
    );
  }
  await checkWritable(path);
  add(plan, path, reporter, true);
}

function add(plan: ReportPlan, path: string, reporter: Reporter, named: boolean): void {
  const same = plan.files.find((file) => isSameTarget(file.path, path));
  if (same) {
    const [first, second] = [printable(same.path), printable(path)];
    throw new HeimrError('usage', `The outputs ${first} and ${second} are the same file.`, 'Give each output a file of its own.');
  }
  plan.files.push({ path, reporter, named });
}

function unknownExtension(path: string): HeimrError {
  const extension = extname(path);
  const known = reporters.flatMap((reporter) => reporter.extensions).join(', ');
  return new HeimrError(
    'usage',
    `${printable(path)}: ${extension ? `${printable(extension)} is no output that this version knows` : 'the name has no extension that says what to write'}.`,
    `Use one of ${known}, or a folder (-o reports/) for a set of them.`,
  );
}

function nearestExisting(path: string): string {
  const whole = resolve(path);
  return statOf(whole) || whole === dirname(whole) ? whole : nearestExisting(dirname(whole));
}
