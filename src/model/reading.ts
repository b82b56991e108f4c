import type { Aggregates } from './aggregates.js';
import type { LoadTool } from './load-tool.js';
import type { Notice } from './notice.js';
import type { SampleBatch } from './sample-batch.js';

/** A record that could not be used. */
export interface Reject {
  /** Physical line where the record starts, from 1. */
  line: number;
  /** Why, in words. */
  reason: string;
  /** Start of the record, at most 200 characters, control characters replaced. */
  text: string;
}

/** The scanner's own counters. Headers and blank lines are no records. */
export interface RowCounts {
  /** Data records met. Counted by the scanner at each record's end, never derived. */
  read: number;
  /** Records that could not be used. */
  rejected: number;
  /** The first of them, in file order (at most 20). */
  rejects: Reject[];
  /** Rejected records by reason. */
  reasons: Record<string, number>;
}

/** What a time stamp in the file meant, and how that was decided. Batches always hold starts. */
export interface StampConvention {
  /** Whether the file stamps the start or the end of a request. */
  meaning: 'start' | 'end';
  /** How it was decided: from pairs of rows of one thread, by the format's definition, or assumed for lack of evidence. */
  basis: 'data' | 'format' | 'assumed';
  /** Pairs of rows that were compared. */
  pairs: number;
  /** Pairs that speak against START. */
  againstStart: number;
  /** Pairs that speak against END. */
  againstEnd: number;
}

/** Columns that a file may lack. What is missing is "not checked", never invented. */
export type OptionalColumn =
  | 'label'
  | 'responseCode'
  | 'responseMessage'
  | 'failureMessage'
  | 'thread'
  | 'success'
  | 'bytesIn'
  | 'bytesOut'
  | 'connect'
  | 'ttfb'
  | 'users'
  | 'traceId'
  | 'url'
  | 'weight';

/** Raw requests, in batches. */
export interface SamplesReading {
  granularity: 'samples';
  /** Id of the parser. */
  format: string;
  /** Optional columns that the file has. */
  columns: ReadonlySet<OptionalColumn>;
  stamp: StampConvention;
  /** Name and version of the tool that wrote the file, as far as the file says. */
  tool: { name: string; version: string | null };
  /** Earliest start among the rows of the first MiB, ms since the epoch; what `--from 30s` and `--warmup` count from. Null without any row there. */
  firstStart: number | null;
  /** The rows. Can be walked once. */
  batches(): AsyncIterable<SampleBatch>;
  /** Counters; complete once `batches()` has been walked to its end. */
  rows(): RowCounts;
  /** True once every latency seen was a whole number of ms (lets percentiles be snapped to it). Complete after the walk. */
  wholeMilliseconds(): boolean;
  /** What the tool reports of itself beside the requests; null where the file says nothing. Complete after the walk. */
  loadTool(): LoadTool | null;
}

/** Figures that a tool has computed: per step of time (`intervals`), or for the whole run only (`summary`). */
export interface AggregateReading {
  granularity: 'intervals' | 'summary';
  /** Id of the parser. */
  format: string;
  /** Name and version of the tool that wrote the file, as far as the file says. */
  tool: { name: string; version: string | null };
  /** Reads the file to its end. Can be called once. */
  aggregates(): Promise<Aggregates>;
  /** Counters: rows of the table, or metrics of the summary; complete once `aggregates()` has answered. */
  rows(): RowCounts;
}

/** What a parser makes of a file. */
export type Reading = SamplesReading | AggregateReading;

/** Bytes of one input, already decompressed. */
export interface ByteInput {
  /** File name as shown in reports; `stdin` for standard input. */
  name: string;
  /** The bytes, in chunks of any size, each valid only until the next one is asked for. Can be walked once. */
  chunks: AsyncIterable<Uint8Array>;
}

/** Where parsers and the kpi stage leave what the reader must know. */
export type Note = (notice: Notice) => void;
