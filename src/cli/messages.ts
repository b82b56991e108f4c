/** What is said on standard error: three lines for an error, one for a notice. */

import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import type { Notice } from '../model/notice.js';
import { EXIT_MEANINGS, exitCodeOfError } from './exit-codes.js';

/**
 * @param verbose whether the stack is wanted
 * @param about what it is about, where several things could be meant
 * @returns what went wrong and why, what to do, and the exit code with its meaning
 */
export function errorMessage(error: unknown, verbose: boolean, about?: string): string {
  const code = exitCodeOfError(error);
  const meaning = EXIT_MEANINGS.find(([known]) => known === code)?.[1] ?? '';
  const lines = [
    `heimr: ${about === undefined ? '' : `${about}: `}${whatAndWhy(error)}`,
    `  To do: ${hint(error, verbose)}`,
    `  Exit code ${code}: ${meaning}.`,
  ];
  if (verbose) lines.push(...stack(error).map((line) => `  ${line}`));
  return `${lines.map(printable).join('\n')}\n`;
}

/** @returns a notice on one line */
export function noticeMessage(notice: Notice): string {
  const parts = [notice.what, notice.why, notice.todo].filter((part) => part !== '');
  return `${printable(`${notice.level === 'warning' ? 'warning' : 'note'}: ${notice.file === null ? '' : `${notice.file}: `}${parts.join(' ')}`)}\n`;
}

function whatAndWhy(error: unknown): string {
  if (error instanceof HeimrError && error.code !== 'internal') return error.message;
  return `Something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`;
}

function hint(error: unknown, verbose: boolean): string {
  if (error instanceof HeimrError) return error.hint;
  return `This is a fault of Heimr, not yours. Please report it${verbose ? ' with the lines below' : '; --verbose shows where it happened'}.`;
}

function stack(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? '').split('\n');
  return error.cause === undefined ? own : [...own, 'caused by:', ...stack(error.cause)];
}

/** The table of exit codes, for `--help`. */
export function exitCodeHelp(): string {
  return ['Exit codes:', ...EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`)].join('\n');
}
