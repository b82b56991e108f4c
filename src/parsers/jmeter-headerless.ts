import { decodeText } from '../decode/byte-text.js';
import { lineEnd, RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import type { ColumnName, Header } from './jmeter-columns.js';
import { stampShape } from './jmeter-stamps.js';

/**
 * Files without a header line (the default before JMeter 3.0): the columns are guessed by what the first rows hold.
 * Every guess leans on the column of true and false, which JMeter writes in the middle of its fixed order.
 */

const MAX_VOTERS = 200;
const DELIMITERS = ',;\t|~';

/** What the columns before `success` can be, by their number, dataType left out. */
const BEFORE: Record<number, readonly ColumnName[]> = {
  3: ['timeStamp', 'elapsed', 'label'],
  6: ['timeStamp', 'elapsed', 'label', 'responseCode', 'responseMessage', 'threadName'],
};

/** What versions of JMeter and Taurus write after `success`, the likelier first among those of one length. */
const AFTER: readonly (readonly ColumnName[])[] = [
  [],
  ['bytes'],
  ['bytes', 'Latency'],
  ['failureMessage', 'bytes', 'Latency'],
  ['bytes', 'sentBytes'],
  ['bytes', 'grpThreads', 'allThreads'],
  ['bytes', 'grpThreads', 'allThreads', 'Latency'],
  ['failureMessage', 'bytes', 'grpThreads', 'allThreads', 'Latency'],
  ['bytes', 'grpThreads', 'allThreads', 'Latency', 'Hostname'],
  ['bytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime'],
  ['failureMessage', 'bytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime'],
  ['bytes', 'grpThreads', 'allThreads', 'Latency', 'Hostname', 'Connect'],
  ['bytes', 'sentBytes', 'grpThreads', 'allThreads', 'Latency', 'Connect'],
  ['bytes', 'sentBytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime', 'Connect'],
  ['failureMessage', 'bytes', 'sentBytes', 'grpThreads', 'allThreads', 'Latency', 'IdleTime', 'Connect'],
  ['bytes', 'sentBytes', 'grpThreads', 'allThreads', 'URL', 'Latency', 'IdleTime', 'Connect'],
  ['failureMessage', 'bytes', 'sentBytes', 'grpThreads', 'allThreads', 'URL', 'Latency', 'IdleTime', 'Connect'],
  [
    'failureMessage',
    'bytes',
    'sentBytes',
    'grpThreads',
    'allThreads',
    'URL',
    'Filename',
    'Latency',
    'Encoding',
    'SampleCount',
    'ErrorCount',
    'Hostname',
    'IdleTime',
    'Connect',
  ],
];

const TEXT_AFTER: ReadonlySet<ColumnName> = new Set(['failureMessage', 'URL', 'Filename', 'Encoding', 'Hostname']);

/** What the first rows say about a file without header. */
export interface Guess {
  /** The columns, as if a header had named them; unknown ones are called `column 7` and so on. */
  header: Header;
  /** True if a column of true and false was found; without it no row can be judged. */
  judged: boolean;
  /** Rows that voted. */
  voters: number;
}

/**
 * Guesses the columns by votes of the first rows.
 * @param bytes the beginning of the file, byte order mark left out
 * @param final true if that is the whole file
 * @returns null if the rows are no JTL rows: a stamp first, then a whole number
 */
export function guessColumns(bytes: Uint8Array, final: boolean): Guess | null {
  for (const mark of DELIMITERS) {
    const rows = firstRows(bytes, mark.charCodeAt(0), final);
    const guess = rows.length === 0 ? null : guessFrom(rows, mark.charCodeAt(0));
    if (guess !== null) return guess;
  }
  return null;
}

function firstRows(bytes: Uint8Array, delimiter: number, final: boolean): string[][] {
  const fields = new RecordFields();
  const rows: string[][] = [];
  let p = 0;
  while (p < bytes.length && rows.length < MAX_VOTERS) {
    const end = readRecord(bytes, p, bytes.length, delimiter, final, fields);
    if (end === RecordEnd.line || end === RecordEnd.input) {
      p = fields.next;
      const row = Array.from({ length: fields.count }, (_, i) => decodeText(bytes, fields.from[i], fields.to[i]).trim());
      // A last row without line end may be cut; it votes only if it is alone.
      if (row.length > 1 && (end === RecordEnd.line || rows.length === 0)) rows.push(row);
    } else {
      const broken = end === RecordEnd.needMore ? -1 : lineEnd(bytes, p, bytes.length);
      if (broken < 0) break;
      p = broken + 1;
    }
  }
  return rows;
}

/** Share of rows that a column must convince. */
const MOST = 0.9;

function guessFrom(rows: readonly string[][], delimiter: number): Guess | null {
  const width = commonWidth(rows);
  const voters = rows.filter((row) => row.length === width);
  const most = (column: number, test: (value: string) => boolean): boolean =>
    voters.filter((row) => test(row[column])).length >= MOST * voters.length;
  if (width < 3 || !most(0, isStamp) || !most(1, isCount)) return null;
  const names = Array.from({ length: width }, (_, i) => `column ${i + 1}`);
  names[0] = 'timeStamp';
  names[1] = 'elapsed';
  let success = -1;
  for (let i = 2; i < width && success < 0; i++) if (most(i, isVerdict)) success = i;
  // A first line of another look is a header of some other format, or, if it is shorter, the rest of a row.
  const [first] = rows;
  const like = isStamp(first[0]) && isCount(first[1]);
  if (!like && (success < 0 || first.length >= width)) return null;
  if (success < 0) return { header: { delimiter, names }, judged: false, voters: voters.length };
  names[success] = 'success';
  nameBefore(names, success, most);
  nameAfter(names, success, most);
  return { header: { delimiter, names }, judged: true, voters: voters.length };
}

type Vote = (column: number, test: (value: string) => boolean) => boolean;

/** dataType stands right before success; the others are known by their number, or else by their look. */
function nameBefore(names: string[], success: number, most: Vote): void {
  let end = success;
  if (end > 3 && most(end - 1, isDataType)) names[--end] = 'dataType';
  const known = BEFORE[end];
  if (known !== undefined) {
    for (let i = 0; i < known.length; i++) names[i] = known[i];
    return;
  }
  if (end > 2) names[2] = 'label';
  for (let i = 3; i < end; i++) {
    if (!names.includes('responseCode') && most(i, isCode)) names[i] = 'responseCode';
    else if (!names.includes('threadName') && most(i, isThread)) names[i] = 'threadName';
    else if (!names.includes('responseMessage')) names[i] = 'responseMessage';
  }
}

/** The columns after success: the first known set of that length whose numbers and texts are where they must be. */
function nameAfter(names: string[], success: number, most: Vote): void {
  const length = names.length - success - 1;
  const fits = (set: readonly ColumnName[]): boolean =>
    set.every((name, i) => {
      const column = success + 1 + i;
      if (name === 'URL') return most(column, isUrl);
      return TEXT_AFTER.has(name) ? !most(column, isNumber) : most(column, isNumber);
    });
  const set = AFTER.find((candidate) => candidate.length === length && fits(candidate));
  if (set !== undefined) {
    for (let i = 0; i < length; i++) names[success + 1 + i] = set[i];
    return;
  }
  // Whatever else was chosen to be saved: bytes is the first number in JMeter's order.
  for (let i = success + 1; i < names.length && i <= success + 2; i++) {
    if (!most(i, isNumber)) continue;
    names[i] = 'bytes';
    return;
  }
}

function commonWidth(rows: readonly string[][]): number {
  const votes = new Map<number, number>();
  for (const row of rows) votes.set(row.length, (votes.get(row.length) ?? 0) + 1);
  return [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best))[0];
}

function isStamp(value: string): boolean {
  return /^\d{10,13}$/.test(value) || (!/^\d+(\.\d+)?$/.test(value) && stampShape(value) !== 'none');
}

const isCount = (value: string): boolean => /^\d{1,12}$/.test(value);
const isNumber = (value: string): boolean => /^-?\d+$/.test(value);
const isVerdict = (value: string): boolean => /^(true|false)$/i.test(value);
const isDataType = (value: string): boolean => /^(text|bin)?$/.test(value);
const isCode = (value: string): boolean => /^(\d{3}|Non HTTP response code.*)?$/.test(value);
const isThread = (value: string): boolean => /\d+-\d+$/.test(value);
const isUrl = (value: string): boolean => /^(null|\w+:.*)?$/.test(value);
