import type { Detector } from './detectors/detector.js';
import type { Diagnosis } from './diagnoses/diagnosis.js';
import { HeimrError } from './errors.js';
import type { GateOptions } from './gate/gate-plan.js';
import type { Tag } from './model/analysis.js';
import type { Moment, Progress } from './model/run-input.js';
import type { Backends } from './observability/observe.js';
import type { Parser } from './parsers/parser.js';

/** Choices; all have defaults. */
export interface AnalyzeOptions {
  /** Title of the report; by default made from the file names. */
  title?: string;
  /** What is known of the run. */
  tags?: Tag[];
  /** Apdex target, ms; 500 by default. */
  apdexT?: number;
  /** Count only requests that start at or after this moment. */
  from?: Moment;
  /** Count only requests that start before this moment. */
  to?: Moment;
  /** Length of the warm-up phase, ms from the first start; found from the data if not given. */
  warmup?: number;
  /** Read files of different runs, or of different tools, as one run; they are refused otherwise. */
  merge?: boolean;
  /** Zone of stamps written as local time: IANA name, `UTC` or an offset such as `+02:00`. */
  timeZone?: string;
  /** Patterns (`*` = any text) of labels to keep; empty = all. */
  include?: string[];
  /** Patterns of labels to leave out. */
  exclude?: string[];
  /** Columns that hold trace ids; trace_id, traceId, tid, traceparent by default. */
  traceIdColumns?: readonly string[];
  /** What must not be: conditions, objectives of endpoints, thresholds of the load tool; no gate by default. */
  gate?: GateOptions;
  /** Backends to ask about the time of the test; none by default. */
  backends?: Backends;
  /** Formats that can be read; the catalog by default. */
  parsers?: readonly Parser[];
  /** Symptoms that are looked for; the catalog by default. */
  detectors?: readonly Detector[];
  /** Causes that are looked for; the catalog by default. */
  diagnoses?: readonly Diagnosis[];
  /** Clock for `run`, ms epoch; without it `run` holds no times. */
  clock?: () => number;
  /** Called after each batch of rows. */
  onProgress?: (progress: Progress) => void;
  /** Ends the analysis early; `analyze` then rejects with the signal's reason. */
  signal?: AbortSignal;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isFunction: Check = (value) => typeof value === 'function';
const isPositive: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isNotNegative: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const isMoment: Check = (value) =>
  isRecord(value) &&
  [value.at, value.after].filter((part) => part !== undefined).every(Number.isFinite) &&
  'at' in value !== 'after' in value;

/** What each option must be, and how it is said. */
const OPTIONS: Record<keyof AnalyzeOptions, [Check, string]> = {
  title: [isText, 'a text'],
  tags: [listOf((tag) => isRecord(tag) && isText(tag.name) && isText(tag.value)), 'a list of { name, value }, both texts'],
  apdexT: [isPositive, 'a number of ms above 0'],
  from: [isMoment, '{ at: ms since the epoch } or { after: ms from the first start }'],
  to: [isMoment, '{ at: ms since the epoch } or { after: ms from the first start }'],
  warmup: [isNotNegative, 'a number of ms, 0 or more'],
  merge: [isBoolean, 'true or false'],
  timeZone: [isText, 'a text, such as UTC, Europe/Berlin or +02:00'],
  include: [listOf(isText), 'a list of texts'],
  exclude: [listOf(isText), 'a list of texts'],
  traceIdColumns: [listOf(isText), 'a list of texts'],
  gate: [isRecord, 'a gate, such as { fail: ["p95 > 800ms"] }'],
  backends: [isRecord, 'backends, such as { prometheus: { connection, scope: {} } }'],
  parsers: [Array.isArray, 'a list of parsers'],
  detectors: [Array.isArray, 'a list of detectors'],
  diagnoses: [Array.isArray, 'a list of diagnoses'],
  clock: [isFunction, 'a function'],
  onProgress: [isFunction, 'a function'],
  signal: [isRecord, 'an AbortSignal'],
};

/**
 * Refuses options that would be ignored or misread: TypeScript does so at its callers', JavaScript does not.
 * @throws HeimrError `usage`, naming the option
 */
export function checkOptions(options: AnalyzeOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(OPTIONS, name)) {
      const near = Object.keys(OPTIONS).find((known) => known.toLowerCase() === name.toLowerCase());
      throw new HeimrError(
        'usage',
        `There is no option "${name}".`,
        near ? `Did you mean ${near}?` : `Options are: ${Object.keys(OPTIONS).join(', ')}.`,
      );
    }
    const [check, words] = OPTIONS[name as keyof AnalyzeOptions];
    if (value !== undefined && !check(value)) throw new HeimrError('usage', `The option ${name} is not ${words}.`, `Give ${words}.`);
  }
}

/**
 * Refuses inputs that are none.
 * @throws HeimrError `usage`, naming the input's position
 */
export function checkInputs(inputs: unknown): void {
  if (!Array.isArray(inputs))
    throw new HeimrError('usage', 'The inputs are no list.', 'Give a list, also for one file: [{ name, bytes }].');
  if (inputs.length === 0) throw new HeimrError('usage', 'No input was given.', 'Name at least one result file.');
  inputs.forEach((input, i) => {
    const isInput =
      isRecord(input) &&
      isText(input.name) &&
      (input.bytes instanceof Uint8Array || isRecord(input.reading) || (isRecord(input.chunks) && Symbol.asyncIterator in input.chunks));
    if (!isInput) {
      throw new HeimrError(
        'usage',
        `Input ${i + 1} is none that can be read.`,
        'Give { name, bytes: Uint8Array }, { name, chunks: AsyncIterable<Uint8Array> } or { name, reading }.',
      );
    }
  });
}
