import type { ErrorCode } from '../errors.js';
import { HeimrError } from '../errors.js';
import type { Analysis } from '../model/analysis.js';

/** Exit codes of the command line. A script can rely on them. */
export const EXIT = {
  ok: 0,
  gateFailed: 1,
  usage: 2,
  input: 3,
  source: 4,
  verdictOutside: 5,
  internal: 70,
} as const;

/** What each exit code says, as `--help` and errors print it. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.ok, 'the analysis was made, and no gate condition failed'],
  [EXIT.gateFailed, 'a gate condition failed, or its figure is not known'],
  [EXIT.usage, 'usage, configuration, or a report that cannot be written'],
  [EXIT.input, 'an input is unreadable, of no known format, or without a sample'],
  [EXIT.source, '--strict: a source could not be asked; doctor: something is to mend'],
  [EXIT.verdictOutside, 'a gate on the verdict met a test that proves nothing'],
  [EXIT.internal, 'a fault of Heimr'],
  [130, 'interrupted (Ctrl-C)'],
];

/** Exit code of each cause of an error. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  usage: EXIT.usage,
  config: EXIT.usage,
  output: EXIT.usage,
  unreadable: EXIT.input,
  'unknown-format': EXIT.input,
  unusable: EXIT.input,
  internal: EXIT.internal,
};

/** @returns the exit code of an error; what is not ours to foresee is our fault */
export function exitCodeOfError(error: unknown): number {
  return error instanceof HeimrError ? EXIT_CODES[error.code] : EXIT.internal;
}

/**
 * @param strict whether a source that could not be asked counts
 * @returns the exit code of a finished analysis
 */
export function exitCodeOfAnalysis(analysis: Pick<Analysis, 'gate' | 'sources'>, strict: boolean): number {
  const missed = analysis.gate?.conditions.filter(({ level, passed }) => level === 'fail' && !passed) ?? [];
  if (missed.some(({ outcome }) => outcome !== 'outside')) return EXIT.gateFailed;
  if (strict && analysis.sources.some(({ asked, failed }) => failed > 0 || asked === 0)) return EXIT.source;
  return missed.length > 0 ? EXIT.verdictOutside : EXIT.ok;
}
