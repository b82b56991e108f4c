/** What lies at a path, for those who are about to write there. */

import { type Stats, statSync } from 'node:fs';

/** @returns whether a path leads to a folder that exists */
export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}

/** @returns whether two paths lead to one regular file that exists */
export function isSameFile(a: string, b: string): boolean {
  const [first, second] = [statOf(a), statOf(b)];
  return first !== undefined && second !== undefined && first.isFile() && first.dev === second.dev && first.ino === second.ino;
}

/** @returns what the system says of a path; undefined where it leads nowhere */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
