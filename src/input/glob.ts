/*
 * Patterns of paths, as shells know them: `*` and `?` within one name, `[a-z]` and `[!a-z]`, `{a,b}`, and `**` for any folders.
 * Expanded here so that a quoted pattern means the same in every shell. Time grows with the length of name and pattern only.
 */

import { HeimrError } from '../errors.js';
import { printable } from './printable.js';

/** Patterns that one with braces may stand for. */
const MAX_ALTERNATIVES = 100;

/** Whether a path holds characters that make it a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * Writes out `{a,b}`.
 * @returns the patterns without braces that it stands for; braces that do not close, or hold no comma, are ordinary characters
 * @throws HeimrError `usage` where they are too many
 */
export function alternatives(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choices = firstBraces(next);
    if (choices === null) done.push(next);
    else open.push(...choices.reverse());
    if (done.length + open.length > MAX_ALTERNATIVES) {
      throw new HeimrError('usage', `${printable(pattern)} stands for more than ${MAX_ALTERNATIVES} patterns.`, 'Use fewer braces.');
    }
  }
  return done;
}

/** The pattern with each choice of its first braces, or null where there are none. */
function firstBraces(pattern: string): string[] | null {
  for (let from = pattern.indexOf('{'); from >= 0; from = pattern.indexOf('{', from + 1)) {
    const commas: number[] = [];
    let depth = 0;
    for (let at = from; at < pattern.length; at++) {
      const character = pattern[at];
      if (character === '{') depth++;
      if (character === ',' && depth === 1) commas.push(at);
      if (character === '}') depth--;
      if (depth > 0) continue;
      if (commas.length === 0) break;
      const ends = [...commas, at];
      return ends.map((end, i) => pattern.slice(0, from) + pattern.slice((ends[i - 1] ?? from) + 1, end) + pattern.slice(at + 1));
    }
  }
  return null;
}

/** One character of a pattern: any text, or whether a character may stand here. */
type Token = 'any text' | ((character: string) => boolean);

/**
 * A pattern of one name, without braces.
 * @returns whether a name matches; one that begins with a dot must be asked for by a dot
 */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const tokens = tokensOf(Array.from(pattern));
  const dotted = pattern.startsWith('.');
  return (name) => (dotted || !name.startsWith('.')) && matches(tokens, Array.from(name));
}

function tokensOf(pattern: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (character === '*') {
      if (tokens.at(-1) !== 'any text') tokens.push('any text');
    } else if (character === '?') tokens.push(() => true);
    else {
      const end = character === '[' ? pattern.indexOf(']', at + (pattern[at + 1] === '!' || pattern[at + 1] === '^' ? 3 : 2)) : -1;
      if (end < 0) tokens.push((other) => other === character);
      else {
        tokens.push(oneOf(pattern.slice(at + 1, end)));
        at = end;
      }
    }
  }
  return tokens;
}

/** Characters between brackets. */
function oneOf(set: readonly string[]): (character: string) => boolean {
  const negated = set[0] === '!' || set[0] === '^';
  const members = negated ? set.slice(1) : set;
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at] as string;
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    ranges.push([from, isRange ? (members[at + 2] as string) : from]);
    if (isRange) at += 2;
  }
  return (character) => ranges.some(([from, to]) => character >= from && character <= to) !== negated;
}

/** Only the last `*` met is ever tried anew, so that no pattern takes exponential time. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let retryToken = -1;
  let retryAt = 0;
  while (at < name.length) {
    const test = tokens[token];
    if (test === 'any text') {
      retryToken = token;
      retryAt = at;
      token++;
    } else if (test?.(name[at] as string)) {
      token++;
      at++;
    } else if (retryToken >= 0) {
      token = retryToken + 1;
      retryAt++;
      at = retryAt;
    } else return false;
  }
  while (tokens[token] === 'any text') token++;
  return token === tokens.length;
}
