import { printableText } from '../decode/byte-text.js';
import type { Aggregates } from '../model/aggregates.js';
import type { ToolMetric } from '../model/load-tool.js';
import type { AggregateReading, ByteInput } from '../model/reading.js';
import { locustTool } from './locust-figures.js';
import { columnAt, partOfHead } from './locust-header.js';
import { locustSet } from './locust-names.js';
import { noteLocust } from './locust-notices.js';
import { type LocustTable, openLocustTable } from './locust-table.js';
import type { OpenOptions, Parser } from './parser.js';

/** Messages kept apart, and how long they may be, characters. */
const MAX_KINDS = 200;
const MAX_MESSAGE = 200;
const OTHERS = 'exception: (other exceptions)';

/** Exceptions of the test script, `PREFIX_exceptions.csv` of `locust --csv`. They are no failed requests. */
export const locustExceptions: Parser = {
  id: 'locust-exceptions',
  title: 'Locust exceptions, CSV',
  docs: 'docs/parsers/locust-exceptions.md',
  granularity: 'summary',
  detect: (head) => (partOfHead(head) === 'exceptions' ? 'sure' : 'no'),
  open,
};

async function open(input: ByteInput, options: OpenOptions): Promise<AggregateReading> {
  const table = await openLocustTable(input);
  return {
    granularity: 'summary',
    format: locustExceptions.id,
    tool: { name: 'Locust', version: null },
    rows: () => table.tally.counts,
    aggregates: () => figures(input.name, table, options),
  };
}

async function figures(file: string, table: LocustTable, { note }: OpenOptions): Promise<Aggregates> {
  const { names } = table.header;
  const counts = columnAt(names, 'exceptions');
  const messages = columnAt(names, 'message');
  const traces = columnAt(names, 'traceback');
  const byMessage = new Map<string, number>();
  let total = 0;
  await table.read((record) => {
    const count = record.whole(counts);
    if (count < 0) return 'count is no whole number';
    // An exception without a message is named by the line that raised it, the last one of its trace.
    const text = record.text(messages) || lastLine(record.text(traces));
    const name = `exception: ${printableText(text, MAX_MESSAGE)}`;
    const key = byMessage.has(name) || byMessage.size < MAX_KINDS ? name : OTHERS;
    byMessage.set(key, (byMessage.get(key) ?? 0) + count);
    total += count;
    return null;
  });
  if (table.cut()) noteLocust(note, file, 'locust-cut');
  if (total > 0) noteLocust(note, file, 'locust-exceptions', total);
  return {
    only: 'exceptions of the test script',
    set: locustSet(file, 'exceptions'),
    start: null,
    end: null,
    duration: null,
    overall: null,
    byLabel: [],
    transactions: [],
    percentiles: null,
    history: null,
    failures: null,
    loadTool: locustTool({ metrics: [...byMessage].map(([name, sum]) => counter(name, sum)).sort(byName) }),
  };
}

function lastLine(trace: string): string {
  return trace.trim().split('\n').at(-1)?.trim() ?? '';
}

function counter(name: string, sum: number): ToolMetric {
  return { name, kind: 'counter', unit: '', count: null, sum, share: null, min: null, mean: null, max: null, last: null, percentiles: [] };
}

function byName(a: ToolMetric, b: ToolMetric): number {
  return a.name < b.name ? -1 : 1;
}
