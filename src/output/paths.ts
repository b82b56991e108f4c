/** What lies at a path, for those who are about to write there. */

import { realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

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

/** @returns where a path leads, symbolic links followed as far as there is something */
export function realTarget(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    return whole === dirname(whole) ? whole : join(realTarget(dirname(whole)), basename(whole));
  }
}

/** @returns whether writing to both would leave only one file */
export function isSameTarget(a: string, b: string): boolean {
  if (isSameFile(a, b)) return true;
  const target = realTarget(a);
  // What goes to a device is gone, or shown; it is not written over.
  return target === realTarget(b) && (statOf(target)?.isFile() ?? true);
}
