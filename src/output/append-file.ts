/** Text added to a file that somebody else reads and others write to as well. */

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { HeimrError } from '../errors.js';
import { printable } from '../input/printable.js';
import { inWords } from './write-errors.js';

/**
 * Adds text at the end of a file, in one piece; makes the file if it is missing.
 * @param text made of the bytes that the file has by then
 * @throws HeimrError `output` where it cannot be written, or is no file
 */
export async function appendTo(path: string, text: (size: number) => string): Promise<void> {
  await inWords(path, async () => {
    // Without O_NONBLOCK, opening a pipe that nobody reads would wait for ever.
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0), 0o644);
    try {
      const stats = await file.stat();
      if (!stats.isFile() && !stats.isCharacterDevice())
        throw new HeimrError('output', `${printable(path)} is no file.`, 'Give the path of a file.');
      await file.appendFile(text(stats.size), 'utf8');
    } finally {
      await file.close();
    }
  });
}
