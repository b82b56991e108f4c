import type { AnalyzeOptions } from './analyzer.js';
import { HeimrError } from './errors.js';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
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
  timeZone: [isText, 'a text, such as UTC, Europe/Berlin or +02:00'],
  include: [listOf(isText), 'a list of texts'],
  exclude: [listOf(isText), 'a list of texts'],
  traceIdColumns: [listOf(isText), 'a list of texts'],
  parsers: [Array.isArray, 'a list of parsers'],
  detectors: [Array.isArray, 'a list of detectors'],
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
