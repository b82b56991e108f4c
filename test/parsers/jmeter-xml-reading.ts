import type { Notice } from '../../src/model/notice.js';
import type { SamplesReading } from '../../src/model/reading.js';
import { jmeterXml } from '../../src/parsers/jmeter-xml.js';
import { bytesOf, inChunks, type Read, rowsOf } from './jmeter-reading.js';

/** Time that the samples of these tests begin at, ms. */
export const T0 = 1_700_000_000_000;

/** Attributes of a sample that {@link http} makes; null leaves one out. */
export type Attributes = Record<string, string | number | null>;

const USUAL: Attributes = {
  t: 100,
  lt: 90,
  ct: 3,
  ts: T0,
  s: 'true',
  lb: 'GET /',
  rc: 200,
  rm: 'OK',
  tn: 'Shop 1-1',
  dt: 'text',
  by: 1000,
  sby: 200,
  na: 5,
};

/** An element with the usual attributes and those given; values are written as they are. */
export function element(name: string, attributes: Attributes = {}, inner = ''): string {
  const list = Object.entries({ ...USUAL, ...attributes })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${value}"`)
    .join('');
  return inner === '' ? `<${name}${list}/>` : `<${name}${list}>${inner}</${name}>`;
}

export const http = (attributes: Attributes = {}, inner = ''): string => element('httpSample', attributes, inner);
export const sample = (attributes: Attributes = {}, inner = ''): string => element('sample', attributes, inner);

/** A file of such elements, each on a line of its own from line 3 on. */
export const file = (...elements: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n${elements.join('\n')}\n</testResults>\n`;

/** Reads a file to its end. */
export async function readXml(
  input: string | Uint8Array,
  chunks: readonly number[] = [65_536],
  traceIdColumns = ['trace_id'],
): Promise<Read> {
  const bytes = typeof input === 'string' ? bytesOf(input) : input;
  const notices: Notice[] = [];
  const reading = (await jmeterXml.open(
    { name: 'results.jtl', chunks: inChunks(bytes, chunks) },
    { traceIdColumns, note: (notice) => notices.push(notice) },
  )) as SamplesReading;
  const rows: Read['rows'] = [];
  for await (const batch of reading.batches()) rows.push(...rowsOf(batch));
  return { rows, counts: reading.rows(), notices, ids: notices.map(({ id }) => id), reading, whole: reading.wholeMilliseconds() };
}

/** Labels and levels, in the order of the file's ends. */
export const levels = ({ rows }: Read): [string, string][] => rows.map(({ label, kind }) => [label, kind]);
