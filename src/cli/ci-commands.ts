/*
 * What runners of pipelines take for commands when a program prints it: GitHub `::name …::` at the start of a line and `##[name]` anywhere in it,
 * Azure `##vso[…]` and `##[…]`. A label of a result file may hold them, and a failed build could be told that it passed.
 */

const LINE_COMMAND = /^([^\S\n]*):(:[A-Za-z][\w-]*(?:[^\S\n][^\n]*)?::)/gm;
const ANYWHERE = /##(?=\[|vso\[)/gi;

/** @returns the text with a space within what a runner would take for a command; other text as it is */
export function withoutCommands(text: string): string {
  return text.replace(LINE_COMMAND, '$1: $2').replace(ANYWHERE, '# #');
}
