/** One flag with a value, and how the value is read. */

import { Option } from 'commander';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { ValueError } from './values.js';

/** A flag with a value. Its errors name flag and value, and say what would be right. @param many `list` if it may be repeated */
export function flag<T>(flags: string, description: string, parse: (text: string) => T, many?: 'list'): Option {
  const option = new Option(flags, description);
  const name = option.long ?? flags;
  return option.argParser((text: string, previous: unknown) => {
    const value = parseValue(name, text, parse);
    return many ? [...((previous as T[] | undefined) ?? []), value] : value;
  });
}

function parseValue<T>(name: string, text: string, parse: (text: string) => T): T {
  // A flag whose value was forgotten would otherwise swallow the next flag.
  if (/^--[a-z]/.test(text))
    throw new HeimrError('usage', `${name} needs a value, but ${printable(text)} follows.`, `Put the value after ${name}.`);
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ValueError) throw new HeimrError('usage', `${name}: ${error.message}.`, error.hint);
    throw error;
  }
}

/** @returns the path as given; @throws ValueError where there is none */
export function parsePath(text: string): string {
  if (text === '') throw new ValueError('the path is empty', 'Give the path of a file.');
  return text;
}
