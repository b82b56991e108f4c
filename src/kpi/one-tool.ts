import { HeimrError } from '../errors.js';
import type { Notice } from '../model/notice.js';
import type { Reading } from '../model/reading.js';
import { thousands } from '../model/thousands.js';
import type { CountedRun } from './count-file.js';
import { isLeftOut } from './count-file.js';
import type { ReportedFile } from './read-figures.js';

/** A file whose format is known. */
export interface ReadableFile {
  name: string;
  reading: Pick<Reading, 'format' | 'granularity' | 'tool'>;
}

/** Figures stamp whole seconds. */
const SLACK_MS = 2000;

/** The formats of one tool begin with its name: what Taurus writes is `jmeter-csv` too. */
const toolOf = (file: ReadableFile): string => file.reading.format.replace(/-.*/, '');
const holdsRequests = (file: ReadableFile): boolean => file.reading.granularity === 'samples';

/**
 * Refuses files of different tools: they are of different tests, or measure differently.
 * @param earlier files before this one
 * @param merge whether they are wanted as one run all the same
 * @throws HeimrError `usage`
 */
export function refuseOtherTool(file: ReadableFile, earlier: readonly ReadableFile[], merge: boolean): void {
  const other = earlier.find((one) => toolOf(one) !== toolOf(file));
  if (other === undefined) return;
  const what = `${other.name} is of ${other.reading.tool.name} and ${file.name} of ${file.reading.tool.name}`;
  const unlike = earlier.find((one) => toolOf(one) !== toolOf(file) && holdsRequests(one) !== holdsRequests(file));
  if (unlike) {
    const [figures, requests] = holdsRequests(file) ? [unlike, file] : [file, unlike];
    throw new HeimrError(
      'usage',
      `${what}: the figures in ${figures.name} cannot be added to the single requests in ${requests.name}.`,
      'Analyse them one by one.',
    );
  }
  if (merge) return;
  throw new HeimrError(
    'usage',
    `${what}: files of different tools are not read as one run.`,
    'Analyse them one by one. If both tools loaded the same system at the same time, add --merge.',
  );
}

/** What to know of files of different tools that were read as one run. */
export function toolNotices(files: readonly ReadableFile[]): Notice[] {
  const tools = new Map(files.map((file) => [toolOf(file), file.reading.tool.name]));
  if (tools.size < 2) return [];
  return [
    {
      id: 'mixed-tools',
      level: 'warning',
      file: null,
      what: `Files of ${[...tools.values()].join(', ')} are read as one run because of --merge.`,
      why: 'Tools measure differently: what is part of a latency, and when a request counts as failed, is not the same.',
      todo: 'Compare labels of one tool only.',
    },
  ];
}

/**
 * Figures that the tool computed, beside the single requests they are made of: never counted, but compared.
 * @throws HeimrError `usage` where they are of another time, and `merge` is false
 */
export function figuresBeside(run: CountedRun, reported: readonly ReportedFile[], merge: boolean): Notice[] {
  const files = run.files.filter((file) => !isLeftOut(file));
  const profiles = files.flatMap(({ profile }) => profile ?? []);
  const start = Math.min(...profiles.map(({ window }) => window.start));
  const end = Math.max(...profiles.map(({ window }) => window.end));
  const own = reported.filter(({ duplicateOf }) => duplicateOf === null);
  for (const { name, figures } of own) {
    const isOutside =
      (figures.start !== null && figures.start > end + SLACK_MS) || (figures.end !== null && figures.end < start - SLACK_MS);
    if (!isOutside || merge) continue;
    throw new HeimrError(
      'usage',
      `${name} is of another run: its figures do not overlap in time with the requests of ${files.map((file) => file.name).join(', ')}.`,
      'Give the files of one run only.',
    );
  }
  const requests = profiles.reduce((sum, profile) => sum + profile.requests, 0);
  const setup = files.reduce((sum, { excluded }) => sum + excluded.setup, 0);
  const totals = own.filter(({ reading, figures }) => reading.granularity === 'summary' && figures.overall !== null);
  const count = totals.reduce((sum, { figures }) => sum + (figures.overall?.count ?? 0), 0);
  return own.map((file): Notice => {
    if (!totals.includes(file)) return beside(file.name, 'info', '', '');
    const each = totals.length > 1 ? `${totals.length} such files count` : 'It counts';
    const said = `${each} ${thousands(count)} requests`;
    if (count === requests) return beside(file.name, 'info', ` ${said}, and there are as many single ones.`, '');
    if (count === requests + setup)
      return beside(
        file.name,
        'info',
        ` ${said}: the ${thousands(requests)} single ones and ${thousands(setup)} of setup and teardown.`,
        '',
      );
    return beside(
      file.name,
      'warning',
      ` ${said}, but there are ${thousands(requests)} single ones.`,
      'Check that the files are of one run, and that none was cut; the figures here are those of the single requests.',
    );
  });
}

function beside(file: string, level: Notice['level'], more: string, todo: string): Notice {
  return {
    id: level === 'info' ? 'figures-beside' : 'figures-differ',
    level,
    file,
    what: `Its figures are not counted, since the single requests are there.${more}`,
    why: 'A tool computes such figures from the same requests: counting both would double the load.',
    todo,
  };
}
