import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Aggregates } from '../../src/model/aggregates.js';
import type { Notice } from '../../src/model/notice.js';
import type { RowCounts } from '../../src/model/reading.js';
import type { Parser } from '../../src/parsers/parser.js';
import { bytesOf, inChunks, type Row, rowsOf } from './jmeter-reading.js';

/** Where the fixtures are. */
export const FIXTURES = join(import.meta.dirname, '../fixtures/locust');

/** Bytes of a fixture. */
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FIXTURES, name)));

/** What the truth beside a fixture says of some requests. */
export interface TruthFigures {
  count: number;
  timed: number;
  errors: number;
  bytes: number;
  min: number | null;
  mean: number | null;
  max: number | null;
  p50: number | null;
  p75: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  p999: number | null;
}
export interface TruthPart {
  overall: TruthFigures;
  labels: Record<string, TruthFigures>;
  failures: Record<string, number>;
}
export interface Truth {
  all: TruthPart;
  stats: TruthPart;
  stats_history: TruthPart;
}

/** The truth of a case, `<version>/<case>`. */
export const truthOf = (name: string): Truth => JSON.parse(readFileSync(join(FIXTURES, name, 'truth.json'), 'utf8')) as Truth;

/** A file of figures as read. */
export interface Figures {
  figures: Aggregates;
  counts: RowCounts;
  notices: Notice[];
  ids: string[];
}

/** Reads a file of figures. */
export async function readFigures(
  parser: Parser,
  file: string | Uint8Array,
  { name = 'run_stats.csv', chunks = [65_536] }: { name?: string; chunks?: readonly number[] } = {},
): Promise<Figures> {
  const notices: Notice[] = [];
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  const reading = await parser.open(
    { name, chunks: inChunks(bytes, chunks) },
    { traceIdColumns: [], note: (notice) => notices.push(notice) },
  );
  if (reading.granularity === 'samples') throw new Error('holds requests');
  const figures = await reading.aggregates();
  return { figures, counts: reading.rows(), notices, ids: notices.map(({ id }) => id) };
}

/** A file of requests as read. */
export async function readRequests(
  parser: Parser,
  file: string | Uint8Array,
  chunks: readonly number[] = [65_536],
): Promise<{ rows: Row[]; counts: RowCounts; ids: string[]; firstStart: number | null; columns: string[]; whole: boolean }> {
  const notices: Notice[] = [];
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  const reading = await parser.open(
    { name: 'requests.csv', chunks: inChunks(bytes, chunks) },
    { traceIdColumns: [], note: (notice) => notices.push(notice) },
  );
  if (reading.granularity !== 'samples') throw new Error('holds figures');
  const rows: Row[] = [];
  for await (const batch of reading.batches()) rows.push(...rowsOf(batch));
  return {
    rows,
    counts: reading.rows(),
    ids: notices.map(({ id }) => id),
    firstStart: reading.firstStart,
    columns: [...reading.columns],
    whole: reading.wholeMilliseconds(),
  };
}

/** Sizes of chunks that every file must read the same in. */
export const CHUNKS: readonly (readonly number[])[] = [[1], [7], [65_536], [1000, 1, 3]];
