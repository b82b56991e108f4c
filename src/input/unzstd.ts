/** Streaming Zstandard decompression that keeps what it could decode, in bounded memory. */

import { refuseBomb } from './bomb.js';
import type { Damage } from './damage.js';
import type { Compressed } from './gunzip.js';
import { SLICE, ZstdDecoder, zstdRefusal } from './zstd-decoder.js';
import { ZstdUnits } from './zstd-units.js';

/** Chunks (of 128 KiB) between two turns of the event loop, so that signals and timers are served: 32 MiB. */
const CHUNKS_PER_TURN = 256;

/**
 * Decompresses one file of one or several frames; skippable frames are skipped, checksums are checked.
 * @param onDamage called once, after the last byte that could be decoded
 * @throws HeimrError `unreadable` for a decompression bomb, a window that is too large, and a file that needs a dictionary
 */
export async function* unzstd({ name, bytes }: Omit<Compressed, 'again'>, onDamage: (damage: Damage) => void): AsyncGenerator<Uint8Array> {
  const decoder = await ZstdDecoder.open();
  const units = new ZstdUnits();
  let accepted = 0;
  let emitted = 0;
  let chunks = 0;
  try {
    reading: for await (const chunk of bytes) {
      for (let from = 0; from < chunk.length; ) {
        const part = chunk.subarray(from, from + SLICE);
        const slice = part.subarray(0, units.take(part, 0));
        from += slice.length;
        decoder.feed(slice);
        for (let inflated = decoder.next(); inflated !== null; inflated = decoder.next()) {
          emitted += inflated.length;
          refuseBomb(name, accepted + decoder.taken, emitted, 'zstd -dc');
          yield inflated;
          chunks++;
          if (chunks % CHUNKS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        accepted += decoder.taken;
        if (decoder.error !== null) break reading;
      }
    }
    const refusal = emitted === 0 && decoder.error !== null ? zstdRefusal(name, decoder.error) : null;
    if (refusal) throw refusal;
    if (decoder.error !== null) onDamage('corrupt');
    else if (!decoder.whole) onDamage('cut');
  } finally {
    decoder.close();
  }
}
