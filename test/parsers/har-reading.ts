import type { Notice } from '../../src/model/notice.js';
import type { RowCounts, SamplesReading } from '../../src/model/reading.js';
import { har } from '../../src/parsers/har.js';
import { bytesOf, inChunks, type Row, rowsOf } from './jmeter-reading.js';

/** A recording as read. */
export interface HarRead {
  rows: Row[];
  counts: RowCounts;
  notices: Notice[];
  ids: string[];
  reading: SamplesReading;
}

/** Reads a recording to its end. */
export async function readHar(
  file: string | Uint8Array | object,
  { chunks = [65_536], timeZone }: { chunks?: readonly number[]; timeZone?: string } = {},
): Promise<HarRead> {
  const bytes = file instanceof Uint8Array ? file : bytesOf(typeof file === 'string' ? file : JSON.stringify(file));
  const notices: Notice[] = [];
  const note = (notice: Notice): number => notices.push(notice);
  const options = { traceIdColumns: [], note, ...(timeZone === undefined ? {} : { timeZone }) };
  const reading = (await har.open({ name: 'page.har', chunks: inChunks(bytes, chunks) }, options)) as SamplesReading;
  const rows: Row[] = [];
  for await (const batch of reading.batches()) rows.push(...rowsOf(batch));
  return { rows, counts: reading.rows(), notices, ids: notices.map(({ id }) => id), reading };
}

/** An entry of 100 ms as the format wants it, with changes. */
export function entryWith(
  changes: { request?: object; response?: object; timings?: object } & Record<string, unknown> = {},
): Record<string, unknown> {
  const { request, response, timings, ...entry } = changes;
  return {
    startedDateTime: '2024-03-01T12:00:00.250Z',
    time: 100,
    request: { method: 'GET', url: 'https://shop.example/a?b=1', headersSize: 300, bodySize: 0, ...request },
    response: { status: 200, statusText: 'OK', headersSize: 200, bodySize: 1000, content: { size: 5000 }, ...response },
    timings: { blocked: 5, dns: 10, connect: 30, ssl: 20, send: 1, wait: 44, receive: 10, ...timings },
    ...entry,
  };
}

/** A recording of these entries. */
export function harOf(entries: readonly unknown[], log: object = {}): object {
  return { log: { version: '1.2', creator: { name: 'by hand', version: '1' }, entries, ...log } };
}
