/** Files written whole or not at all: into a file beside the target, flushed to the disk, then renamed over it. */

import { rmdirSync, rmSync, type Stats } from 'node:fs';
import { access, chmod, constants, type FileHandle, lstat, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { inWords } from './write-errors.js';

/** What exists only until all is written. A signal handler removes it with {@link removeTemporaries}. */
const temporaries = new Set<string>();
let serial = 0;

/** A file that appears under its name only when all of it is there. Devices are written straight. */
export class PendingFile {
  private constructor(
    readonly path: string,
    /** The file to be replaced: where a symbolic link leads, so that the link stays. */
    private readonly target: string,
    private readonly temporary: string | null,
    private readonly mode: number | null,
    private readonly handle: FileHandle,
  ) {}

  /** @throws HeimrError `output` where nothing can be written under this path */
  static async open(path: string): Promise<PendingFile> {
    return inWords(path, async () => {
      const existing = await stat(path).catch(() => null);
      if (existing) refuseSpecial(path, existing);
      if (existing && !existing.isFile()) return new PendingFile(path, path, null, null, await open(path, 'w'));
      const target = existing ? await realpath(path) : path;
      const temporary = join(dirname(target), `.heimr-${process.pid}-${++serial}.tmp`);
      const handle = await open(temporary, 'wx');
      temporaries.add(temporary);
      return new PendingFile(path, target, temporary, existing && existing.mode & 0o777, handle);
    });
  }

  /** Appends. */
  async write(content: string | Uint8Array): Promise<void> {
    await inWords(this.path, () => this.handle.writeFile(content));
  }

  /** Brings all of it to the disk, still under the other name: what can fail for lack of space fails here. */
  async flush(): Promise<void> {
    await inWords(this.path, async () => {
      if (this.temporary) {
        if (this.mode !== null) await chmod(this.temporary, this.mode);
        await this.handle.sync();
      }
      await this.handle.close();
    });
  }

  /** Gives it its name. */
  async publish(): Promise<void> {
    const { temporary } = this;
    if (!temporary) return;
    await inWords(this.path, () => rename(temporary, this.target));
    temporaries.delete(temporary);
  }

  /** Leaves no trace. Does nothing once published. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => {});
    if (!this.temporary || !temporaries.delete(this.temporary)) return;
    await rm(this.temporary, { force: true }).catch(() => {});
  }
}

/**
 * Writes several files: all of them, or none.
 * @param folders folders to make first, with all above them; those that were made are removed again if the writing fails
 * @param inner folders to make in folders that exist by then
 * @throws HeimrError `output`, naming the file that could not be written
 */
export async function writeFiles(
  files: readonly { path: string; content: string | Uint8Array }[],
  folders: readonly string[] = [],
  inner: readonly string[] = [],
): Promise<void> {
  const made: string[] = [];
  const pending: PendingFile[] = [];
  try {
    for (const folder of folders) {
      const first = await inWords(folder, () => mkdir(folder, { recursive: true }));
      if (first !== undefined) made.push(...chain(resolve(first), resolve(folder)));
    }
    const missing = new Set(inner);
    for (const { path, content } of files) {
      const folder = dirname(path);
      if (missing.delete(folder) && (await inWords(folder, () => makeFolder(folder)))) made.push(resolve(folder));
      const file = await PendingFile.open(path);
      pending.push(file);
      await file.write(content);
      await file.flush();
    }
    for (const file of pending) await file.publish();
  } catch (error) {
    for (const file of pending) await file.discard();
    for (const folder of made.reverse()) removeEmptyFolder(folder);
    throw error;
  }
}

/** @returns whether it was made; false where it is there already. (Making all above it, too, never ends in some file systems.) */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    const existing = await lstat(folder).catch(() => null);
    // A link could lead anywhere, and nobody named this folder.
    if (existing?.isSymbolicLink())
      throw new HeimrError('output', `${printable(folder)} is a symbolic link.`, 'Remove it, or use --charts embed.');
    if (existing?.isDirectory()) return false;
    throw error;
  }
}

/** Removes unfinished files at once, for a process that is about to end. */
export function removeTemporaries(): void {
  for (const path of temporaries) rmSync(path, { force: true });
  temporaries.clear();
}

/** @returns the folders from `first` down to `last`, which lies in it */
function chain(first: string, last: string): string[] {
  return last === first || last.length <= first.length ? [last] : [...chain(first, dirname(last)), last];
}

function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has put something into it: it stays.
  }
}

/** @throws HeimrError `output` where a file under this path could not be made or replaced; says so before hours of reading */
export async function checkWritable(path: string): Promise<void> {
  await inWords(path, async () => {
    const existing = await stat(path).catch(() => null);
    if (existing) refuseSpecial(path, existing);
    await access(existing ? path : dirname(path), constants.W_OK);
    if (existing?.isFile()) await access(dirname(await realpath(path)), constants.W_OK);
  });
}

/** Opening a pipe that nobody reads would wait for ever, deaf to Ctrl-C. */
function refuseSpecial(path: string, existing: Stats): void {
  if (existing.isFile() || existing.isCharacterDevice()) return;
  const [what, todo] = existing.isDirectory()
    ? ['a folder', 'Choose another name, or remove the folder.']
    : [existing.isFIFO() ? 'a pipe' : existing.isSocket() ? 'a socket' : 'a disk', 'Give the name of a file.'];
  throw new HeimrError('output', `${printable(path)} cannot be written: it is ${what}, not a file.`, todo);
}
