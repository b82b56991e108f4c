import { HeimrError } from '../errors.js';
import type { Aggregates } from '../model/aggregates.js';
import type { Notice } from '../model/notice.js';
import { joinParts } from './join-parts.js';
import { mergeFigures, type RunFigures } from './merge-figures.js';
import type { ReportedFile } from './read-figures.js';
import { bothOf, isSameRun } from './same-run.js';

/**
 * Several files of figures as one: the files that a tool writes of one run are put together; the same run in two exports is taken once.
 * @param notices where it is said what was found on the way
 * @param merge whether what is left are injectors of one run: counts, sums, extremes and means are joined, percentiles are left out
 * @throws HeimrError `usage` where files are of several runs and `merge` is false, `unreadable` where nothing was recorded
 */
export function joinFigures(files: readonly ReportedFile[], notices: Notice[], merge = false): Aggregates {
  const [first, ...others] = runsOf(files, notices);
  if (first === undefined) throw new HeimrError('internal', 'No file was read.', 'This is a bug of Heimr. Please report it.');
  const distinct = [first];
  for (const run of others) {
    const at = distinct.findIndex((known) => isSameRun(known.figures, run.figures));
    const known = distinct[at];
    if (known === undefined) {
      if (!merge) throw severalRuns(distinct[0] as RunFigures, run);
      distinct.push(run);
      continue;
    }
    notices.push(sameRun(known, run));
    distinct[at] = { ...known, names: [...known.names, ...run.names], figures: bothOf(known.figures, run.figures) };
  }
  if (distinct.length > 1) notices.push(mergedFigures(distinct));
  return distinct.reduce(mergeFigures).figures;
}

/** Files by the run that they say they are of. */
function runsOf(files: readonly ReportedFile[], notices: Notice[]): RunFigures[] {
  const groups = new Map<string, ReportedFile[]>();
  files.forEach((file, i) => {
    const { set } = file.figures;
    // Tables without a row are the same bytes in every run, and double nothing; but alone they are no run either.
    if (file.duplicateOf !== null && (set === null || file.rows.read > 0)) return;
    const key = JSON.stringify(set === null ? i : [file.reading.tool.name, set.run]);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  });
  const own = [...groups.values()].filter((group) => group.some(({ duplicateOf }) => duplicateOf === null));
  return own.map((group) => {
    const [file] = group as [ReportedFile];
    return {
      names: group.map(({ name }) => name),
      tool: file.reading.tool.name,
      figures: file.figures.set === null ? file.figures : joinParts(group, notices),
    };
  });
}

function severalRuns(a: RunFigures, b: RunFigures): HeimrError {
  const [one, other] = [a.names.join(', '), b.names.join(', ')];
  const why =
    a.tool === b.tool
      ? `hold figures of two runs${a.figures.set && b.figures.set ? `, by their names (${a.figures.set.run} and ${b.figures.set.run})` : ''}`
      : `are of different tools (${a.tool} and ${b.tool})`;
  const names = a.figures.set && b.figures.set ? ' Files of one run have one name up to _stats.csv, _failures.csv and so on.' : '';
  return new HeimrError(
    'usage',
    `${one} and ${other} ${why}, and what a tool has computed over one cannot be read as that of both.`,
    `Analyse them one by one. If they are parts of one load, give --merge: counts, extremes and means are joined, percentiles are left out.${names}`,
  );
}

function sameRun(a: RunFigures, b: RunFigures): Notice {
  const [n, m] = [a.figures.overall?.count ?? 0, b.figures.overall?.count ?? 0];
  const early =
    n === m ? '' : ` One was written earlier: at ${Math.min(n, m)} of ${Math.max(n, m)} requests. Totals are those of the later one.`;
  return {
    id: 'same-run-twice',
    level: 'info',
    file: b.names[0] ?? null,
    what: `${b.names.join(', ')} and ${a.names.join(', ')} are of one run, which counts once.${early}`,
    why: 'Endpoints have the same smallest or largest times to the last digit in both, so they are two exports of the same requests.',
    todo: '',
  };
}

function mergedFigures(runs: readonly RunFigures[]): Notice {
  return {
    id: 'figures-merged',
    level: 'warning',
    file: null,
    what: `Figures of ${runs.length} runs were joined (${runs.map(({ names }) => names[0]).join(', ')}). Their percentiles and rates are left out.`,
    why: 'Counts, extremes and means can be joined exactly. The percentile of two runs cannot be had from the percentiles of each.',
    todo: 'For percentiles over all injectors, give files with single requests.',
  };
}
