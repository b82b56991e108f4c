/** Streaming gzip decompression that keeps what it could decode, in bounded memory. */

import { refuseBomb } from './bomb.js';
import type { Damage } from './damage.js';
import { Inflater } from './inflater.js';

/** Compressed bytes fed at a time; a slice can inflate to a thousand times its size, and that much is held at once. */
const SLICE = 16 * 1024;

/** A compressed file. */
export interface Compressed {
  /** File name for messages, without control characters. */
  name: string;
  /** The bytes. A chunk is valid only until the next one is asked for. */
  bytes: AsyncIterable<Uint8Array>;
  /** Reads the bytes once more; absent for pipes. With it, damage costs no byte that was decoded before it. */
  again?: () => AsyncIterable<Uint8Array>;
}

/**
 * Inflates one file of one or several gzip members.
 * @param onDamage called once, after the last byte that could be decoded
 * @throws HeimrError `unreadable` for a decompression bomb
 */
export async function* gunzip(file: Compressed, onDamage: (damage: Damage) => void): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  let accepted = 0;
  let emitted = 0;
  let ready: Uint8Array[] = [];
  try {
    reading: for await (const chunk of file.bytes) {
      for (let from = 0; from < chunk.length; from += SLICE) {
        const slice = chunk.subarray(from, from + SLICE);
        // The next slice inflates on another thread while the caller works on the last one.
        const next = inflater.write(slice);
        for (const bytes of ready) yield bytes;
        ready = await next;
        emitted += lengthOf(ready);
        if (inflater.damage || inflater.ended) break reading;
        accepted += slice.length;
        refuseBomb(file.name, accepted, emitted, 'gzip -dc');
      }
    }
    for (const bytes of ready) yield bytes;
    const rest = await inflater.end();
    emitted += lengthOf(rest);
    for (const bytes of rest) yield bytes;
    if (inflater.damage === 'corrupt' && file.again) yield* salvage(file.again(), accepted, emitted);
    if (inflater.damage) onDamage(inflater.damage);
  } finally {
    inflater.close();
  }
}

/**
 * Decodes what lies between the last slice without damage and the damage itself: zlib gives nothing back of a call that fails, so the
 * file is inflated once more, byte by byte from there. A wrong checksum at the very end then costs no row.
 * @param accepted compressed bytes before the slice with the damage
 * @param emitted inflated bytes that the caller has already
 */
async function* salvage(bytes: AsyncIterable<Uint8Array>, accepted: number, emitted: number): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  let fed = 0;
  let skipped = 0;
  try {
    for await (const chunk of bytes) {
      for (let from = 0; from < chunk.length; ) {
        const length = fed < accepted ? Math.min(SLICE, accepted - fed, chunk.length - from) : 1;
        for (const inflated of await inflater.write(chunk.subarray(from, from + length))) {
          const known = Math.min(emitted - skipped, inflated.length);
          skipped += known;
          if (known < inflated.length) yield inflated.subarray(known);
        }
        if (inflater.damage || inflater.ended) return;
        fed += length;
        from += length;
      }
    }
  } finally {
    inflater.close();
  }
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
