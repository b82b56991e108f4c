import { HeimrError } from '../errors.js';
import type { Aggregates } from '../model/aggregates.js';
import type { Compression } from '../model/input-file.js';
import type { AggregateReading, RowCounts } from '../model/reading.js';

/** An opened input that holds figures, not requests. */
export interface FiguresInput {
  name: string;
  compression: Compression;
  reading: AggregateReading;
  bytes(): number;
  identity(): string | null;
}

/** One file of figures after it was read. */
export interface ReportedFile {
  name: string;
  compression: Compression;
  reading: AggregateReading;
  bytes: number;
  identity: string | null;
  rows: RowCounts;
  figures: Aggregates;
  /** Name of an earlier file with the same bytes; null where there is none. */
  duplicateOf: string | null;
}

/**
 * Reads what a tool computed.
 * @param earlier files of figures read before
 * @throws HeimrError `unreadable` where the file holds no figure
 */
export async function readFigures(input: FiguresInput, earlier: readonly ReportedFile[]): Promise<ReportedFile> {
  const { name, compression, reading } = input;
  const figures = await reading.aggregates();
  const rows = reading.rows();
  // One of several files of a run may be empty: a run without failures, exceptions. Whether all of them are is seen when they are joined.
  if (figures.set === null && rows.read === rows.rejected && figures.overall === null && (figures.failures === null || rows.read > 0)) {
    const first = rows.rejects[0];
    throw new HeimrError(
      'unreadable',
      `${name} holds no figure that can be used.${first ? ` The first row, in line ${first.line}: ${first.reason}.` : ''}`,
      'Check that the test ran, and that its results were written before they were read.',
    );
  }
  const identity = input.identity();
  const duplicateOf = identity === null ? null : (earlier.find((file) => file.identity === identity)?.name ?? null);
  return { name, compression, reading, bytes: input.bytes(), identity, rows, figures, duplicateOf };
}
