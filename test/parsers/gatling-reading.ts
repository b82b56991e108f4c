import type { Notice } from '../../src/model/notice.js';
import type { RowCounts, SamplesReading } from '../../src/model/reading.js';
import type { Parser } from '../../src/parsers/parser.js';
import { inChunks, type Row, rowsOf } from './jmeter-reading.js';

/** Everything that a simulation.log became. */
export interface Log {
  rows: Row[];
  counts: RowCounts;
  notices: Notice[];
  ids: string[];
  reading: SamplesReading;
}

/** Reads a log, in pieces of the given sizes. */
export async function readLog(parser: Parser, bytes: Uint8Array, chunks: readonly number[] = [65_536]): Promise<Log> {
  const notices: Notice[] = [];
  const options = { traceIdColumns: [], note: (notice: Notice) => void notices.push(notice) };
  const reading = await parser.open({ name: 'simulation.log', chunks: inChunks(bytes, chunks) }, options);
  if (reading.granularity !== 'samples') throw new Error('holds no requests');
  const rows: Row[] = [];
  for await (const batch of reading.batches()) rows.push(...rowsOf(batch));
  return { rows, counts: reading.rows(), notices, ids: notices.map(({ id }) => id), reading };
}

/** Label, start (ms), duration (ms), success and message of each row. */
export const brief = (rows: readonly Row[]): unknown[] =>
  rows.map(({ kind, label, timestamp, latency, success, message }) => [kind, label, timestamp / 1000, latency, success, message]);

/** Sizes of chunks that every log must read the same in. */
export const CHUNKS: readonly (readonly number[])[] = [[1], [7], [65_536], [100, 1, 3]];
