/**
 * The error that ends a road: thrown only where no Analysis is possible. Everything else is a {@link Notice}.
 * `code` names the cause for programs, the message says what happened and why, `hint` what to do about it.
 */

/** Machine-readable causes. `EXIT_CODES` in `cli/exit-codes.ts` maps each to the exit code of the command line. */
export type ErrorCode =
  | 'usage' // a flag, argument or option value is wrong
  | 'config' // heimr.yaml is wrong
  | 'output' // a report cannot be written where it was asked for
  | 'unreadable' // an input cannot be opened, or holds no sample
  | 'unknown-format' // no parser knows the bytes
  | 'unusable' // the format is known, but what is needed for any figure is missing
  | 'internal'; // our fault

/** An error with its cause, in words a user can act on. Never holds secrets or unescaped control characters. */
export class HeimrError extends Error {
  override readonly name = 'HeimrError';

  /**
   * @param code machine-readable cause
   * @param message what happened and why, one or two sentences
   * @param hint what the user can do about it
   * @param cause the error underneath, if there is one
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
