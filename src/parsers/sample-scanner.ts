import { HeimrError } from '../errors.js';
import type { ByteInput, Note, SamplesReading } from '../model/reading.js';
import { noteFull } from './full-dictionaries.js';
import type { RowTally } from './row-tally.js';
import type { SampleRows } from './sample-rows.js';

/** Bytes that `firstStart` is looked for in. */
const HEAD_BYTES = 1 << 20;

/** Bytes of one file to batches, pushed and pulled: feed bytes, take batches until there is none, and so on; at last, end. */
export interface SampleScanner {
  readonly batch: SampleRows;
  readonly tally: RowTally;
  /** Gives the next bytes, once {@link next} has answered false. They stay as they are until it does so again. */
  feed(bytes: Uint8Array): void;
  /** Tells that nothing follows. */
  end(): void;
  /** Fills the batch. False if there is no row without more bytes. */
  next(): boolean;
}

/** What a parser knows of its file beside the rows. */
export interface SamplesOf<Scanner extends SampleScanner> {
  format: string;
  note: Note;
  /** A scanner at the beginning of the file. */
  scanner(): Scanner;
  /** What the rows' scanner found out; asked for whenever a reader wants to know, so it may grow during the walk. */
  facts(scanner: Scanner): Pick<SamplesReading, 'columns' | 'tool' | 'stamp'> & { loadTool: ReturnType<SamplesReading['loadTool']> };
  /** Called once after the last row: what the reader must know of what was met. */
  finished(scanner: Scanner): void;
}

/** The first bytes of an input, and where the others come from. */
export interface Head {
  bytes: Uint8Array;
  /** Whether they are the whole input. */
  final: boolean;
  chunks: AsyncIterator<Uint8Array>;
}

/** A reading over a scanner: reads the head for the first start, then hands out each batch once. */
export async function readSamples<Scanner extends SampleScanner>(input: ByteInput, of: SamplesOf<Scanner>): Promise<SamplesReading> {
  return readSamplesFrom(input.name, await readHead(input.chunks), of);
}

/** As {@link readSamples}, for a parser that has looked at the head itself. */
export function readSamplesFrom<Scanner extends SampleScanner>(
  name: string,
  { bytes, final, chunks }: Head,
  of: SamplesOf<Scanner>,
): SamplesReading {
  const firstStart = earliestStart(of.scanner(), bytes.subarray(0, HEAD_BYTES), final);
  const scanner = of.scanner();
  let walked = false;

  async function* batches(): AsyncGenerator<SampleRows> {
    if (walked) throw new HeimrError('internal', `The rows of ${name} were asked for twice.`, 'Open the file again.');
    walked = true;
    try {
      scanner.feed(bytes);
      while (scanner.next()) yield scanner.batch;
      for (let chunk = await chunks.next(); chunk.done !== true; chunk = await chunks.next()) {
        scanner.feed(chunk.value);
        while (scanner.next()) yield scanner.batch;
      }
      scanner.end();
      while (scanner.next()) yield scanner.batch;
      of.finished(scanner);
      const { labels, codes, threads } = scanner.batch;
      noteFull(name, labels, codes, threads, of.note);
    } finally {
      await chunks.return?.();
    }
  }

  return {
    granularity: 'samples',
    format: of.format,
    get columns() {
      return of.facts(scanner).columns;
    },
    get stamp() {
      return of.facts(scanner).stamp;
    },
    get tool() {
      return of.facts(scanner).tool;
    },
    firstStart,
    batches,
    rows: () => scanner.tally.counts,
    wholeMilliseconds: () => scanner.tally.wholeMilliseconds,
    loadTool: () => of.facts(scanner).loadTool,
  };
}

/** Reads until the head is full or the input ends. Chunks may be reused by their source, so they are copied. */
export async function readHead(input: AsyncIterable<Uint8Array>): Promise<Head> {
  const chunks = input[Symbol.asyncIterator]();
  let bytes = new Uint8Array(0);
  let length = 0;
  while (length < HEAD_BYTES) {
    const chunk = await chunks.next();
    if (chunk.done === true) return { bytes: bytes.subarray(0, length), final: true, chunks };
    if (length + chunk.value.length > bytes.length) {
      const room = new Uint8Array(Math.max(length + chunk.value.length, 2 * bytes.length));
      room.set(bytes.subarray(0, length));
      bytes = room;
    }
    bytes.set(chunk.value, length);
    length += chunk.value.length;
  }
  return { bytes: bytes.subarray(0, length), final: false, chunks };
}

/** Earliest start among the rows of the head, ms since the epoch; null without any row there. */
function earliestStart(scanner: SampleScanner, head: Uint8Array, final: boolean): number | null {
  let first = Number.POSITIVE_INFINITY;
  const take = (): void => {
    while (scanner.next()) {
      for (let i = 0; i < scanner.batch.rows; i++) first = Math.min(first, scanner.batch.timestamp[i] as number);
    }
  };
  scanner.feed(head);
  take();
  if (final) {
    scanner.end();
    take();
  }
  return first === Number.POSITIVE_INFINITY ? null : first / 1000;
}
