import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';

/** Why a file could not be written, by the code of the system. */
const REASONS: Record<string, [why: string, todo: string]> = {
  ENOSPC: ['the disk is full', 'Make room, or write to another disk.'],
  EDQUOT: ['your quota on this disk is used up', 'Make room, or write to another disk.'],
  EFBIG: ['the file would be larger than is allowed here', 'Write to another disk, or raise the limit.'],
  EACCES: ['you may not write there', 'Choose another folder, or change its permissions.'],
  EPERM: ['you may not write there', 'Choose another folder, or change its permissions.'],
  EROFS: ['the disk is read-only', 'Choose a folder on another disk.'],
  ENOENT: ['its folder does not exist', 'Make the folder first, or give a folder with a trailing slash, which is made.'],
  ENOTDIR: ['a part of its path is a file', 'Check the path.'],
  EEXIST: ['a file of that name is in the way', 'Choose another name for the folder.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter name.'],
  EISDIR: ['it is a folder', 'Give the name of a file.'],
  ENXIO: ['it is a pipe that nobody reads', 'Give the name of a file.'],
  EPIPE: ['nobody reads the pipe any more', 'Check the command at the other end.'],
  EIO: ['the disk reports an error', 'Check the disk.'],
};

/**
 * Does something to a file, and says in words what the system says in codes.
 * @param path file for the message
 * @throws HeimrError `output`
 */
export async function inWords<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof HeimrError || !(error instanceof Error)) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const [why, todo] = REASONS[code] ?? [code || error.message, 'Check the path and the disk.'];
    throw new HeimrError('output', `${printable(path)} cannot be written: ${why}.`, todo, error);
  }
}
