import type { StampConvention } from '../model/reading.js';
import { type Dictionary, Kind, type SampleBatch } from '../model/sample-batch.js';

/*
 * What a file holds, in so few numbers that each file can be compared with each: whether two files are the same requests once more is
 * decided by them. Taken from all requests, before any filter: exports of one run with stamps of another precision would differ at the
 * edges of a window.
 */

/** Labels whose own totals are kept: the first ones met. */
const MAX_LABELS = 64;
/** Names of threads that are kept: the first ones by their text. Looked for among so many. */
const MAX_THREADS = 64;
const MAX_THREADS_SEEN = 8192;

/** Totals of some requests. */
export interface Outcome {
  n: number;
  /** Of their latencies, ms. */
  sum: number;
  min: number;
  max: number;
  /** Earliest and latest start, and earliest and latest end, µs. */
  starts: [number, number];
  ends: [number, number];
}

/** Successes and failures. */
export interface Outcomes {
  ok: Outcome;
  failed: Outcome;
}

/** Builds up while a file is read. */
export class FileProfile {
  readonly all: Outcomes = { ok: nothing(), failed: nothing() };
  /** Rows around requests: their number and the sum of their latencies, ms. */
  readonly transactions = { n: 0, sum: 0 };
  /** Totals by text of the label, of the first labels met. */
  readonly byLabel: Map<string, Outcomes> = new Map();
  hasAllLabels = true;
  /** Names of threads, the first ones by their text; null where the file names none, or too many. */
  threads: string[] | null = null;
  hasAllThreads = true;
  /** By label id, as the file's dictionary numbers them. */
  #byId: Outcomes[] = [];
  #labels: Dictionary | null = null;
  #threads: Dictionary | null = null;
  #threadsKnown = false;

  /** @param meaning what the file stamps; starts are computed from ends, so only the stamp itself is exact in both */
  constructor(readonly meaning: StampConvention['meaning']) {}

  add(batch: SampleBatch): void {
    const { kind, latency, timestamp, weight, failed, label, thread } = batch;
    this.#labels = batch.labels;
    this.#threads = batch.threads;
    for (let i = 0; i < batch.rows; i++) {
      if (kind[i] !== Kind.request) {
        if (kind[i] === Kind.transaction) {
          this.transactions.n++;
          this.transactions.sum += latency[i] as number;
        }
        continue;
      }
      if ((thread[i] as number) >= 0) this.#threadsKnown = true;
      const bad = failed[i] as number;
      const good = (weight[i] as number) - bad;
      const id = label[i] as number;
      let own: Outcomes | undefined;
      if (id < MAX_LABELS) {
        own = this.#byId[id];
        if (own === undefined) {
          own = { ok: nothing(), failed: nothing() };
          this.#byId[id] = own;
        }
      }
      const ms = latency[i] as number;
      const start = timestamp[i] as number;
      if (good > 0) {
        count(this.all.ok, good, ms, start);
        if (own) count(own.ok, good, ms, start);
      }
      if (bad > 0) {
        count(this.all.failed, bad, ms, start);
        if (own) count(own.failed, bad, ms, start);
      }
    }
  }

  get requests(): number {
    return this.all.ok.n + this.all.failed.n;
  }

  /** Earliest start and latest end, ms; infinite without requests. */
  get window(): { start: number; end: number } {
    const { ok, failed } = this.all;
    return { start: Math.min(ok.starts[0], failed.starts[0]) / 1000, end: Math.max(ok.ends[1], failed.ends[1]) / 1000 };
  }

  /** To be called after the last batch: looks texts up, and lets go of the file's dictionaries. */
  close(): void {
    this.#byId.forEach((outcomes, id) => {
      this.byLabel.set(this.#labels?.text(id) ?? '', outcomes);
    });
    this.hasAllLabels = (this.#labels?.size ?? 0) <= MAX_LABELS;
    const dictionary = this.#threads;
    if (dictionary !== null && this.#threadsKnown && dictionary.size <= MAX_THREADS_SEEN) {
      this.threads = Array.from({ length: dictionary.size }, (_, id) => dictionary.text(id)).sort();
      this.hasAllThreads = this.threads.length <= MAX_THREADS;
      this.threads.length = Math.min(this.threads.length, MAX_THREADS);
    }
    this.#byId = [];
    this.#labels = null;
    this.#threads = null;
  }
}

function nothing(): Outcome {
  const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
  return { n: 0, sum: 0, min: most, max: least, starts: [most, least], ends: [most, least] };
}

function count(outcome: Outcome, n: number, ms: number, startUs: number): void {
  const end = startUs + ms * 1000;
  outcome.n += n;
  outcome.sum += ms * n;
  if (ms < outcome.min) outcome.min = ms;
  if (ms > outcome.max) outcome.max = ms;
  if (startUs < outcome.starts[0]) outcome.starts[0] = startUs;
  if (startUs > outcome.starts[1]) outcome.starts[1] = startUs;
  if (end < outcome.ends[0]) outcome.ends[0] = end;
  if (end > outcome.ends[1]) outcome.ends[1] = end;
}
