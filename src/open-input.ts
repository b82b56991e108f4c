import { ContentIdentity } from './decode/content-identity.js';
import type { Compression } from './model/input-file.js';
import type { Notice } from './model/notice.js';
import type { Reading } from './model/reading.js';
import type { AnalyzeInput } from './model/run-input.js';
import { openReading } from './parsers/open-reading.js';
import type { OpenOptions, Parser } from './parsers/parser.js';

/** An input with its parser found and its head read. */
export interface OpenedInput {
  name: string;
  compression: Compression;
  reading: Reading;
  /** Bytes read so far; 0 for a reading that somebody else made. */
  bytes(): number;
  /** Text that is equal for equal bytes, once the reading has been walked; null where it was not asked for, or is not known. */
  identity(): string | null;
  /** What the edge had to swallow, once the reading has been walked. */
  notices(): Notice[];
}

/** Opens one input, whatever it was given as. */
export async function openInput(
  input: AnalyzeInput,
  parsers: readonly Parser[],
  options: OpenOptions & { identify: boolean },
): Promise<OpenedInput> {
  if ('reading' in input) {
    return { name: input.name, compression: 'none', reading: input.reading, bytes: () => 0, identity: () => null, notices: () => [] };
  }
  const identity = options.identify ? new ContentIdentity() : null;
  let bytes = 0;
  const chunks = 'bytes' in input ? once(input.bytes) : input.chunks;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      identity?.update(chunk);
      yield chunk;
    }
  }
  return {
    name: input.name,
    compression: ('compression' in input ? input.compression : undefined) ?? 'none',
    reading: await openReading({ name: input.name, chunks: counted() }, parsers, options),
    bytes: () => bytes,
    identity: () => identity?.text() ?? null,
    notices: () => ('notices' in input ? (input.notices?.() ?? []) : []),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
