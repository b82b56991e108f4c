import { HeimrError } from '../errors.js';
import type { Accumulator } from './accumulate.js';
import type { CountedFile, CountedRun } from './count-file.js';
import { isNamedForFailures } from './join-files.js';

/**
 * The rows of a run that has any. A run in which nothing was counted must not pass for one in which all went well.
 * @throws HeimrError saying which file is empty, or which rule left nothing
 */
export function countedRows(run: CountedRun): Accumulator {
  const { files } = run;
  const empty = files.find((file) => file.rows.read === 0 && !isEmptyFailuresFile(file, files));
  if (empty) {
    throw new HeimrError(
      'unreadable',
      `${empty.name} holds no sample: there is a header at most, and no row.`,
      'Check that the test recorded anything, and that its results were written before they were read.',
    );
  }
  const useless = files.find((file) => file.rows.read > 0 && file.rows.rejected === file.rows.read);
  if (useless) {
    const first = useless.rows.rejects[0];
    const where = first ? ` The first one, in line ${first.line}: ${first.reason}.` : '';
    throw new HeimrError(
      'unreadable',
      `None of the ${useless.rows.read} rows of ${useless.name} can be used.${where}`,
      'Check the columns against docs/parsers, or save the results with the default settings of the load tool.',
    );
  }
  if (run.rows !== null && run.rows.counted > 0) return run.rows;
  const sum = (pick: (file: CountedRun['files'][number]) => number): number => files.reduce((total, file) => total + pick(file), 0);
  const outside = sum((file) => file.excluded.outsideWindow);
  const filtered = sum((file) => file.excluded.labelFilter);
  const parts = [
    `${outside} start outside --from and --to`,
    `${filtered} are left out by --include and --exclude`,
    `${sum((f) => f.excluded.transaction)} are transactions`,
    `${sum((f) => f.excluded.subResult)} are sub-results`,
    `${sum((f) => f.excluded.setup)} belong to setup or teardown`,
  ];
  throw new HeimrError(
    outside + filtered > 0 ? 'usage' : 'unreadable',
    `No request is left to count: of ${sum((f) => f.rows.read)} rows, ${parts.join(', ')}.`,
    'Widen --from and --to, or mend the label patterns; the label must match as a whole, with * for any text.',
  );
}

/** Taurus has JMeter write failures into a file beside the one with all requests; where there were none, nothing is in it. */
function isEmptyFailuresFile(file: CountedFile, files: readonly CountedFile[]): boolean {
  return isNamedForFailures(file) && files.some((other) => other !== file && other.rows.read > 0);
}
