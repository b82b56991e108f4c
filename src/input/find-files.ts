/** Folders and patterns → paths of files, in an order that is the same everywhere. */

import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { HeimrError } from '../errors.js';
import { thousands } from '../model/thousands.js';
import { alternatives, nameMatcher } from './glob.js';
import { printable } from './printable.js';
import { isSystemError, unreadable } from './refusals.js';

/** Folders within each other that are looked into. */
const MAX_DEPTH = 16;
/** Entries of folders that are looked at. */
const MAX_ENTRIES = 20_000;
/** Files that are handed back. */
const MAX_FILES = 1000;

/** Something in a folder that is no regular file to look into, and why. */
export interface Skipped {
  path: string;
  /** Completes "it is …". */
  what: string;
}

/** What lies in a folder. */
export interface FolderContent {
  /** Regular files, in the order of their paths (code units). */
  files: string[];
  skipped: Skipped[];
}

/**
 * All files in a folder and its sub-folders. Names that begin with a dot are passed over; links to files are followed, links to
 * folders are not, so that nothing is met without end.
 * @param folder an existing folder
 * @throws HeimrError `unreadable` where a folder cannot be listed, `usage` where there is too much to look at
 */
export function filesIn(folder: string): FolderContent {
  const found: FolderContent = { files: [], skipped: [] };
  const budget = new Budget(folder);
  const walk = (path: string, depth: number): void => {
    for (const entry of entriesOf(path, budget)) {
      if (entry.name.startsWith('.')) continue;
      const below = join(path, entry.name);
      const what = whatIs(below, entry);
      if (what === 'file') budget.add(found.files, below);
      else if (what !== 'folder') found.skipped.push({ path: below, what });
      else if (depth < MAX_DEPTH) walk(below, depth + 1);
      else found.skipped.push({ path: below, what: `a folder more than ${MAX_DEPTH} folders deep` });
    }
  };
  walk(folder, 1);
  return { files: inOrder(found.files), skipped: found.skipped.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/**
 * The files that a pattern stands for.
 * @param pattern a path with `*`, `?`, `[…]`, `{…}` or `**`; see `glob.ts`
 * @returns paths in order; none where nothing matches. Folders are not among them
 * @throws HeimrError `unreadable` where a folder cannot be listed, `usage` where there is too much to look at
 */
export function filesLike(pattern: string): string[] {
  const budget = new Budget(pattern);
  const found: string[] = [];
  const paths = sep === '/' ? pattern : pattern.replaceAll(sep, '/');
  for (const one of alternatives(paths)) {
    const root = one.startsWith('/') ? '/' : '';
    expand(
      root,
      one.split('/').filter((part) => part !== ''),
      budget,
      found,
    );
  }
  return inOrder([...new Set(found)]);
}

/** @param base what leads to the folder that the first part is looked for in; empty for the working folder */
function expand(base: string, parts: readonly string[], budget: Budget, found: string[], depth = 1): void {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  const isLast = rest.length === 0;
  if (part === '**') {
    // Any number of folders, none included. As the last part it stands for all files below.
    expand(base, isLast ? ['*'] : rest, budget, found, depth);
    if (depth > MAX_DEPTH) return;
    for (const entry of listed(base, budget)) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) expand(joined(base, entry.name), parts, budget, found, depth + 1);
    }
    return;
  }
  if (!/[*?[]/.test(part)) {
    if (!isLast) expand(joined(base, part), rest, budget, found, depth);
    else if (whatIs(joined(base, part)) === 'file') budget.add(found, joined(base, part));
    return;
  }
  const isMatch = nameMatcher(part);
  for (const entry of listed(base, budget)) {
    if (!isMatch(entry.name)) continue;
    const path = joined(base, entry.name);
    if (!isLast) expand(path, rest, budget, found, depth);
    else if (whatIs(path, entry) === 'file') budget.add(found, path);
  }
}

const joined = (base: string, name: string): string => (base === '' || base.endsWith('/') ? `${base}${name}` : `${base}/${name}`);

/** Entries of a folder; none where there is no such folder. */
function listed(base: string, budget: Budget): Dirent[] {
  const path = base === '' ? '.' : base;
  try {
    if (!statSync(path).isDirectory()) return [];
  } catch {
    return [];
  }
  return entriesOf(path, budget);
}

function entriesOf(path: string, budget: Budget): Dirent[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    budget.look(entries.length);
    return entries;
  } catch (error) {
    throw isSystemError(error) ? unreadable(printable(path), error) : error;
  }
}

/** `file`, `folder`, or what else a path leads to; links to files count as files. */
function whatIs(path: string, entry?: Dirent): string {
  if (entry?.isDirectory()) return 'folder';
  if (entry?.isFile()) return 'file';
  try {
    const stats = statSync(path);
    if (stats.isFile()) return 'file';
    if (stats.isDirectory()) return entry ? 'a link to a folder' : 'folder';
    if (stats.isFIFO()) return 'a named pipe';
    return stats.isSocket() ? 'a socket' : 'a device';
  } catch {
    return entry?.isSymbolicLink() ? 'a link that leads nowhere' : 'nothing';
  }
}

/** By code units, which is the same on every machine. */
function inOrder(paths: string[]): string[] {
  return paths.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** How much may be looked at and found. A part of it would be taken for all, so more is an error. */
class Budget {
  #looked = 0;

  constructor(private readonly of: string) {}

  look(entries: number): void {
    this.#looked += entries;
    if (this.#looked > MAX_ENTRIES) throw this.#tooMuch(`more than ${thousands(MAX_ENTRIES)} entries to look at`);
  }

  add(files: string[], path: string): void {
    if (files.length >= MAX_FILES) throw this.#tooMuch(`more than ${thousands(MAX_FILES)} files`);
    files.push(path);
  }

  #tooMuch(what: string): HeimrError {
    return new HeimrError('usage', `${printable(this.of)} means ${what}.`, 'Name the folder of one run, or its files.');
  }
}
