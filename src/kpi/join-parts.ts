import { HeimrError } from '../errors.js';
import type { AggregateRow, Aggregates } from '../model/aggregates.js';
import type { LoadTool } from '../model/load-tool.js';
import type { Notice } from '../model/notice.js';
import type { ReportedFile } from './read-figures.js';
import { fillRow, fillTool } from './same-run.js';

/** The parts in the order in which they are asked for totals: a history ends before the run does. */
const ORDER = ['stats', 'distribution', 'history', 'failures', 'exceptions'];

/**
 * The files of one run as one: totals of the statistics, steps of the history, failures of the list of failures, and so on. What
 * stands in several of them is compared.
 * @throws HeimrError `usage` where two files are the same part, `unreadable` where none holds a request
 */
export function joinParts(files: readonly ReportedFile[], notices: Notice[]): Aggregates {
  const parts = [...files].sort((a, b) => place(a) - place(b));
  for (const [i, file] of parts.entries()) {
    const before = parts[i - 1];
    if (before !== undefined && partOf(before) === partOf(file)) throw samePart(before, file);
  }
  const [first] = parts as [ReportedFile];
  if (parts.length > 1) {
    for (const file of parts) if (file.rows.read > 0 && file.rows.read === file.rows.rejected) notices.push(unusable(file));
  }
  const find = (part: string): Aggregates | null => parts.find((file) => partOf(file) === part)?.figures ?? null;
  const totals = parts.filter(({ figures }) => figures.overall !== null);
  const failures = find('failures')?.failures ?? null;
  const tools = parts.flatMap(({ figures }) => figures.loadTool ?? []);
  refuseNothing(parts, totals, failures, tools);
  compareCounts(parts, failures, notices);
  const [main, ...others] = totals.map(({ figures }) => figures);
  const history = find('history');
  const stats = find('stats');
  const whole = history !== null && (stats?.overall?.count ?? history.overall?.count) === history.overall?.count;
  return {
    only: parts.length === 1 ? first.figures.only : list(parts.map(({ figures }) => figures.only)),
    set: first.figures.set,
    start: history?.start ?? null,
    // A history that ends early tells neither when the run ended nor how long it was; the statistics tell how long.
    end: whole ? history.end : null,
    duration: whole ? history.duration : (stats?.duration ?? null),
    overall: main?.overall ? others.reduce((row, other) => fillRow(row, other.overall), main.overall) : null,
    byLabel: labelsOf(totals.map(({ figures }) => figures)),
    transactions: [],
    percentiles: parts.map(({ figures }) => figures.percentiles).find((text) => text !== null) ?? null,
    history: history?.history ?? null,
    failures,
    loadTool: tools.length === 0 ? null : tools.reduce(fillTool),
  };
}

function partOf({ figures }: ReportedFile): string {
  return figures.set?.part ?? '';
}

function place(file: ReportedFile): number {
  return ORDER.indexOf(partOf(file));
}

/** Rows of the first part that has any, with what only later parts say: percentiles beside the totals, mainly. */
function labelsOf(parts: readonly Aggregates[]): AggregateRow[] {
  const [first, ...others] = parts.filter(({ byLabel }) => byLabel.length > 0);
  if (first === undefined) return [];
  const found = others.map(({ byLabel }) => new Map(byLabel.map((row) => [row.label, row])));
  return first.byLabel.map((row) => found.reduce((known, rows) => fillRow(known, rows.get(row.label) ?? null), row));
}

function list(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** What several parts count must be the same, or they are of different moments or runs. */
function compareCounts(parts: readonly ReportedFile[], failures: Aggregates['failures'], notices: Notice[]): void {
  const stats = parts.find((file) => partOf(file) === 'stats');
  const history = parts.find((file) => partOf(file) === 'history');
  const list = parts.find((file) => partOf(file) === 'failures');
  const [total, last] = [stats?.figures.overall ?? null, history?.figures.overall ?? null];
  if (stats && history && total && last) {
    if (last.count < total.count || (last.count === total.count && (last.errors ?? 0) < (total.errors ?? 0))) {
      notices.push(endsEarly(history, stats, last.count, total.count));
    } else if (last.count > total.count || last.errors !== total.errors) {
      notices.push(
        disagree(
          stats,
          history,
          `${total.count} requests, ${total.errors ?? '?'} failed`,
          `${last.count} requests, ${last.errors ?? '?'} failed`,
        ),
      );
    }
  }
  const source = total === null ? history : stats;
  const errors = (total ?? last)?.errors ?? null;
  if (list && source && failures && errors !== null) {
    const listed = failures.reduce((sum, { count }) => sum + count, 0);
    if (listed !== errors) notices.push(disagree(source, list, `${errors} failed requests`, `${listed}`));
  }
}

function disagree(a: ReportedFile, b: ReportedFile, inA: string, inB: string): Notice {
  return {
    id: 'parts-disagree',
    level: 'warning',
    file: b.name,
    what: `${a.name} counts ${inA}, ${b.name} ${inB}.`,
    why: 'Files of one run say the same. These were written at different moments (a run that was ended by force), or are of different runs that had the same names. Totals are those of the former.',
    todo: 'Check that the files are of one run, and let the tool end by itself.',
  };
}

function endsEarly(history: ReportedFile, stats: ReportedFile, seen: number, all: number): Notice {
  return {
    id: 'history-ends-early',
    level: 'info',
    file: history.name,
    what: `The history ends at ${seen} of ${all} requests.`,
    why: `Its last row was written before the run ended. Totals are those of ${stats.name}; the timeline lacks the rest.`,
    todo: '',
  };
}

function unusable(file: ReportedFile): Notice {
  return {
    id: 'part-unusable',
    level: 'warning',
    file: file.name,
    what: 'No row of this file can be used.',
    why: `The first one, in line ${file.rows.rejects[0]?.line ?? 0}: ${file.rows.rejects[0]?.reason ?? ''}. Figures are those of the other files of the run.`,
    todo: 'Give the file as the tool wrote it.',
  };
}

function samePart(a: ReportedFile, b: ReportedFile): HeimrError {
  return new HeimrError(
    'usage',
    `${a.name} and ${b.name} are the same part (${partOf(a)}) of one run by their names, and differ.`,
    'Give one of them, or name files of different runs differently.',
  );
}

/** @throws HeimrError `unreadable` where no part says anything of a request */
function refuseNothing(
  parts: readonly ReportedFile[],
  totals: readonly ReportedFile[],
  failures: Aggregates['failures'],
  tools: readonly LoadTool[],
): void {
  const requests = totals.some(({ figures }) => (figures.overall?.count ?? 0) > 0);
  if (requests || (failures?.length ?? 0) > 0) return;
  if (totals.length === 0 && tools.some(({ metrics }) => metrics.length > 0)) return;
  const names = parts.map(({ name }) => name).join(', ');
  const reject = parts.map(({ rows }) => rows.rejects[0]).find((one) => one !== undefined);
  const why = reject === undefined ? '' : ` The first row that cannot be used, in line ${reject.line}: ${reject.reason}.`;
  throw new HeimrError(
    'unreadable',
    `${names} hold${parts.length === 1 ? 's' : ''} no request.${why}`,
    totals.length === 0
      ? 'Give the file with the totals of the run too.'
      : 'Check that the test ran, and that its results were written before they were read.',
  );
}
