import { columnsOf, readHeader } from '../../src/parsers/jmeter-columns.js';
import type { Layout } from '../../src/parsers/jmeter-layout.js';
import { JmeterScanner } from '../../src/parsers/jmeter-scanner.js';
import { bytesOf, type Row, rowsOf } from './jmeter-reading.js';

/** Layout of a header, with whatever else is to be set; every chunk is indexed, however short. */
export function layoutOf(header: string, more: Partial<Layout>): Layout {
  const columns = columnsOf(readHeader(bytesOf(header)) ?? { delimiter: 44, names: [] }, ['traceId']);
  return {
    columns,
    stamps: { unit: 1, toEpoch: (wall) => wall },
    endStamps: false,
    traceIdColumns: ['traceId'],
    firstLine: 1,
    fastPath: 'index',
    ...more,
  };
}

/**
 * Everything a scanner says of some records, which it gets in chunks of the given sizes, again and again. Each chunk is
 * overwritten once it is used up.
 */
export function scan(bytes: Uint8Array, layout: Layout, sizes: readonly number[] = [bytes.length + 1]) {
  const scanner = new JmeterScanner(layout);
  const rows: Row[] = [];
  const take = () => {
    while (scanner.next()) rows.push(...rowsOf(scanner.batch));
  };
  for (let p = 0, i = 0; p < bytes.length; i++) {
    const chunk = bytes.slice(p, p + sizes[i % sizes.length]);
    p += chunk.length;
    scanner.feed(chunk);
    take();
    chunk.fill(0x23);
  }
  scanner.end();
  take();
  const { counts, wholeMilliseconds, secondHeaders, cutLastRecord, aggregatedRows, requestsAmongTransactions } = scanner.tally;
  const later = { partial: [...scanner.tally.partial], duplicates: [...scanner.tally.duplicates] };
  const { watchedRows, spanningRows } = scanner.texts.levels;
  const { labels, codes, threads } = scanner.texts;
  const texts = [labels, codes, threads].map((dictionary) => Array.from({ length: dictionary.size }, (_, id) => dictionary.text(id)));
  const levels = { requestsAmongTransactions, watchedRows, spanningRows };
  return { rows, texts, counts, wholeMilliseconds, secondHeaders, cutLastRecord, aggregatedRows, levels, later };
}

/** The text behind its header line, and the header. */
export function parts(text: string): { header: string; rest: string } {
  const at = text.search(/[\r\n]/);
  return at < 0 ? { header: text, rest: '' } : { header: text.slice(0, at), rest: text.slice(at + 1) };
}
