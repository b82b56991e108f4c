import { keptStart } from '../decode/byte-text.js';
import { HeimrError } from '../errors.js';
import type { AggregateFailure, Aggregates } from '../model/aggregates.js';
import type { AggregateReading, ByteInput } from '../model/reading.js';
import { locustFailure } from './locust-errors.js';
import { locustTool } from './locust-figures.js';
import { columnAt, partOfHead } from './locust-header.js';
import { locustLabel, locustSet } from './locust-names.js';
import { noteLocust } from './locust-notices.js';
import { CUT, type LocustTable, openLocustTable } from './locust-table.js';
import type { OpenOptions, Parser } from './parser.js';

/** Kinds of failures kept apart. */
const MAX_KINDS = 10_000;
/** Longest message kept, characters. */
const MAX_MESSAGE = 8192;

/** Failed requests by endpoint and message, `PREFIX_failures.csv` of `locust --csv`. */
export const locustFailures: Parser = {
  id: 'locust-failures',
  title: 'Locust failures, CSV',
  docs: 'docs/parsers/locust-failures.md',
  granularity: 'summary',
  detect: (head) => (partOfHead(head) === 'failures' ? 'sure' : 'no'),
  open,
};

async function open(input: ByteInput, options: OpenOptions): Promise<AggregateReading> {
  const table = await openLocustTable(input);
  if (columnAt(table.header.names, 'occurrences') < 0 || columnAt(table.header.names, 'error') < 0) {
    throw new HeimrError('unusable', `${input.name} has no columns Error and Occurrences.`, 'Give the file as Locust wrote it.');
  }
  return {
    granularity: 'summary',
    format: locustFailures.id,
    tool: { name: 'Locust', version: null },
    rows: () => table.tally.counts,
    aggregates: () => figures(input.name, table, options),
  };
}

async function figures(file: string, table: LocustTable, { note }: OpenOptions): Promise<Aggregates> {
  const { names, quoted } = table.header;
  const method = columnAt(names, 'method');
  const name = columnAt(names, 'name');
  const error = columnAt(names, 'error');
  const occurrences = columnAt(names, 'occurrences');
  const failures: AggregateFailure[] = [];
  const others: AggregateFailure = { label: null, class: 'other', code: '', message: '(other failures)', count: 0 };
  let folded = 0;
  await table.read((record) => {
    const count = record.whole(occurrences);
    if (count < 0) return 'occurrences is no whole number';
    // Since 1.2 every row ends its line, so the number in a last one without an end may have lost digits.
    if (!record.lineEnded && !quoted) return CUT;
    if (failures.length === MAX_KINDS) {
      others.count += count;
      folded++;
      return null;
    }
    const message = keptStart(record.text(error), MAX_MESSAGE);
    failures.push({ label: locustLabel(record.text(method), record.text(name)), ...locustFailure(message), message, count });
    return null;
  });
  if (folded > 0) noteLocust(note, file, 'locust-failures-folded', folded);
  if (table.cut()) noteLocust(note, file, 'locust-cut');
  return {
    only: 'failed requests by their messages',
    set: locustSet(file, 'failures'),
    start: null,
    end: null,
    duration: null,
    overall: null,
    byLabel: [],
    transactions: [],
    percentiles: null,
    history: null,
    failures: folded > 0 ? [...failures, others] : failures,
    loadTool: locustTool(),
  };
}
