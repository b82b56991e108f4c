import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ConnectionError } from '../observability/connection.js';

/** Text of an answer at most: a page of traces or samples is far below, a bomb is not. */
export const MAX_BODY_BYTES: number = 128 * 1024 * 1024;

/**
 * Reads and unpacks a body, counting what comes out: what a few KiB unpack to is not known before.
 * @param body bytes as they come
 * @param encoding `content-encoding`
 * @throws ConnectionError `too-large` or `broken`
 */
export async function readBody(body: Readable, encoding: string, limit: number = MAX_BODY_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  let unpacked: Readable = body;
  // That it is cut off on purpose, or breaks after that, is nobody's business any more: unheard, it would end the process.
  body.on('error', () => {});
  try {
    unpacked = unpack(body, encoding);
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        throw new ConnectionError('too-large', `the answer is larger than ${limit / 1024 / 1024} MiB; narrow the scope`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
      throw new ConnectionError('broken', 'the answer is packed, and broken or cut short');
    throw error;
  } finally {
    body.destroy();
    unpacked.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Lets go of a body that nobody wants to read. */
export function discardBody(body: Readable): void {
  body.on('error', () => {}).destroy();
}

function unpack(body: Readable, encoding: string): Readable {
  const by = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }[encoding];
  if (by) {
    const through = by();
    body.on('error', (error) => through.destroy(error));
    return body.pipe(through);
  }
  if (encoding === '' || encoding === 'identity') return body;
  throw new ConnectionError('broken', 'the answer is packed in a way that was not asked for');
}
