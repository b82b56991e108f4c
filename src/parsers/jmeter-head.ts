import { decodeText } from '../decode/byte-text.js';
import { lineEnd, RecordEnd, RecordFields, readRecord } from '../decode/csv-record.js';
import { HeimrError } from '../errors.js';
import type { Note } from '../model/reading.js';
import { type Columns, columnsOf, type Header, knownNames, locate, readHeader } from './jmeter-columns.js';
import { guessColumns } from './jmeter-headerless.js';
import { EARLIEST, LATEST, readStamp, type StampRule, stampShape } from './jmeter-stamps.js';

/** What is decided from the first bytes of a file, before any row is read: columns, and how to read the stamps. */

/** Where the records of a file begin. */
export interface Beginning {
  /** How the first line names the columns, or null. */
  header: Header | null;
  /** First byte of the first record. */
  offset: number;
  /** Its physical line. */
  line: number;
}

/** Standard names that it takes to call a header JMeter's although it lacks the times. */
const MIN_KNOWN_NAMES = 4;
/** Stamps in ms, without any other before them, that settle the unit. */
const ENOUGH_STAMPS = 200;
/** The fraction of a second in a stamp. */
const FRACTION = /[.,]\d/;

/** Reads the first line that is not blank. */
export function readBeginning(head: Uint8Array): Beginning {
  let offset = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  let line = 1;
  for (;;) {
    const end = lineEnd(head, offset, head.length);
    const to = end < 0 ? head.length : end;
    const next = end < 0 ? to : end + (head[end] === 13 && head[end + 1] === 10 ? 2 : 1);
    if (end >= 0 && decodeText(head, offset, Math.min(to, offset + 4096)).trim() === '') {
      offset = next;
      line++;
      continue;
    }
    const header = readHeader(head.subarray(offset, to));
    const names = header?.names ?? [];
    if (header !== null && (hasTimes(names) || knownNames(names) >= MIN_KNOWN_NAMES)) {
      return { header, offset: next, line: line + 1 };
    }
    return { header: null, offset, line };
  }
}

/** True if the columns that no figure can do without are there. */
export function hasTimes(names: readonly string[]): boolean {
  return locate(names, 'timeStamp') >= 0 && locate(names, 'elapsed') >= 0;
}

/** Finds the columns, by name or by votes; tells what was assumed. */
export function decideColumns(
  name: string,
  head: Uint8Array,
  final: boolean,
  beginning: Beginning,
  traceIdColumns: readonly string[],
  note: Note,
): Columns {
  let { header } = beginning;
  if (header === null) {
    const guess = guessColumns(head.subarray(beginning.offset), final);
    if (guess === null) {
      throw new HeimrError(
        'unusable',
        `${name} has neither a header line with the columns timeStamp and elapsed nor rows that begin with a time stamp and a duration.`,
        'Give a results file of JMeter with jmeter.save.saveservice.print_field_names=true.',
      );
    }
    header = guess.header;
    if (guess.judged) {
      note({
        id: 'no-header',
        level: 'warning',
        file: name,
        what: `The file has no header line; its columns were taken to be ${header.names.join(', ')}.`,
        why: `That is how the first ${guess.voters} ${guess.voters === 1 ? 'row looks' : 'rows look'}.`,
        todo: 'Check the columns, or write the file with jmeter.save.saveservice.print_field_names=true.',
      });
    }
  }
  const columns = columnsOf(header, traceIdColumns);
  refuseWithoutTimes(name, columns);
  refuseWithoutVerdict(name, columns, beginning.header === null);
  if (columns.at.success < 0) {
    note({
      id: 'no-success-column',
      level: 'warning',
      file: name,
      what: 'The file has no column success.',
      why: 'Nothing says which requests failed, so errors were not checked.',
      todo: 'Write the file with jmeter.save.saveservice.successful=true.',
    });
  }
  return columns;
}

function refuseWithoutTimes(name: string, { at }: Columns): void {
  const missing = [at.timeStamp < 0 ? 'timeStamp' : '', at.elapsed < 0 ? 'elapsed' : ''].filter((text) => text !== '');
  if (missing.length === 0) return;
  throw new HeimrError(
    'unusable',
    `${name} is a results file of JMeter without the ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(' and ')}, so it does not say when requests were sent or how long they took.`,
    'Write the file with jmeter.save.saveservice.timestamp_format=ms and jmeter.save.saveservice.time=true.',
  );
}

/** `success` alone decides: a code of 200 can have failed an assertion, and one of 500 can have been expected. */
function refuseWithoutVerdict(name: string, { at }: Columns, guessed: boolean): void {
  if (at.success >= 0 || (at.responseCode < 0 && !guessed)) return;
  throw new HeimrError(
    'unusable',
    guessed
      ? `${name} has no header line and no column of true and false, so its rows cannot be judged.`
      : `${name} has no column success, and the response code does not say whether a request failed: assertions can fail a 200 and accept a 500.`,
    guessed
      ? 'Write the file with jmeter.save.saveservice.print_field_names=true and jmeter.save.saveservice.successful=true.'
      : 'Write the file with jmeter.save.saveservice.successful=true.',
  );
}

/** What the stamps of a file count in. */
export interface StampScale {
  unit: StampRule['unit'];
  /** True if they are cut to whole seconds. */
  wholeSeconds: boolean;
  /** Stamps of the head that are none by that unit. */
  odd: number;
}

/** Decides what the stamps count in, from all records of the head: whatever most of them can be. */
export function decideStamps(
  name: string,
  records: Uint8Array,
  final: boolean,
  columns: Columns,
  toEpoch: StampRule['toEpoch'],
): StampScale {
  let all = 0;
  const usable = { milliseconds: 0, seconds: 0, dates: 0 };
  const finer = { seconds: 0, dates: 0 };
  let first: string | null = null;
  for (const text of stampTexts(records, final, columns)) {
    first ??= text;
    all++;
    const shape = stampShape(text);
    const stamp = readStamp(text, { unit: shape === 'seconds' ? 1000 : 1, toEpoch });
    if (!(stamp >= EARLIEST && stamp < LATEST)) continue;
    const kind = shape === 'number' ? 'milliseconds' : shape === 'seconds' ? shape : 'dates';
    usable[kind]++;
    if (kind !== 'milliseconds' && FRACTION.test(text)) finer[kind]++;
    // Nearly all files are in ms throughout; then a short run has no need to be read once more for it.
    if (all === ENOUGH_STAMPS && usable.milliseconds === all) break;
  }
  const inSeconds = usable.seconds > usable.milliseconds;
  const good = usable.dates + (inSeconds ? usable.seconds : usable.milliseconds);
  if (first !== null && good === 0) {
    throw new HeimrError(
      'unusable',
      `${name} has no usable time stamp in its first rows; the first one is ${JSON.stringify(first)}.`,
      'Write the file with jmeter.save.saveservice.timestamp_format=ms.',
    );
  }
  const fine = finer.dates + (inSeconds ? finer.seconds : usable.milliseconds);
  return { unit: inSeconds ? 1000 : 1, wholeSeconds: good > 0 && fine === 0, odd: all - good };
}

function* stampTexts(records: Uint8Array, final: boolean, columns: Columns): Generator<string> {
  const fields = new RecordFields();
  const column = columns.at.timeStamp;
  let p = 0;
  while (p < records.length) {
    const end = readRecord(records, p, records.length, columns.delimiter, final, fields);
    if (end === RecordEnd.line || end === RecordEnd.input) {
      p = fields.next;
      if (fields.count < columns.required) continue;
      const from = fields.from[column];
      const text = decodeText(records, from, Math.min(fields.to[column], from + 64)).trim();
      if (text.toLowerCase() !== 'timestamp') yield text;
    } else {
      const line = end === RecordEnd.needMore ? -1 : lineEnd(records, p, records.length);
      if (line < 0) return;
      p = line + 1;
    }
  }
}
