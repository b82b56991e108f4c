import type { ByteInput, Reading } from '../model/reading.js';
import { detectParser } from './detect.js';
import type { OpenOptions, Parser } from './parser.js';

/** Bytes that detection looks at. */
const HEAD = 64 * 1024;

/**
 * Finds the parser for some bytes and opens them with it.
 * @throws HeimrError `unknown-format` where no parser knows them, `unusable` where the format lacks what any figure needs
 */
export async function openReading(input: ByteInput, parsers: readonly Parser[], options: OpenOptions): Promise<Reading> {
  const chunks = input.chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const next = await chunks.next();
    if (next.done) break;
    // The edge may reuse its buffer for the next chunk, so what is held is a copy (which `slice` of a Buffer is not).
    held.push(new Uint8Array(next.value));
    length += next.value.length;
  }
  const parser = detectParser(joined(held, Math.min(length, HEAD)), input.name, parsers);
  return parser.open({ name: input.name, chunks: replayed(held, chunks) }, options);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    if (at >= length) break;
    bytes.set(part.subarray(0, length - at), at);
    at += part.length;
  }
  return bytes;
}

async function* replayed(held: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let finished = false;
  try {
    yield* held;
    for (;;) {
      const next = await rest.next();
      if (next.done) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!finished) await rest.return?.();
  }
}
