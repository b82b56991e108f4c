import { HeimrError } from '../errors.js';
import type { Compression } from '../model/input-file.js';
import type { RowCounts, SamplesReading } from '../model/reading.js';
import type { Progress } from '../model/run-input.js';
import { Accumulator, type CountingRules, type ExcludedRows } from './accumulate.js';
import { FileProfile } from './file-profile.js';
import { type FileUsers, usersOf } from './users-per-step.js';

/** An opened input, as far as counting needs it. */
export interface CountableInput {
  name: string;
  compression: Compression;
  reading: SamplesReading;
  bytes(): number;
  identity(): string | null;
}

/** One file after its rows were counted. */
export interface CountedFile {
  name: string;
  compression: Compression;
  reading: SamplesReading;
  bytes: number;
  identity: string | null;
  rows: RowCounts;
  /** Name of an earlier file with the same bytes, whose rows alone count; null where there is none. */
  duplicateOf: string | null;
  /** Name of the file that holds the same requests in another export, whose rows alone count; null where there is none. */
  overlapOf: string | null;
  /** What it is compared with other files by; null for a file alone. */
  profile: FileProfile | null;
  counted: number;
  excluded: ExcludedRows;
  /** Counted requests, failed ones among them, first start and last end (ms epoch, infinite without any). */
  totals: { count: number; errors: number; start: number; end: number };
  users: FileUsers;
  wholeMilliseconds: boolean;
}

/** All files of a run after they were counted. */
export interface CountedRun {
  files: readonly CountedFile[];
  /** Their rows as one; null where no file's rows count. */
  rows: Accumulator | null;
}

/** One file's rows are counted in it alone until it is known that they count for the run. */
export interface CountedAlone {
  file: CountedFile;
  rows: Accumulator;
}

/** Whether a file's rows are none of the run's, since another file has them. */
export function isLeftOut({ duplicateOf, overlapOf }: CountedFile): boolean {
  return duplicateOf !== null || overlapOf !== null;
}

/** Where progress goes, and what ends the work early. */
export interface CountOptions {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/**
 * Walks a file's rows once.
 * @param index position of the file among the inputs
 * @param isAlone whether there is no other file to compare it with
 * @throws HeimrError `internal` if the scanner's own count of rows is not what was counted, excluded and rejected
 */
export async function countFile(
  input: CountableInput,
  index: number,
  rules: CountingRules,
  isAlone: boolean,
  options: CountOptions,
): Promise<CountedAlone> {
  const { reading } = input;
  const own = new Accumulator(input.name, rules);
  let profile: FileProfile | null = null;
  for await (const batch of reading.batches()) {
    options.signal?.throwIfAborted();
    own.add(batch);
    if (!isAlone) {
      // The stamp may be decided only when the first rows are read.
      profile ??= new FileProfile(reading.stamp.meaning);
      profile.add(batch);
    }
    options.onProgress?.({ file: input.name, index, bytes: input.bytes(), rows: reading.rows().read });
  }
  own.settle();
  profile?.close();
  const rows = reading.rows();
  assertAccounted(input.name, rows, own);
  const file: CountedFile = {
    name: input.name,
    compression: input.compression,
    reading,
    bytes: input.bytes(),
    identity: input.identity(),
    rows,
    duplicateOf: null,
    overlapOf: null,
    profile,
    counted: own.counted,
    excluded: own.excluded,
    totals: { ...own.requests(), start: own.firstStartUs / 1000, end: own.lastEndUs / 1000 },
    users: usersOf(own.stepGrid),
    wholeMilliseconds: reading.wholeMilliseconds(),
  };
  return { file, rows: own };
}

/** Rows that any rule left out. */
export function excludedRows(excluded: ExcludedRows): number {
  return Object.values(excluded).reduce((sum, rows) => sum + rows, 0);
}

/** Nothing may be lost: a wrong sum is our fault, and no figure may be printed on it. */
function assertAccounted(name: string, rows: RowCounts, own: Accumulator): void {
  const sum = own.counted + excludedRows(own.excluded) + rows.rejected;
  if (rows.read === sum) return;
  throw new HeimrError(
    'internal',
    `Rows of ${name} do not add up: ${rows.read} were read, ${sum} accounted for.`,
    'This is a bug of Heimr. Please report it with the file, if you may share it.',
  );
}
