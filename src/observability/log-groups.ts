import { nameKind } from './log-names.js';
import type { LogParts } from './log-parts.js';

/** Values of one name that may be constants; a name with more is a parameter. */
const MAX_VALUES = 12;
/** Ways in which the constants of one message may be combined; beyond, names give way, the one with most values first. */
const MAX_COMBINATIONS = 24;
/** Constants that are shown beside a message. */
const MAX_SHOWN = 6;

/**
 * Which names beside a message are constants, found from the lines themselves: those with few values, in few combinations.
 * @param lines lines of one cluster
 * @returns names to keep, in the order in which they were first seen
 */
export function constantNames(lines: readonly LogParts[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { constants } of lines) {
    for (const [name, value] of constants) {
      const known = values.get(name);
      if (known === undefined) values.set(name, new Set([value]));
      else if (known.size <= MAX_VALUES) known.add(value);
    }
  }
  // Of a few lines, each with another value, none is constant; errors, versions and what has no name tell what happened even then.
  const most = (name: string) =>
    name === '<' || name === '>' || nameKind(name) !== 'other' ? MAX_VALUES : Math.min(MAX_VALUES, Math.max(3, lines.length / 2));
  let names = [...values.keys()].filter((name) => (values.get(name) as Set<string>).size <= most(name)).slice(0, MAX_SHOWN);
  while (names.length > 0) {
    const combinations = new Set<string>();
    for (const line of lines) {
      combinations.add(combination(line, names));
      if (combinations.size > MAX_COMBINATIONS) break;
    }
    if (combinations.size <= MAX_COMBINATIONS) break;
    const sizes = names.map((name) => (values.get(name) as Set<string>).size);
    const largest = sizes.lastIndexOf(Math.max(...sizes));
    names = names.filter((_, i) => i !== largest);
  }
  return names;
}

/** What the constants of a line are, as one text: lines of a cluster with the same one have the same template. */
export function combination(line: LogParts, names: readonly string[]): string {
  let text = '';
  for (const [name, value] of line.constants) if (names.includes(name)) text += `${name}=${value} `;
  return text;
}

/**
 * Text of a template: message and constants.
 * @param words words of the cluster
 * @param line a line of it
 * @param names names to keep
 */
export function templateText(words: readonly string[], line: LogParts, names: readonly string[]): string {
  const before: string[] = [];
  const behind: string[] = [];
  for (const [name, value] of line.constants) {
    if (!names.includes(name)) continue;
    if (name === '<') before.push(value);
    else if (name === '>') behind.push(value);
    else behind.push(`${name}=${/\s/.test(value) ? `"${value}"` : value}`);
  }
  return [...before, ...words, ...behind].join(' ');
}
