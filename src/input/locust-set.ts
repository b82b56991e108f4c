/** Locust writes one run into several files; whoever names one of them mostly means all. */

import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { gunzipSync, constants as zlib } from 'node:zlib';
import type { Notice } from '../model/notice.js';
import { printable } from './printable.js';
import { readHead } from './raw-bytes.js';

/** Ends of names by the first line that such a file has. Versions up to 1.1 quote the names of columns. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ['_stats.csv', /^Type,Name,(?:Request Count|# requests),/],
  ['_stats_history.csv', /^(?:Timestamp,User Count,Type,Name,|Type,Name,Timestamp,# requests,)/],
  ['_failures.csv', /^Method,Name,Error,Occurrences/],
  ['_exceptions.csv', /^Count,Message,Traceback,/],
];
/** Bytes that hold the first line of any of them. */
const HEAD = 4096;

/** A file that was found beside one that was given. */
export interface LocustSibling {
  path: string;
  /** The path that was given. */
  of: string;
}

/**
 * Finds the other files of the runs of Locust that some of the paths are of: in the same folder, by name and first line, packed or not.
 * @param paths files as given; those that are none of Locust's are passed over
 * @returns files that were not given, in the order statistics, history, failures, exceptions
 */
export async function locustSiblings(paths: readonly string[]): Promise<LocustSibling[]> {
  const known = new Set(paths.map((path) => resolve(path)));
  const found: LocustSibling[] = [];
  for (const path of paths) {
    const name = nameOf(path);
    if (name === null || !(await isPart(path, name.part))) continue;
    for (const part of PARTS) {
      const siblings = [`${name.run}${part[0]}`, `${name.run}${part[0]}.gz`];
      // Of a file and its packed copy one is enough.
      if (siblings.some((sibling) => known.has(resolve(sibling)))) continue;
      for (const sibling of siblings) {
        if (!(await isPart(sibling, part))) continue;
        known.add(resolve(sibling));
        found.push({ path: sibling, of: path });
        break;
      }
    }
  }
  return found;
}

/** The paths, each followed by the files of its run that were not given. See {@link locustSiblings}. */
export async function withLocustSiblings(paths: readonly string[]): Promise<string[]> {
  const found = await locustSiblings(paths);
  return paths.flatMap((path) => [path, ...found.filter(({ of }) => of === path).map((sibling) => sibling.path)]);
}

/** What was read without having been named. */
export function siblingsNotice(found: readonly LocustSibling[]): Notice | null {
  if (found.length === 0) return null;
  const folders = new Set(found.map(({ path }) => dirname(path)));
  return {
    id: 'locust-siblings',
    level: 'info',
    file: null,
    what: `Read too, since ${found.length === 1 ? 'it is' : 'they are'} of the same run: ${found.map(({ path }) => printable(path)).join(', ')}.`,
    why: 'Locust writes one run into several files: statistics, history, failures and exceptions.',
    todo: `To read one alone, move it out of ${folders.size === 1 ? 'its folder' : 'the folders of the others'}.`,
  };
}

/** Which part of which run a path is by its name; null if none. */
function nameOf(path: string): { run: string; part: (typeof PARTS)[number] } | null {
  const name = path.replace(/\.gz$/, '');
  const part = PARTS.find(([end]) => name.endsWith(end));
  return part === undefined ? null : { run: name.slice(0, -part[0].length), part };
}

/** Whether a path is a file with the first line of its part. What cannot be read is none; if it was given, its own reader will say why. */
async function isPart(path: string, [, firstLine]: (typeof PARTS)[number]): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    const head = unpacked(readHead(path, HEAD));
    const [line = ''] = new TextDecoder().decode(head).split(/\r|\n/);
    return firstLine.test(line.replaceAll('"', ''));
  } catch {
    return false;
  }
}

function unpacked(head: Uint8Array): Uint8Array {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  // The head of a file: what it ends in the middle of is no damage.
  return gunzipSync(head, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: 1 << 22 });
}
