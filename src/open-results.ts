/** Paths as a user gives them → result files that can be read: files, folders, patterns, standard input. */

import { type BigIntStats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HeimrError } from './errors.js';
import { filesIn, filesLike, type Skipped } from './input/find-files.js';
import { isPattern } from './input/glob.js';
import { locustSiblings, siblingsNotice } from './input/locust-set.js';
import { type OpenedFile, openFiles } from './input/open-files.js';
import { printable } from './input/printable.js';
import { isSystemError } from './input/refusals.js';
import type { Notice } from './model/notice.js';
import { parsers as catalogOfParsers } from './parsers/catalog.js';
import { detect } from './parsers/detect.js';
import type { Parser } from './parsers/parser.js';

/** Bytes that tell what a file is. */
const HEAD = 64 * 1024;
/** Skipped files that a notice names. */
const SHOWN = 10;

/**
 * Opens result files for `analyze`.
 * @param paths files of one run; a folder stands for the result files in it and in its sub-folders, a pattern (`results/*.jtl`) for the
 * files that match it, `-` for standard input
 * @param parsers formats that are looked for in folders
 * @throws HeimrError `unreadable`, naming it, where a path leads nowhere, holds nothing, or is packed in a way that cannot be read
 */
export async function openResults(paths: readonly string[], parsers: readonly Parser[] = catalogOfParsers): Promise<OpenedFile[]> {
  const found: Found = { paths: [], known: new Set(), notices: new Map() };
  // What is named itself comes first: it must not be skipped as what a folder holds too.
  for (const path of paths) if (kindOf(path) === 'file') identify(path, found);
  for (const path of paths) {
    const kind = kindOf(path);
    if (kind === 'folder') await addFolder(path, parsers, found);
    else if (kind === 'pattern') addMatches(path, found);
    else found.paths.push(path);
  }
  await addSiblings(found);
  const files = await openFiles(found.paths);
  return files.map((file, i) => {
    const notices = found.notices.get(found.paths[i] as string);
    return notices ? { ...file, notices: () => [...notices, ...file.notices()] } : file;
  });
}

interface Found {
  paths: string[];
  /** Files met so far, by device and number. */
  known: Set<string>;
  /** What is to be said before a file's own notices, such as of the folder that it is the first one of. */
  notices: Map<string, Notice[]>;
}

/** A file that exists wins, whatever characters are in its name. */
function kindOf(path: string): 'file' | 'folder' | 'pattern' {
  const stats = path === '-' ? undefined : statsOf(path);
  if (stats?.isDirectory()) return 'folder';
  return path !== '-' && stats === undefined && isPattern(path) ? 'pattern' : 'file';
}

function addMatches(pattern: string, found: Found): void {
  const matching = filesLike(pattern);
  if (matching.length === 0) {
    throw new HeimrError(
      'unreadable',
      `No file matches ${printable(pattern)}.`,
      'Check the pattern and the folder you are in: * stands for any text within one name, ** for any folders.',
    );
  }
  found.paths.push(...matching.filter((path) => identify(path, found)));
}

async function addFolder(folder: string, parsers: readonly Parser[], found: Found): Promise<void> {
  const { files, skipped } = filesIn(folder);
  const unread: (Skipped & { matters: boolean })[] = skipped.map((one) => ({ ...one, matters: false }));
  const taken: string[] = [];
  let again = false;
  const named = new Set(found.paths.map((path) => resolve(path)));
  for (const path of files) {
    if (!identify(path, found)) {
      // What was named itself is read already, and nothing is left out.
      if (named.has(resolve(path))) again = true;
      else unread.push({ path, what: 'the same file as another one here', matters: false });
      continue;
    }
    const reason = await whyNot(path, parsers);
    if (reason === null) taken.push(path);
    else unread.push({ path, ...reason });
  }
  const [first] = taken;
  if (first === undefined && again) return;
  if (first === undefined) throw nothingIn(folder, unread);
  if (unread.length > 0) note(first, skippedNotice(folder, files.length + skipped.length, unread), found);
  found.paths.push(...taken);
}

/** Locust writes one run into several files: each is followed by those that were not given. */
async function addSiblings(found: Found): Promise<void> {
  const siblings = (await locustSiblings(found.paths)).filter(({ path }) => identify(path, found));
  const notice = siblingsNotice(siblings);
  if (notice === null) return;
  note(siblings[0]?.of as string, notice, found);
  found.paths = found.paths.flatMap((path) => [path, ...siblings.filter(({ of }) => of === path).map((sibling) => sibling.path)]);
}

function note(path: string, notice: Notice, { notices }: Found): void {
  notices.set(path, [...(notices.get(path) ?? []), notice]);
}

/** @returns whether the file was not met before */
function identify(path: string, { known }: Found): boolean {
  const stats = statsOf(path);
  if (!stats?.isFile()) return true;
  const key = `${stats.dev}:${stats.ino}`;
  const isNew = !known.has(key);
  known.add(key);
  return isNew;
}

/**
 * Why a file of a folder is no result that can be read.
 * @returns null where it is one; whether it matters: a packed file, or one of a load tool, may be what the figures lack
 * @throws HeimrError where it may well be a result, and cannot be told
 */
async function whyNot(path: string, parsers: readonly Parser[]): Promise<{ what: string; matters: boolean } | null> {
  try {
    const [file] = (await openFiles([path])) as [OpenedFile];
    const detected = detect(await headOf(file.chunks), file.name, parsers);
    if ('parser' in detected) return null;
    if (detected.kind === 'contested') throw detected.refusal;
    return { what: detected.what, matters: detected.kind === 'recognised' };
  } catch (error) {
    if (!(error instanceof HeimrError) || error.code !== 'unreadable' || isSystemError(error.cause)) throw error;
    // A sentence about the file, of which the name is said already.
    const what = error.message
      .slice(printable(path).length + 1)
      .replace(/^is /, '')
      .replace(/[.:] [^]*$|\.$/, '');
    return { what, matters: !error.message.startsWith(`${printable(path)} is empty`) };
  }
}

async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD);
  let length = 0;
  for await (const chunk of chunks) {
    const part = chunk.subarray(0, HEAD - length);
    head.set(part, length);
    length += part.length;
    if (length === HEAD) break;
  }
  return head.subarray(0, length);
}

function skippedNotice(folder: string, all: number, skipped: readonly (Skipped & { matters: boolean })[]): Notice {
  const matters = skipped.some((one) => one.matters);
  return {
    id: 'files-skipped',
    level: matters ? 'warning' : 'info',
    file: printable(folder),
    what: `${skipped.length} of ${all} files in it ${skipped.length === 1 ? 'is' : 'are'} not read: ${listOf(skipped)}.`,
    why: matters
      ? 'They are packed in a way, or written by a tool, that is recognised and not read; if they belong to the run, the figures miss them.'
      : 'They are no results of a load test that Heimr knows.',
    todo: matters ? 'Give such a file by its name to see what can be done.' : '',
  };
}

function nothingIn(folder: string, skipped: readonly (Skipped & { matters: boolean })[]): HeimrError {
  const name = printable(folder);
  const what = skipped.length === 0 ? 'no file' : `nothing that can be read: ${listOf(skipped)}`;
  return new HeimrError(
    'unreadable',
    `${name} holds ${what}.`,
    skipped.length === 0
      ? 'Check that the test wrote its results there. Names that begin with a dot are passed over.'
      : 'Give a file by its name to see what can be done with it.',
  );
}

/** Those that matter first. */
function listOf(skipped: readonly (Skipped & { matters: boolean })[]): string {
  const sorted = [...skipped.filter(({ matters }) => matters), ...skipped.filter(({ matters }) => !matters)];
  const shown = sorted.slice(0, SHOWN).map(({ path, what }) => `${printable(path)} (${what})`);
  return shown.join(', ') + (sorted.length > SHOWN ? `, and ${sorted.length - SHOWN} more` : '');
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
