import { printableText } from '../decode/byte-text.js';
import { HeimrError } from '../errors.js';
import { type AggregateLatency, type AggregateRow, type Aggregates, NO_LATENCY } from '../model/aggregates.js';
import type { AggregateReading, ByteInput } from '../model/reading.js';
import { type LocustEntry, locustEntry, MAX_SECONDS } from './locust-entry.js';
import { LOCUST_PERCENTILES, locustPercentile, locustTool, rowOf } from './locust-figures.js';
import { arrayStart, JsonEntries, type JsonEntry } from './locust-json-entries.js';
import { locustLabel } from './locust-names.js';
import { noteLocust } from './locust-notices.js';
import { secondsOf } from './locust-seconds.js';
import type { OpenOptions, Parser } from './parser.js';
import { RowTally } from './row-tally.js';

const MAX_LABELS = 10_000;
/** Distinct times of all endpoints together. Locust rounds them, so that real ones have some hundreds. */
const MAX_TIMES_OF_ALL = 100_000;
/** Log lines in front of the array may be so long; detection sees less. */
const HEAD_BYTES = 1 << 20;
const SHARES = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

/** Histograms and counts per second of each endpoint, `locust --json` and `--json-file`. */
export const locustJson: Parser = {
  id: 'locust-json',
  title: 'Locust statistics, JSON',
  docs: 'docs/parsers/locust-json.md',
  granularity: 'intervals',
  detect,
  open,
};

/** The names that only Locust uses stand near the beginning of the first object, or it is another tool's array. */
function detect(head: Uint8Array): 'sure' | 'no' {
  const start = arrayStart(head);
  if (start < 0) return 'no';
  const text = new TextDecoder().decode(head.subarray(start));
  const first = /^\[\s*\{\s*"[a-z_]+"\s*:/.test(text);
  const names = ['"num_requests"', '"total_response_time"', '"response_times"'];
  return first && names.every((name) => text.includes(name)) ? 'sure' : 'no';
}

async function open(input: ByteInput, options: OpenOptions): Promise<AggregateReading> {
  const tally = new RowTally();
  return {
    granularity: 'intervals',
    format: locustJson.id,
    tool: { name: 'Locust', version: null },
    rows: () => tally.counts,
    aggregates: () => figures(input, tally, options),
  };
}

async function figures(input: ByteInput, tally: RowTally, { note }: OpenOptions): Promise<Aggregates> {
  const totals = new Totals();
  const byLabel: AggregateRow[] = [];
  let more = 0;
  let unfit = 0;
  let cut = false;
  for await (const found of entriesOf(input)) {
    const entry = found.kind === 'value' ? locustEntry(found.value) : found.reason;
    if (typeof entry === 'string') {
      const text = found.kind === 'value' ? JSON.stringify(found.value).slice(0, 400) : found.text;
      tally.reject(found.line, entry, printableText(text, 200));
      cut ||= entry === 'cut at the end of the file';
      continue;
    }
    tally.counts.read++;
    totals.add(entry);
    if (entry.histogram === null) unfit++;
    if (byLabel.length < MAX_LABELS) byLabel.push(rowOfEntry(entry));
    else more++;
  }
  if (cut) noteLocust(note, input.name, 'locust-cut');
  if (more > 0) noteLocust(note, input.name, 'locust-endpoints-left-out', more);
  if (unfit > 0) noteLocust(note, input.name, 'locust-histogram', unfit);
  else if (totals.tooManyTimes) noteLocust(note, input.name, 'locust-many-times');
  const { start, end } = totals;
  const overall = totals.row();
  const history = totals.seconds();
  if (history === null && overall !== null && overall.count > 0) noteLocust(note, input.name, 'locust-seconds');
  return {
    only: 'counts per second, and times over the whole run',
    set: null,
    start,
    end,
    duration: start === null || end === null ? null : end - start,
    overall,
    byLabel,
    transactions: [],
    percentiles: LOCUST_PERCENTILES,
    history,
    failures: null,
    loadTool: locustTool(),
  };
}

/** @throws HeimrError `unusable` where no array begins */
async function* entriesOf({ name, chunks }: ByteInput): AsyncGenerator<JsonEntry> {
  const entries = new JsonEntries();
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const chunk of chunks) {
    // What follows the array is a log again. It is read to its end all the same, since the edge checks what it reads.
    if (entries.closed) continue;
    if (head === null) yield* entries.feed(chunk);
    else {
      const longer: Uint8Array = new Uint8Array(head.length + chunk.length);
      longer.set(head);
      longer.set(chunk, head.length);
      const start = arrayStart(longer);
      head = start < 0 ? longer : null;
      if (start >= 0) yield* entries.feed(longer.subarray(start), lineAt(longer, start));
      else if (longer.length > HEAD_BYTES) break;
    }
  }
  if (head !== null) {
    throw new HeimrError(
      'unusable',
      `${name} has no array of Locust's statistics.`,
      'Give what locust --json printed, or use --json-file.',
    );
  }
  const rest = entries.end();
  if (rest !== null) yield rest;
}

function lineAt(bytes: Uint8Array, to: number): number {
  let line = 1;
  for (let p = 0; p < to; p++) if (bytes[p] === 10) line++;
  return line;
}

function rowOfEntry(entry: LocustEntry): AggregateRow {
  const { method, name, requests, timeless, failures, times, min, max, bytes, histogram } = entry;
  return rowOf({
    label: locustLabel(method, name),
    count: requests,
    errors: failures,
    bytesIn: bytes,
    latency: latencyOf(times, requests - timeless, min, max, histogram),
  });
}

function latencyOf(
  times: number,
  timed: number,
  min: number | null,
  max: number | null,
  histogram: Map<number, number> | null,
): AggregateLatency {
  if (timed === 0) return NO_LATENCY;
  const sorted = histogram === null ? [] : [...histogram].sort(([a], [b]) => a - b);
  const percentiles = Object.entries(SHARES).map(([name, share]) => [name, locustPercentile(sorted, share)]);
  return { ...NO_LATENCY, min, mean: times / timed, max, ...Object.fromEntries(percentiles) };
}

/** Endpoints added up, as Locust does for its own totals: counts, sums and histograms add exactly. */
class Totals {
  start: number | null = null;
  end: number | null = null;
  #requests = 0;
  #timed = 0;
  #failures = 0;
  #times = 0;
  #bytes: number | null = 0;
  #min: number | null = null;
  #max: number | null = null;
  /** Whether endpoints had more distinct times than are counted. */
  tooManyTimes = false;
  #unknown = false;
  #entries = 0;
  #histogram: Map<number, number> | null = new Map();
  readonly #perSecond = new Map<number, number>();
  #failuresPerSecond: Map<number, number> | null = new Map();

  add(entry: LocustEntry): void {
    const timed = entry.requests - entry.timeless;
    this.#entries++;
    this.#requests += entry.requests;
    this.#timed += timed;
    this.#failures += entry.failures;
    this.#times += entry.times;
    this.#bytes = this.#bytes === null || entry.bytes === null ? null : this.#bytes + entry.bytes;
    if (timed > 0) {
      if (entry.min === null || entry.max === null) this.#unknown = true;
      this.#min = Math.min(this.#min ?? Number.POSITIVE_INFINITY, entry.min ?? 0);
      this.#max = Math.max(this.#max ?? 0, entry.max ?? 0);
    }
    if (entry.start !== null) this.start = Math.min(this.start ?? entry.start, entry.start);
    if (entry.end !== null) this.end = Math.max(this.end ?? entry.end, entry.end);
    if (entry.histogram === null) this.#histogram = null;
    else if (this.#histogram !== null) {
      addAll(this.#histogram, entry.histogram);
      if (this.#histogram.size > MAX_TIMES_OF_ALL) {
        this.tooManyTimes = true;
        this.#histogram = null;
      }
    }
    // Without all seconds their sum is not that of the requests, and then none is shown.
    if (this.#perSecond.size <= MAX_SECONDS) addAll(this.#perSecond, entry.perSecond);
    if (entry.failuresPerSecond === null) this.#failuresPerSecond = null;
    else if (this.#failuresPerSecond !== null && this.#failuresPerSecond.size <= MAX_SECONDS)
      addAll(this.#failuresPerSecond, entry.failuresPerSecond);
  }

  row(): AggregateRow | null {
    if (this.#entries === 0) return null;
    const [min, max] = this.#unknown ? [null, null] : [this.#min, this.#max];
    return rowOf({
      label: null,
      count: this.#requests,
      errors: this.#failures,
      bytesIn: this.#bytes,
      latency: latencyOf(this.#times, this.#timed, min, max, this.#histogram),
    });
  }

  /** Counts per second, if they are those of all requests. */
  seconds(): Aggregates['history'] {
    const counted = [...this.#perSecond.values()].reduce((sum, count) => sum + count, 0);
    return counted !== this.#requests ? null : secondsOf(this.#perSecond, this.#failuresPerSecond);
  }
}

function addAll(into: Map<number, number>, from: ReadonlyMap<number, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}
