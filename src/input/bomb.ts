import { HeimrError } from '../errors.js';

/** Result files shrink 5 to 100 times. Past this ratio (deflate cannot pass 1,032, Zstandard 32,768) and this size, nothing but a bomb is left. */
const BOMB_RATIO = 500;
const BOMB_BYTES = 2 ** 30;

/**
 * Stops a decompression bomb.
 * @param name file name for the message, without control characters
 * @param packed bytes read so far
 * @param unpacked bytes that they became
 * @param tool what unpacks such a file on the command line, such as `gzip -dc`
 * @throws HeimrError `unreadable`
 */
export function refuseBomb(name: string, packed: number, unpacked: number, tool: string): void {
  if (unpacked <= BOMB_BYTES || unpacked <= BOMB_RATIO * packed) return;
  throw new HeimrError(
    'unreadable',
    `${name} inflates to more than ${BOMB_RATIO} times its size, as no result file does: it looks like a decompression bomb.`,
    `If it is a real result file, unpack it yourself and pipe it: ${tool} FILE | heimr analyze -`,
  );
}
