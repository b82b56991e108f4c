import { HeimrError } from '../errors.js';
import { type AggregateLatency, type AggregateRow, type Aggregates, NO_LATENCY } from '../model/aggregates.js';
import type { AggregateReading, ByteInput } from '../model/reading.js';
import {
  bytesOf,
  isOfLastSeconds,
  LOCUST_PERCENTILES,
  locustTool,
  numberOf,
  type PercentileColumns,
  percentileColumns,
  percentilesOf,
  rowOf,
  sumOfRows,
  wholeOf,
} from './locust-figures.js';
import { columnAt, partOfColumns, partOfHead } from './locust-header.js';
import { isTotalRow, locustLabel, locustSet } from './locust-names.js';
import { noteLocust } from './locust-notices.js';
import { CUT, type LocustRecord, type LocustTable, openLocustTable } from './locust-table.js';
import type { OpenOptions, Parser } from './parser.js';

/** Endpoints kept; more than a report can name. */
const MAX_LABELS = 10_000;

/** Totals per endpoint, `PREFIX_stats.csv` of `locust --csv` (and `_requests.csv`, `_distribution.csv` of 0.x). */
export const locustStats: Parser = {
  id: 'locust-stats',
  title: 'Locust statistics, CSV',
  docs: 'docs/parsers/locust-stats.md',
  granularity: 'summary',
  detect: (head) => (['stats', 'distribution'].includes(partOfHead(head) ?? '') ? 'sure' : 'no'),
  open,
};

/** Columns of a file, by position. */
interface Columns {
  method: number;
  name: number;
  count: number;
  failures: number;
  median: number;
  mean: number;
  min: number;
  max: number;
  size: number;
  rate: number;
  percentiles: PercentileColumns;
}

async function open(input: ByteInput, options: OpenOptions): Promise<AggregateReading> {
  const table = await openLocustTable(input);
  const { names } = table.header;
  const part = partOfColumns(names) === 'distribution' ? 'distribution' : 'stats';
  const columns: Columns = {
    method: columnAt(names, 'method'),
    name: columnAt(names, 'name'),
    count: columnAt(names, 'count'),
    failures: columnAt(names, 'failures'),
    median: columnAt(names, 'median'),
    mean: columnAt(names, 'mean'),
    min: columnAt(names, 'min'),
    max: columnAt(names, 'max'),
    size: columnAt(names, 'size'),
    rate: columnAt(names, 'rate'),
    percentiles: percentileColumns(names),
  };
  if (columns.name < 0 || columns.count < 0) {
    throw new HeimrError(
      'unusable',
      `${input.name} has no column ${columns.name < 0 ? 'Name' : 'Request Count'}, so its rows say nothing.`,
      'Give the file as Locust wrote it.',
    );
  }
  return {
    granularity: 'summary',
    format: locustStats.id,
    tool: { name: 'Locust', version: null },
    rows: () => table.tally.counts,
    aggregates: () => figures(input.name, part, table, columns, options),
  };
}

async function figures(
  file: string,
  part: 'stats' | 'distribution',
  table: LocustTable,
  columns: Columns,
  { note }: OpenOptions,
): Promise<Aggregates> {
  const rows: AggregateRow[] = [];
  const medians: (number | null)[] = [];
  let overall: AggregateRow | null = null;
  let totalName = '';
  let more = 0;
  /** Whether any row's percentiles are those of the last seconds. */
  let ofLastSeconds = false;
  let durationOfRate: number | null = null;

  await table.read((record) => {
    if (overall !== null) return 'row after the totals';
    const count = wholeOf(record.text(columns.count));
    if (count === null) return 'request count is no whole number';
    const errors = columns.failures < 0 ? null : wholeOf(record.text(columns.failures));
    if (columns.failures >= 0 && errors === null) return 'failure count is no whole number';
    if (!record.lineEnded && !rising(record, columns.percentiles)) return CUT;
    const [method, name] = endpointOf(part, record, columns);
    const median = numberOf(record.text(columns.median));
    const row = rowFrom(record, columns, count, errors, table.header.quoted);
    ofLastSeconds ||= isOfLastSeconds(numberOf(record.text(columns.percentiles.highest)), row.latency.max);
    if (isTotalRow(method, name)) {
      overall = row;
      medians.push(median);
      totalName = name;
      // Locust divides by the time from the first request to the last one, so this is that time. Rates of 0.x are cut to two places.
      const rate = numberOf(record.text(columns.rate));
      durationOfRate = rate === null || rate === 0 || table.header.quoted ? null : (1000 * count) / rate;
    } else if (rows.length < MAX_LABELS) {
      rows.push({ ...row, label: locustLabel(method, name) });
      medians.push(median);
    } else more++;
    return null;
  });

  let all: AggregateRow[] = overall === null ? rows : [...rows, overall];
  if (ofLastSeconds) {
    // Only the median has a column of its own, which is of the run.
    all = all.map((row, i) => {
      const { min, mean, max } = row.latency;
      return { ...row, latency: { ...NO_LATENCY, min, mean, max, p50: max === null ? null : (medians[i] ?? null) } };
    });
    noteLocust(note, file, 'locust-percentiles-of-last-seconds');
  }
  if (totalName === 'Total') {
    // Up to 0.9 failed requests were not among the requests, since 0.10 they are; both write the same columns.
    const exclusive = all.some(({ count, errors }) => errors !== null && errors > count);
    if (exclusive) all = all.map((row) => ({ ...row, count: row.count + (row.errors ?? 0) }));
    noteLocust(note, file, exclusive ? 'locust-failures-added' : 'locust-count-ambiguous');
  } else if (all.some(({ count, errors }) => errors !== null && errors > count)) noteLocust(note, file, 'locust-more-failures');
  if (more > 0) noteLocust(note, file, 'locust-endpoints-left-out', more);
  if (table.cut()) noteLocust(note, file, 'locust-cut');
  const hasTotals = overall !== null;
  const failed = rows.reduce((sum, { errors }) => sum + (errors ?? 0), 0);
  if (hasTotals && more === 0 && failed !== (all.at(-1)?.errors ?? failed)) noteLocust(note, file, 'locust-totals-differ', failed);
  if (!hasTotals && rows.length > 0) noteLocust(note, file, 'locust-no-totals');
  const totals = hasTotals ? (all.pop() as AggregateRow) : sumOfRows(all);
  const hasPercentiles = columns.percentiles.named.length > 0 && !ofLastSeconds;
  return {
    only: 'totals over the whole run',
    set: locustSet(file, part),
    start: null,
    end: null,
    duration: totals === null || totals.count === 0 ? null : durationOfRate,
    overall: totals,
    byLabel: all,
    transactions: [],
    percentiles: hasPercentiles || columns.median >= 0 ? LOCUST_PERCENTILES : null,
    history: null,
    failures: null,
    loadTool: locustTool(),
  };
}

/** Method and name. The distribution of 0.x has both in one column. */
function endpointOf(part: 'stats' | 'distribution', record: LocustRecord, columns: Columns): [string, string] {
  const name = record.text(columns.name);
  if (part === 'stats') return [record.text(columns.method), name];
  return name === 'None Total' || name === 'None Aggregated' ? ['', name.slice(5)] : ['', name];
}

function rowFrom(record: LocustRecord, columns: Columns, count: number, errors: number | null, quoted: boolean): AggregateRow {
  const number = (column: number): number | null => numberOf(record.text(column));
  const percentiles = percentilesOf(columns.percentiles, (column) => record.text(column));
  const max = number(columns.max);
  const latency: AggregateLatency = {
    min: number(columns.min),
    mean: number(columns.mean),
    max,
    sd: null,
    p50: number(columns.median),
    p75: null,
    p90: null,
    p95: null,
    p99: null,
    p999: null,
    ...percentiles,
  };
  return rowOf({
    label: null,
    count,
    errors,
    throughput: number(columns.rate),
    // Without any time (events that have none), Locust writes 0 for all of them.
    latency: max === 0 ? NO_LATENCY : latency,
    bytesIn: quoted ? null : bytesOf(record.text(columns.size), count),
  });
}

/** Whether percentiles are all there and rise, as they do unless the last one was cut. */
function rising(record: LocustRecord, { rising: columns }: PercentileColumns): boolean {
  if (columns.some((column) => record.text(column) === '')) return false;
  const values = columns.map((column) => numberOf(record.text(column)));
  return values.every((value, i) => i === 0 || value === null || value >= (values[i - 1] ?? 0));
}
