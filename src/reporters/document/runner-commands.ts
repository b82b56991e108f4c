/*
 * Runners of continuous integration read what a program prints, and obey lines of a certain form: GitHub `::name …::` at the start of a line
 * (blanks before it are skipped) and `##[name]` anywhere, Azure `##vso[…]` and `##[name]` anywhere, TeamCity `##teamcity[…]`. A label or a message
 * of a result file must not give orders, so one character of such a form is replaced by one that looks alike and is as wide: layout stays.
 */

/** Looks like a colon, and is none (U+A789). */
const COLON = '\ua789';
/** Looks like an opening bracket, and is none (U+2045). */
const BRACKET = '\u2045';

/** A terminal's code, of colour for example; what strips codes from a log puts together what stood on both sides of one. */
const CODE = String.raw`\u001b\[[\d;:?]*[ -/]*[@-~]`;

/**
 * Two colons at the start of a line (`^` matches after each kind of line end, a carriage return too), after nothing but what a runner or a terminal
 * skips: blanks, controls, invisible marks, codes.
 */
const AT_START = new RegExp(String.raw`^((?:${CODE}|(?![\r\n\u2028\u2029])[\s\p{Cc}\p{Cf}])*):(?=(?:${CODE})*:)`, 'gmu');

/** Two hashes, a name or none, a bracket; a terminal's codes between them are skipped. */
const ANYWHERE = new RegExp(String.raw`(#(?:${CODE})*#(?:[\w.-]|${CODE})*)\[`, 'g');

/**
 * @param text lines as they are printed
 * @returns the lines, in which no runner finds an order; text without such a form is unchanged
 */
export function withoutCommands(text: string): string {
  return text.replace(AT_START, `$1${COLON}`).replace(ANYWHERE, `$1${BRACKET}`);
}
