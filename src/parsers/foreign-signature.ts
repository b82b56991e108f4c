import type { HeadView } from './foreign-view.js';

/** A kind of file that is recognised but not read, with the way out. Data only: the tables are also the docs page. */
export interface ForeignSignature {
  /** Stable id. */
  readonly id: string;
  /** What the file is, as in "results.jtl looks like a …". */
  readonly title: string;
  /**
   * Whether the bytes are this kind. Text in place of `true` says what else the bytes tell: layout, version.
   * Must hold for a head cut anywhere: too little to tell is `false`.
   */
  readonly test: (view: HeadView) => boolean | string;
  /** Why this version cannot read it; a sentence. */
  readonly why: string;
  /** What to do instead; sentences. */
  readonly hint: string;
  /** True for containers and file kinds rather than a tool's results; they are asked last. */
  readonly general?: boolean;
}

/** The way out for every file that holds single requests. */
export const CONVERT =
  'Convert it: Heimr reads CSV with the header timeStamp,elapsed,label,success and one row a request: start in ms since 1970, ' +
  'duration in ms, name, true or false (responseCode, threadName, bytes, Latency, Connect if known).';

/** Why a file with single requests is refused. */
export const NO_READER = 'It holds single requests, but this version has no reader for the format.';

/** Why a file of totals is refused. */
export const TOTALS = 'It holds figures of the whole run, not single requests, so nothing can be checked over time.';

/** Why a file of totals per interval is refused. */
export const INTERVALS = 'It holds figures per interval, not single requests, and this version reads single requests only.';
