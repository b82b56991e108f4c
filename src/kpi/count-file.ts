import { HeimrError } from '../errors.js';
import type { Reading, RowCounts } from '../model/reading.js';
import type { Progress } from '../model/run-input.js';
import { Accumulator, type CountingRules } from './accumulate.js';
import { type FileUsers, usersOf } from './users-per-step.js';

/** An opened input, as far as counting needs it. */
export interface CountableInput {
  name: string;
  compression: 'none' | 'gzip';
  reading: Reading;
  bytes(): number;
  identity(): string | null;
}

/** One file after its rows were counted. */
export interface CountedFile {
  name: string;
  compression: 'none' | 'gzip';
  reading: Reading;
  bytes: number;
  identity: string | null;
  rows: RowCounts;
  /** Name of an earlier file with the same bytes, whose rows alone count; null where there is none. */
  duplicateOf: string | null;
  counted: number;
  excluded: { transaction: number; subResult: number; outsideWindow: number; labelFilter: number };
  /** Counted requests, failed ones among them, first start and last end (ms epoch, infinite without any). */
  totals: { count: number; errors: number; start: number; end: number };
  users: FileUsers;
  wholeMilliseconds: boolean;
}

/** All files counted so far. */
export interface CountedRun {
  files: CountedFile[];
  /** Their rows as one; null before the first file. */
  rows: Accumulator | null;
}

/** Where progress goes, and what ends the work early. */
export interface CountOptions {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/**
 * Walks a file's rows once, and adds them to the run unless an earlier file held the same bytes.
 * @param index position of the file among the inputs
 * @param run what was counted so far; the file is added to it
 * @throws HeimrError `internal` if the scanner's own count of rows is not what was counted, excluded and rejected
 */
export async function countFile(
  input: CountableInput,
  index: number,
  rules: CountingRules,
  run: CountedRun,
  options: CountOptions,
): Promise<void> {
  const { reading } = input;
  const own = new Accumulator(input.name, rules);
  for await (const batch of reading.batches()) {
    options.signal?.throwIfAborted();
    own.add(batch);
    options.onProgress?.({ file: input.name, index, bytes: input.bytes(), rows: reading.rows().read });
  }
  own.settle();
  const rows = reading.rows();
  assertAccounted(input.name, rows, own);
  const identity = input.identity();
  const duplicateOf = identity === null ? null : (run.files.find((file) => file.identity === identity)?.name ?? null);
  run.files.push({
    name: input.name,
    compression: input.compression,
    reading,
    bytes: input.bytes(),
    identity,
    rows,
    duplicateOf,
    counted: own.counted,
    excluded: own.excluded,
    totals: { ...own.requests(), start: own.firstStartUs / 1000, end: own.lastEndUs / 1000 },
    users: usersOf(own.stepGrid),
    wholeMilliseconds: reading.wholeMilliseconds(),
  });
  if (duplicateOf !== null) return;
  if (run.rows === null) run.rows = own;
  else run.rows.merge(own);
}

/** Nothing may be lost: a wrong sum is our fault, and no figure may be printed on it. */
function assertAccounted(name: string, rows: RowCounts, own: Accumulator): void {
  const { transaction, subResult, outsideWindow, labelFilter } = own.excluded;
  const sum = own.counted + transaction + subResult + outsideWindow + labelFilter + rows.rejected;
  if (rows.read === sum) return;
  throw new HeimrError(
    'internal',
    `Rows of ${name} do not add up: ${rows.read} were read, ${sum} accounted for.`,
    'This is a bug of Heimr. Please report it with the file, if you may share it.',
  );
}
