/** Which reports were written, and which could not be. */

import { dirname } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { Written } from '../output/report-plan.js';
import { EXIT, exitCodeOfError } from './exit-codes.js';
import { errorMessage, noticeMessage } from './messages.js';
import type { TextOutput } from './text-output.js';

/**
 * Says which reports are missing, after all others are there.
 * @returns the exit code where one of them was asked for by name; undefined where a folder's set is only less than whole
 */
export async function tellMissed(missed: Written['missed'], err: TextOutput): Promise<number | undefined> {
  for (const { path, named, error } of missed) {
    if (named || exitCodeOfError(error) === EXIT.internal) await err.write(errorMessage(error, false, path));
    else if (error instanceof HeimrError)
      await err.write(
        noticeMessage({ id: 'report-left-out', level: 'warning', file: path, what: error.message, why: '', todo: error.hint }),
      );
  }
  const failed = missed.find(({ named, error }) => named || exitCodeOfError(error) === EXIT.internal);
  return failed && exitCodeOfError(failed.error);
}

/** Where the reports are, or how to get one. */
export function closingLines(written: readonly string[], drawn: readonly string[]): string {
  if (written.length === 0) return 'For a report, add -o report.pdf or -o report.md, or -o reports/ for a set.\n';
  const folders = [...new Set(drawn.map((path) => dirname(path)))].map((folder) => {
    const own = drawn.filter((path) => dirname(path) === folder).length;
    return `${printable(folder)}/ (${own} ${own === 1 ? 'chart' : 'charts'})`;
  });
  return `Written: ${[...written.map(printable), ...folders].join('\n         ')}\n`;
}
