/** Why an input cannot be read, in words. Names are without control characters. */

import { HeimrError } from '../errors.js';
import type { Notice } from '../model/notice.js';
import { PACKINGS, type Packing } from './signature.js';

export function empty(name: string): HeimrError {
  return new HeimrError(
    'unreadable',
    `${name} is empty: it holds no byte of data.`,
    'The load test has written no results here. Look at its log, and whether it was told to write to this file.',
  );
}

export function undecodable(name: string, packing: Packing, { what, todo }: Notice): HeimrError {
  return new HeimrError('unreadable', `${name} is ${PACKINGS[packing]} of which no byte can be decoded. ${what}`, todo);
}

const REASONS: Record<string, [what: string, todo: string]> = {
  ENOENT: ['does not exist', 'Check the name and the folder you are in.'],
  EACCES: ['may not be read by you', 'Change its permissions, or run as a user who may read it.'],
  EPERM: ['may not be read by you', 'Change its permissions, or run as a user who may read it.'],
  ENOTDIR: ['does not exist: a part of its path is a file', 'Check the path.'],
  EISDIR: ['is a folder', 'Name the result files in it.'],
  ELOOP: ['is a symbolic link that leads to itself', 'Name the file itself.'],
  ENAMETOOLONG: ['is too long a name', 'Check the name.'],
};

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

export function unreadable(name: string, error: unknown): HeimrError {
  if (!(error instanceof Error)) throw error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const [what, todo] = REASONS[code] ?? [`cannot be read (${code || error.message})`, 'Check the disk or the pipe it comes from.'];
  return new HeimrError('unreadable', `${name} ${what}.`, todo, error);
}
