import { ByteDictionary } from '../decode/byte-dictionary.js';
import { HeimrError } from '../errors.js';
import { type AggregateLatency, type AggregateRow, type Aggregates, NO_LATENCY } from '../model/aggregates.js';
import type { AggregateReading, ByteInput } from '../model/reading.js';
import {
  bytesOf,
  isOfLastSeconds,
  LOCUST_PERCENTILES,
  locustTool,
  numberOf,
  percentileColumns,
  percentilesOf,
  rowOf,
} from './locust-figures.js';
import { columnAt, partOfHead } from './locust-header.js';
import { isTotalRow, locustLabel, locustSet } from './locust-names.js';
import { noteLocust } from './locust-notices.js';
import { HistorySteps } from './locust-steps.js';
import { type LocustRecord, type LocustTable, openLocustTable } from './locust-table.js';
import type { OpenOptions, Parser } from './parser.js';

const MAX_LABELS = 10_000;
/** Bytes of the rows kept until the end, one for each endpoint. */
const MAX_KEPT_BYTES = 16 << 20;
/** 1990 and 2100, s since the epoch. */
const EARLIEST = 631_152_000;
const LATEST = 4_102_444_800;

/** Totals once a second, `PREFIX_stats_history.csv` of `locust --csv`. */
export const locustHistory: Parser = {
  id: 'locust-history',
  title: 'Locust statistics history, CSV',
  docs: 'docs/parsers/locust-history.md',
  granularity: 'intervals',
  detect: (head) => (partOfHead(head) === 'history' ? 'sure' : 'no'),
  open,
};

async function open(input: ByteInput, options: OpenOptions): Promise<AggregateReading> {
  const table = await openLocustTable(input);
  const columns = columnsOf(table.header.names, table.header.quoted);
  if (columns.count < 0 || columns.method < 0) {
    const missing = columns.count < 0 ? 'Total Request Count' : 'Type';
    throw new HeimrError('unusable', `${input.name} has no column ${missing}.`, 'Give the file as Locust wrote it.');
  }
  return {
    granularity: 'intervals',
    format: locustHistory.id,
    tool: { name: 'Locust', version: null },
    rows: () => table.tally.counts,
    aggregates: () => figures(input.name, table, columns, options),
  };
}

type Columns = ReturnType<typeof columnsOf>;

/** @param cutMeans whether means are cut to whole numbers or two places, as up to 1.1 */
function columnsOf(names: readonly string[], cutMeans: boolean) {
  return {
    cutMeans,
    stamp: columnAt(names, 'timestamp'),
    users: columnAt(names, 'users'),
    method: columnAt(names, 'method'),
    name: columnAt(names, 'name'),
    count: columnAt(names, 'totalCount'),
    errors: columnAt(names, 'totalFailures'),
    median: columnAt(names, 'totalMedian'),
    mean: columnAt(names, 'totalMean'),
    min: columnAt(names, 'totalMin'),
    max: columnAt(names, 'totalMax'),
    size: columnAt(names, 'totalSize'),
    percentiles: percentileColumns(names),
  };
}

async function figures(file: string, table: LocustTable, columns: Columns, { note }: OpenOptions): Promise<Aggregates> {
  const { quoted } = table.header;
  const steps = new HistorySteps();
  const endpoints = new LastRows(columns);
  let total: HistoryTotals | null = null;
  let users: number | null = null;
  // Versions up to 1.1, which quote the header, write percentiles of the last seconds always; later ones with --csv-full-history only.
  let windows = quoted;

  await table.read((record) => {
    const second = record.whole(columns.stamp);
    if (second < EARLIEST || second >= LATEST) return 'timestamp is no second from 1990 to 2100';
    const count = record.whole(columns.count);
    if (count < 0) return 'request count is no whole number';
    const failed = record.whole(columns.errors);
    if (columns.errors >= 0 && failed < 0) return 'failure count is no whole number';
    if (!endpoints.isTotal(record)) {
      endpoints.keep(record, second);
      return null;
    }
    total = totalsOf(record, columns, count);
    windows ||= isOfLastSeconds(numberOf(record.text(columns.percentiles.highest)), total.latency.max);
    const active = record.whole(columns.users);
    if (active >= 0) users = Math.max(users ?? 0, active);
    const mean = record.text(columns.mean);
    steps.add({
      second,
      count,
      errors: failed < 0 ? null : failed,
      users: active < 0 ? null : active,
      times: count === 0 ? 0 : columns.cutMeans || !mean.includes('.') ? null : (numberOf(mean) ?? 0) * count,
      percentiles: steps.isLastOfStep(second) ? windowOf(record, columns) : null,
    });
    return null;
  });

  const byLabel: AggregateRow[] = [];
  const sinceStart = !windows && !endpoints.met;
  for (const bytes of endpoints.rows()) {
    table.again(bytes, (record) => {
      const row = totalsOf(record, columns, record.whole(columns.count));
      byLabel.push({ ...rowOfTotals(row, false), label: locustLabel(record.text(columns.method), record.text(columns.name)) });
    });
  }
  const timeline = steps.steps(windows);
  if (steps.resets > 0) noteLocust(note, file, 'locust-reset', steps.resets);
  if (steps.before > 0) noteLocust(note, file, 'locust-starts-late', steps.before);
  if (timeline !== null && timeline.gaps > 0) noteLocust(note, file, 'locust-history-gap', timeline.gaps);
  if (endpoints.leftOut > 0) noteLocust(note, file, 'locust-endpoints-left-out', endpoints.leftOut);
  if (table.cut()) noteLocust(note, file, 'locust-cut');
  if (timeline !== null)
    noteLocust(note, file, windows && timeline.step === 10_000 ? 'locust-window-percentiles' : 'locust-history-percentiles');
  return {
    only: 'totals once a second, over the run so far',
    set: locustSet(file, 'history'),
    start: timeline === null ? null : steps.first * 1000,
    end: timeline === null ? null : steps.last * 1000,
    duration: timeline === null ? null : (steps.last - steps.first) * 1000,
    overall: total === null ? null : rowOfTotals(total, sinceStart),
    byLabel,
    transactions: [],
    percentiles: LOCUST_PERCENTILES,
    history: timeline === null ? null : { step: timeline.step, steps: timeline.steps },
    failures: null,
    loadTool: locustTool(users === null ? {} : { users: { max: users } }),
  };
}

/** What a row says of everything so far. */
interface HistoryTotals {
  count: number;
  errors: number | null;
  bytesIn: number | null;
  /** Percentiles but the median are since the start only in some files. */
  latency: AggregateLatency;
  median: number | null;
}

function totalsOf(record: LocustRecord, columns: Columns, count: number): HistoryTotals {
  const number = (column: number): number | null => numberOf(record.text(column));
  const max = number(columns.max);
  const errors = record.whole(columns.errors);
  const latency: AggregateLatency = { ...NO_LATENCY, min: number(columns.min), mean: number(columns.mean), max };
  return {
    count,
    errors: errors < 0 ? null : errors,
    bytesIn: columns.cutMeans ? null : bytesOf(record.text(columns.size), count),
    latency: max === 0 ? NO_LATENCY : { ...latency, ...percentilesOf(columns.percentiles, (column) => record.text(column)) },
    median: max === 0 ? null : number(columns.median),
  };
}

/** @param sinceStart whether the percentiles are those of the run */
function rowOfTotals({ count, errors, bytesIn, latency, median }: HistoryTotals, sinceStart: boolean): AggregateRow {
  const { min, mean, max } = latency;
  return rowOf({ label: null, count, errors, bytesIn, latency: sinceStart ? latency : { ...NO_LATENCY, min, mean, max, p50: median } });
}

/** Percentiles of a row that are those of about the last ten seconds; null where Locust had none, and wrote 0. */
function windowOf(record: LocustRecord, { percentiles }: Columns): Partial<AggregateLatency> | null {
  const highest = numberOf(record.text(percentiles.highest));
  return highest === null || highest === 0 ? null : percentilesOf(percentiles, (column) => record.text(column));
}

/** The last row of each endpoint. There can be millions of rows, so they are kept as they lie and read at the end. */
class LastRows {
  /** Whether any endpoint had a row. */
  met = false;
  readonly #names = new ByteDictionary(MAX_LABELS, 16 << 20, null);
  readonly #last = new Map<number, Uint8Array>();
  #bytes = 0;
  /** Rows of one second that are of endpoints without an id: now, and at most. */
  #beyond = { second: 0, rows: 0, most: 0 };
  readonly #first: number;
  readonly #to: number;
  /** Whether what stands there is the row of totals, by id. */
  readonly #totals: boolean[] = [];

  constructor(private readonly columns: Columns) {
    this.#first = Math.min(columns.method, columns.name);
    this.#to = Math.max(columns.method, columns.name);
  }

  /** Endpoints whose rows are not kept. */
  get leftOut(): number {
    const endpoints = this.#totals.filter((total) => !total).length;
    return endpoints - this.#last.size + this.#beyond.most;
  }

  isTotal(record: LocustRecord): boolean {
    const id = record.idOf(this.#names, this.#first, this.#to);
    if (id < 0) return this.#look(record);
    this.#totals[id] ??= this.#look(record);
    return this.#totals[id];
  }

  /** Keeps a row of one endpoint. */
  keep(record: LocustRecord, second: number): void {
    this.met = true;
    const id = record.idOf(this.#names, this.#first, this.#to);
    if (id < 0) {
      const rows = this.#beyond.second === second ? this.#beyond.rows + 1 : 1;
      this.#beyond = { second, rows, most: Math.max(rows, this.#beyond.most) };
      return;
    }
    const bytes = record.bytes();
    this.#bytes += bytes.length - (this.#last.get(id)?.length ?? 0);
    if (this.#bytes <= MAX_KEPT_BYTES) this.#last.set(id, bytes);
    else {
      // An older row would be no row of the end.
      this.#bytes -= bytes.length;
      this.#last.delete(id);
    }
  }

  rows(): Iterable<Uint8Array> {
    return this.#last.values();
  }

  #look(record: LocustRecord): boolean {
    return isTotalRow(record.text(this.columns.method), record.text(this.columns.name));
  }
}
