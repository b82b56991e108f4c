import { cutAtCharacter, decodeText, undoubleQuotes } from '../decode/byte-text.js';
import { RecordFields, readRecord } from '../decode/csv-record.js';
import type { Dictionary, RowText, SampleBatch } from '../model/sample-batch.js';
import type { Columns } from './jmeter-columns.js';

/** Bytes in which the rows of a batch lie. */
export interface RowBytes {
  bytes: Uint8Array;
  /** Byte after the last one in use. */
  end: number;
}

/** Longest text handed out, bytes. */
const MAX_TEXT = 8192;

/** Columns of numbers, in the order in which they lie behind one another in {@link JmeterBatch.values}. */
export const Value = {
  timestamp: 0,
  latency: 1,
  weight: 2,
  failed: 3,
  bytesIn: 4,
  bytesOut: 5,
  connect: 6,
  ttfb: 7,
  users: 8,
  line: 9,
} as const;

/** The batch that the scanner fills again and again, with what is needed to find a row's texts in the bytes. */
export class JmeterBatch implements SampleBatch {
  rows = 0;
  /** All columns of numbers in one array, so that the scanner stores any of them by an offset. */
  readonly values: Float64Array;
  readonly timestamp: Float64Array;
  readonly latency: Float64Array;
  readonly weight: Float64Array;
  readonly failed: Float64Array;
  readonly bytesIn: Float64Array;
  readonly bytesOut: Float64Array;
  readonly connect: Float64Array;
  readonly ttfb: Float64Array;
  readonly users: Float64Array;
  readonly line: Float64Array;
  readonly label: Int32Array;
  readonly code: Int32Array;
  readonly thread: Int32Array;
  readonly kind: Uint8Array;
  readonly success: Uint8Array;
  /** First byte of each row in its bytes. */
  readonly start: Int32Array;
  /** Rows that lie in `carried`; the others lie in `chunk`. */
  carriedRows = 0;
  private readonly fields = new RecordFields();

  /**
   * @param capacity most rows
   * @param carried bytes of the first rows
   * @param chunk bytes of the others
   * @param columns columns of the rows
   */
  constructor(
    readonly capacity: number,
    readonly labels: Dictionary,
    readonly codes: Dictionary,
    readonly threads: Dictionary,
    private readonly carried: RowBytes,
    private readonly chunk: RowBytes,
    private columns: Columns,
  ) {
    const values = new Float64Array(capacity * Object.keys(Value).length);
    const column = (index: number): Float64Array => values.subarray(index * capacity, (index + 1) * capacity);
    this.values = values;
    this.timestamp = column(Value.timestamp);
    this.latency = column(Value.latency);
    this.weight = column(Value.weight);
    this.failed = column(Value.failed);
    this.bytesIn = column(Value.bytesIn);
    this.bytesOut = column(Value.bytesOut);
    this.connect = column(Value.connect);
    this.ttfb = column(Value.ttfb);
    this.users = column(Value.users);
    this.line = column(Value.line);
    this.label = new Int32Array(capacity);
    this.code = new Int32Array(capacity);
    this.thread = new Int32Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.success = new Uint8Array(capacity);
    this.start = new Int32Array(capacity);
  }

  /** Takes other columns: numbers that they do not hold are unknown from here on, and every row is one sample. */
  useColumns(columns: Columns): void {
    this.columns = columns;
    for (const unknown of [this.bytesIn, this.bytesOut, this.connect, this.ttfb, this.users]) unknown.fill(Number.NaN);
    this.weight.fill(1);
  }

  text(row: number, what: RowText): string {
    const { bytes, end } = row < this.carriedRows ? this.carried : this.chunk;
    const { fields, columns } = this;
    const column = what === 'url' ? columns.at.URL : what === 'traceId' ? columns.traceId : columns.at[what];
    if (column < 0) return '';
    readRecord(bytes, this.start[row], end, columns.delimiter, true, fields);
    const text = fieldText(bytes, fields, column);
    // JMeter's way to write nothing.
    if (text === 'null') return '';
    return what === 'traceId' ? traceIdOf(text) : text;
  }
}

/** Text of a field, unquoted and cut at 8 KiB; '' if the record has no such field. */
export function fieldText(bytes: Uint8Array, fields: RecordFields, column: number): string {
  if (column >= fields.count) return '';
  let source = bytes;
  let from = fields.from[column];
  let to = fields.to[column];
  if (fields.quoting[column] === 2) {
    source = undoubleQuotes(bytes, from, Math.min(to, from + 2 * MAX_TEXT));
    from = 0;
    to = source.length;
  }
  return decodeText(source, from, cutAtCharacter(source, from, to, MAX_TEXT));
}

/** The trace id in a W3C `traceparent`; any other text is the id itself. */
function traceIdOf(text: string): string {
  const value = text.trim();
  return /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/i.exec(value)?.[1] ?? value;
}
