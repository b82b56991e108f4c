import type { Notice } from '../../src/model/notice.js';
import type { RowCounts, SamplesReading } from '../../src/model/reading.js';
import { KIND_NAMES, type SampleBatch } from '../../src/model/sample-batch.js';
import { jmeterCsv } from '../../src/parsers/jmeter-csv.js';

/** A row with everything a batch tells of it. */
export interface Row {
  timestamp: number;
  latency: number;
  label: string;
  code: string;
  thread: string | null;
  kind: (typeof KIND_NAMES)[number];
  success: number;
  weight: number;
  failed: number;
  bytesIn: number;
  bytesOut: number;
  connect: number;
  ttfb: number;
  users: number;
  line: number;
  message: string;
  failure: string;
  traceId: string;
  url: string;
}

/** Rows of a batch, as objects of their own. */
export function rowsOf(batch: SampleBatch): Row[] {
  return Array.from({ length: batch.rows }, (_, i) => ({
    timestamp: batch.timestamp[i],
    latency: batch.latency[i],
    label: batch.labels.text(batch.label[i]),
    code: batch.codes.text(batch.code[i]),
    thread: batch.thread[i] < 0 ? null : batch.threads.text(batch.thread[i]),
    kind: KIND_NAMES[batch.kind[i]],
    success: batch.success[i],
    weight: batch.weight[i],
    failed: batch.failed[i],
    bytesIn: batch.bytesIn[i],
    bytesOut: batch.bytesOut[i],
    connect: batch.connect[i],
    ttfb: batch.ttfb[i],
    users: batch.users[i],
    line: batch.line[i],
    message: batch.text(i, 'responseMessage'),
    failure: batch.text(i, 'failureMessage'),
    traceId: batch.text(i, 'traceId'),
    url: batch.text(i, 'url'),
  }));
}

/** A whole file as read. */
export interface Read {
  rows: Row[];
  counts: RowCounts;
  notices: Notice[];
  ids: string[];
  reading: SamplesReading;
  whole: boolean;
}

const encoder = new TextEncoder();

/** Bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * The bytes in pieces of the given sizes, again and again, each in a buffer that is overwritten once the next one is
 * asked for: a parser that looks back too late reads rubbish.
 */
export async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let p = 0, i = 0; p < bytes.length; i++) {
    const chunk = bytes.slice(p, p + sizes[i % sizes.length]);
    p += chunk.length;
    yield chunk;
    chunk.fill(0x23);
  }
}

/** Reads a file to its end. */
export async function readAll(
  file: string | Uint8Array,
  options: { timeZone?: string; traceIdColumns?: string[]; chunks?: readonly number[] } = {},
): Promise<Read> {
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  const notices: Notice[] = [];
  const reading = (await jmeterCsv.open(
    { name: 'results.jtl', chunks: inChunks(bytes, options.chunks ?? [65_536]) },
    {
      timeZone: options.timeZone,
      traceIdColumns: options.traceIdColumns ?? ['trace_id', 'traceId', 'tid', 'traceparent'],
      note: (notice) => notices.push(notice),
    },
  )) as SamplesReading;
  const rows: Row[] = [];
  for await (const batch of reading.batches()) rows.push(...rowsOf(batch));
  const counts = reading.rows();
  return { rows, counts, notices, ids: notices.map((notice) => notice.id), reading, whole: reading.wholeMilliseconds() };
}

/** Header of JMeter 5 with its settings as shipped. */
export const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,' +
  'grpThreads,allThreads,URL,Latency,IdleTime,Connect';

/** Time of the first row that {@link line} makes, ms. */
export const T0 = 1_700_000_000_000;

/** What can be said about a row that {@link line} makes. */
export interface LineFields {
  at?: number | string;
  elapsed?: number | string;
  label?: string;
  code?: string;
  message?: string;
  thread?: string;
  type?: string;
  success?: string;
  failure?: string;
  bytes?: string;
  sent?: string;
  group?: string;
  users?: string;
  url?: string;
  latency?: string;
  idle?: number | string;
  connect?: string;
}

/** A row by {@link HEADER}; `at` counts from {@link T0}. */
export function line(fields: LineFields = {}): string {
  const { at = 0, elapsed = 100, label = 'GET /', code = '200', message = 'OK', thread = 'Group 1-1' } = fields;
  const { type = 'text', success = 'true', failure = '', bytes = '1000', sent = '200' } = fields;
  const { group = '5', users = '5', url = 'http://shop/', latency = '90', idle = '0', connect = '3' } = fields;
  const stamp = typeof at === 'number' ? T0 + at : at;
  const fieldsInOrder = [stamp, elapsed, label, code, message, thread, type, success, failure, bytes, sent, group, users, url];
  return [...fieldsInOrder, latency, idle, connect].join(',');
}

/** A file by {@link HEADER}. */
export function file(...lines: string[]): string {
  return `${[HEADER, ...lines].join('\n')}\n`;
}
