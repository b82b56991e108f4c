import type { Analysis } from '../model/analysis.js';
import type { Typesetter } from './typesetter.js';

/** What an output may know besides the analysis; all of it plain values, so that rendering stays pure. */
export interface RenderOptions {
  /** Columns of the terminal (terminal reporter only); 80 by default. */
  width?: number;
  /** Whether escape codes for colour may be used (terminal reporter only); false by default. */
  color?: boolean;
  /** Where drawings stand (Markdown reporter only): in files of this folder beside the report, or in the report itself; none by default. */
  charts?: { folder: string } | 'embed' | 'none';
  /** Bytes that the output may have (Markdown reporter only): parts that do not fit are left out, and named; no limit by default. */
  limit?: number;
  /** What makes pages (PDF reporter only, which cannot do without); same data, same bytes. */
  typesetter?: Typesetter;
}

/** One output. Pure: the same analysis and options give the same bytes. */
export interface Reporter {
  /** Stable id, also the name of its file, test and docs page. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  /** Path of its docs page in the repository. */
  readonly docs: string;
  /** IANA media type of what it returns. */
  readonly mediaType: string;
  /** Ends of file names that ask for it with `-o`, with the dot, in small letters; the longest that fits counts; empty = not a file output. */
  readonly extensions: readonly string[];
  /** What its options must bring; absent where they need bring nothing. */
  readonly needs?: 'typesetter';
  /** @returns the whole output, text or bytes */
  render(analysis: Analysis, options?: RenderOptions): string | Uint8Array;
  /** Files that a report refers to, by name within the folder of `charts`; absent where it stands alone. */
  readonly charts?: (analysis: Analysis) => { name: string; content: string }[];
}
