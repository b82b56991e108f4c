import { decodeText } from '../decode/byte-text.js';
import { HeimrError } from '../errors.js';
import type { ByteInput } from '../model/reading.js';

/** Summaries are kilobytes; as values, JSON takes many times its length. Anything near this is none, bytes. */
const MAX_BYTES = 8 * 2 ** 20;

/**
 * The whole text of a small file.
 * @throws HeimrError `unusable` beyond 8 MiB
 */
export async function wholeText({ name, chunks }: ByteInput): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MAX_BYTES) {
      throw new HeimrError(
        'unusable',
        `${name} is larger than 8 MiB, which no summary of a load tool is.`,
        'Check that this is the file that you meant.',
      );
    }
    // A chunk may be reused by its source. (`slice` of a Buffer would be no copy.)
    parts.push(new Uint8Array(chunk));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return decodeText(bytes, marked ? 3 : 0, length);
}
