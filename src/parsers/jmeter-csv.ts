import { HeimrError } from '../errors.js';
import type { ByteInput, OptionalColumn, SamplesReading } from '../model/reading.js';
import type { SampleBatch } from '../model/sample-batch.js';
import { type ColumnName, type Columns, OPTIONAL_COLUMNS } from './jmeter-columns.js';
import { headRows } from './jmeter-convention.js';
import { decideColumns, decideStamps, hasTimes, readBeginning } from './jmeter-head.js';
import { guessColumns } from './jmeter-headerless.js';
import type { Layout } from './jmeter-layout.js';
import { noteHead, noteMet } from './jmeter-notices.js';
import { JmeterScanner } from './jmeter-scanner.js';
import type { StampRule } from './jmeter-stamps.js';
import type { Tally } from './jmeter-tally.js';
import { zoneRule } from './jmeter-time-zone.js';
import type { Grade, OpenOptions, Parser } from './parser.js';

/** Bytes that decide the layout and what the stamps mean. */
const HEAD_BYTES = 1 << 20;
/** Bytes that detection sees; fewer are a whole file. */
const DETECT_BYTES = 1 << 16;

/** Results of JMeter as CSV (`.jtl`, `.csv`), also as Taurus and others write them. */
export const jmeterCsv: Parser = {
  id: 'jmeter-csv',
  title: 'JMeter results, CSV',
  docs: 'docs/parsers/jmeter-csv.md',
  granularity: 'samples',
  detect,
  open,
};

function detect(head: Uint8Array): Grade {
  const { header, offset } = readBeginning(head);
  if (header !== null) return hasTimes(header.names) ? 'sure' : 'maybe';
  const guess = guessColumns(head.subarray(offset), head.length < DETECT_BYTES);
  if (guess === null) return 'no';
  return guess.judged ? 'sure' : 'maybe';
}

async function open(input: ByteInput, options: OpenOptions): Promise<SamplesReading> {
  const { name } = input;
  const { note, traceIdColumns } = options;
  let localStamps = false;
  const zone = options.timeZone === undefined ? null : zoneRule(options.timeZone);
  const toEpoch: StampRule['toEpoch'] = (wall) => {
    localStamps = true;
    return zone === null ? wall : zone(wall);
  };
  const chunks = input.chunks[Symbol.asyncIterator]();
  const { bytes, final } = await readHead(chunks);
  const head = bytes.length > HEAD_BYTES ? bytes.subarray(0, HEAD_BYTES) : bytes;
  if (head.length === 0) {
    throw new HeimrError('unreadable', `${name} is empty.`, 'Check that the test wrote its results to this file.');
  }
  const beginning = readBeginning(head);
  const columns = decideColumns(name, head, final, beginning, traceIdColumns, note);
  const records = head.subarray(beginning.offset);
  const scale = decideStamps(name, records, final, columns, toEpoch);
  const base: Layout = {
    columns,
    stamps: { unit: scale.unit, toEpoch },
    endStamps: false,
    wholeSeconds: scale.wholeSeconds,
    traceIdColumns,
    firstLine: beginning.line,
  };
  const rows = headRows(records, final, base);
  const { stamp, firstStart, onlyTransactions } = rows;
  noteHead(name, scale, rows, note);
  const scanner = new JmeterScanner({ ...base, endStamps: stamp.meaning === 'end', onlyTransactions });
  let walked = false;

  async function* batches(): AsyncGenerator<SampleBatch> {
    if (walked) throw new HeimrError('internal', `The rows of ${name} were asked for twice.`, 'Open the file again.');
    walked = true;
    try {
      scanner.feed(bytes.subarray(beginning.offset));
      while (scanner.next()) yield scanner.batch;
      for (let chunk = await chunks.next(); chunk.done !== true; chunk = await chunks.next()) {
        scanner.feed(chunk.value);
        while (scanner.next()) yield scanner.batch;
      }
      scanner.end();
      while (scanner.next()) yield scanner.batch;
      noteMet(name, scanner, localStamps && zone === null, note);
    } finally {
      await chunks.return?.();
    }
  }

  return {
    granularity: 'samples',
    format: jmeterCsv.id,
    get columns() {
      return optionalColumns(columns, rows.users, scanner.tally.partial);
    },
    stamp,
    tool: { name: 'JMeter', version: null },
    firstStart,
    batches,
    rows: () => scanner.tally.counts,
    wholeMilliseconds: () => scanner.tally.wholeMilliseconds,
    loadTool: () => null,
  };
}

/** Reads until more bytes are there than the head needs, or the input ends. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<{ bytes: Uint8Array; final: boolean }> {
  let bytes: Uint8Array = new Uint8Array(0);
  let length = 0;
  for (;;) {
    const chunk = await chunks.next();
    if (chunk.done === true) return { bytes: bytes.subarray(0, length), final: true };
    // Chunks may be reused by their source once the next one is asked for, so they are copied.
    if (length + chunk.value.length > bytes.length) {
      const room = new Uint8Array(Math.max(length + chunk.value.length, 2 * bytes.length));
      room.set(bytes.subarray(0, length));
      bytes = room;
    }
    bytes.set(chunk.value, length);
    length += chunk.value.length;
    if (length > HEAD_BYTES) return { bytes: bytes.subarray(0, length), final: false };
  }
}

/**
 * Columns of all headers met.
 * @param users whether that column says anything
 * @param partial columns that a header further down lacks
 */
function optionalColumns(columns: Columns, users: boolean, partial: Tally['partial']): ReadonlySet<OptionalColumn> {
  const found = new Set<OptionalColumn>();
  for (const [name, column] of Object.entries(OPTIONAL_COLUMNS)) {
    if (columns.at[name as ColumnName] >= 0 && !partial.has(name as ColumnName)) found.add(column);
  }
  if (columns.traceId >= 0 && !partial.has('traceId')) found.add('traceId');
  if (!users) found.delete('users');
  return found;
}
