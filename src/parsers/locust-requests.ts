import { HeimrError } from '../errors.js';
import type { ByteInput, OptionalColumn, SamplesReading } from '../model/reading.js';
import { locustTool } from './locust-figures.js';
import { readLocustHeader } from './locust-header.js';
import { noteLocust } from './locust-notices.js';
import { type RequestColumns, requestColumns } from './locust-request-columns.js';
import { LocustRequestRows } from './locust-request-rows.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';

/** Bytes that detection sees; fewer are a whole file. */
const HEAD_BYTES = 1 << 16;
/** A header ends within so many bytes. */
const MAX_HEADER = 1 << 20;

/** Single requests, as `locust.contrib.csv_request_logger` writes them. */
export const locustRequests: Parser = {
  id: 'locust-requests',
  title: 'Locust request log, CSV',
  docs: 'docs/parsers/locust-requests.md',
  granularity: 'samples',
  detect,
  open,
};

function detect(head: Uint8Array): Grade {
  const header = readLocustHeader(head, head.length < HEAD_BYTES);
  return header !== null && requestColumns(header.names) !== null ? 'sure' : 'no';
}

async function open(input: ByteInput, { note }: OpenOptions): Promise<SamplesReading> {
  const { bytes, rest, final } = await headOf(input);
  const header = readLocustHeader(bytes, final);
  const columns = header && requestColumns(header.names);
  if (header === null || columns === null) {
    throw new HeimrError(
      'unusable',
      `${input.name} has no header with timestamp, request_type, name and response_time_ms.`,
      'Give the file as the request logger wrote it, its first line included.',
    );
  }
  async function* rows(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray((header as { next: number }).next);
    for (let chunk = await rest.next(); chunk.done !== true; chunk = await rest.next()) yield chunk.value;
  }
  return readSamples(
    { name: input.name, chunks: rows() },
    {
      format: locustRequests.id,
      note,
      scanner: () => new LocustRequestRows(columns, header.lines + 1),
      facts: (scanner) => ({
        columns: optionalColumns(scanner.columns),
        tool: { name: 'Locust', version: null },
        stamp: { meaning: 'start', basis: 'format', pairs: 0, againstStart: 0, againstEnd: 0 },
        loadTool: locustTool(),
      }),
      finished: (scanner) => {
        if (scanner.headers > 0) noteLocust(note, input.name, 'second-header', scanner.headers);
        if (scanner.cut) noteLocust(note, input.name, 'locust-cut');
        const timeless = scanner.tally.counts.reasons['no response time'] ?? 0;
        if (timeless > 0) noteLocust(note, input.name, 'locust-no-time', timeless);
      },
    },
  );
}

function optionalColumns(columns: RequestColumns): ReadonlySet<OptionalColumn> {
  const found = new Set<OptionalColumn>(['label']);
  if (columns.code >= 0) found.add('responseCode');
  if (columns.exception >= 0) found.add('responseMessage');
  if (columns.exception >= 0 || columns.success >= 0) found.add('success');
  if (columns.length >= 0) found.add('bytesIn');
  return found;
}

/** Reads until the header is whole. Chunks may be reused by their source, so they are copied. */
async function headOf(input: ByteInput): Promise<{ bytes: Uint8Array; rest: AsyncIterator<Uint8Array>; final: boolean }> {
  const rest = input.chunks[Symbol.asyncIterator]();
  let bytes: Uint8Array = new Uint8Array(0);
  for (;;) {
    const chunk = await rest.next();
    if (chunk.done === true) return { bytes, rest, final: true };
    const longer = new Uint8Array(bytes.length + chunk.value.length);
    longer.set(bytes);
    longer.set(chunk.value, bytes.length);
    bytes = longer;
    if (readLocustHeader(bytes, false) !== null || bytes.length > MAX_HEADER) return { bytes, rest, final: false };
  }
}
