import type { StampConvention } from '../model/reading.js';
import { Kind, type SampleBatch } from '../model/sample-batch.js';
import type { Layout } from './jmeter-layout.js';
import { JmeterScanner } from './jmeter-scanner.js';
import { EARLIEST } from './jmeter-stamps.js';

/**
 * What the rows of the head say about all of a file; first of all whether its stamps are starts or ends. JMeter can
 * write either (`sampleresult.timestamp.start`) and does not say which. But a thread does one thing after the other: of
 * two rows that follow each other in one thread, the second cannot start before the first has ended. Under the wrong
 * reading some do.
 */

/** Stamps and durations are cut to ms separately. */
const SLACK_US = 1000;
/** What is cut off stamps in whole seconds. */
const SECOND_US = 1_000_000;
/** Pairs against one reading that it takes to believe in the other. */
export const MIN_AGAINST = 3;
/** How much more often the other reading must be contradicted. */
const DOMINANCE = 10;

/** What the head of a file says about its rows. */
export interface HeadRows {
  stamp: StampConvention;
  /** Earliest start, ms since the epoch; null without any row. */
  firstStart: number | null;
  rows: number;
  /** True if there are rows, and all are transactions. */
  onlyTransactions: boolean;
  /** True if a row says how many users there were. */
  users: boolean;
}

/**
 * Reads the head twice, once as starts and once as ends, and counts the pairs of rows that contradict either.
 * Transactions, sub-results and rows of several samples are left out: they overlap others by nature.
 * @param head bytes from the first record on
 * @param final true if they are the whole file
 */
export function headRows(head: Uint8Array, final: boolean, layout: Layout): HeadRows {
  const found = readRows(head, final, layout);
  // Transactions without anything in them follow one after the other, as requests do.
  return found.onlyTransactions ? { ...readRows(head, final, { ...layout, onlyTransactions: true }), onlyTransactions: true } : found;
}

function readRows(head: Uint8Array, final: boolean, layout: Layout): HeadRows {
  // Nearly all files hold starts and say so clearly; then one reading is enough.
  const asStarts = new Rows(layout);
  readAs(head, final, layout, [false], ([starts]) => asStarts.compare(starts, starts));
  const found = asStarts.found();
  if (found.stamp.meaning === 'start' && found.stamp.basis === 'data' && layout.wholeSeconds !== true && !found.onlyTransactions)
    return found;
  const both = new Rows(layout);
  readAs(head, final, layout, [false, true], ([starts, ends]) => both.compare(starts, ends));
  return both.found();
}

/** Reads the head by one scanner per reading (true = stamps are ends), and hands them over whenever they have rows. */
function readAs(
  head: Uint8Array,
  final: boolean,
  layout: Layout,
  readings: readonly boolean[],
  take: (scanners: JmeterScanner[]) => void,
): void {
  const scanners = readings.map((endStamps) => new JmeterScanner({ ...layout, endStamps, anyStart: true }));
  for (const scanner of scanners) scanner.feed(head);
  take(scanners);
  if (!final) return;
  for (const scanner of scanners) scanner.end();
  take(scanners);
}

/** What is counted of the rows. Times in µs. */
class Rows {
  private rows = 0;
  private transactions = 0;
  private users = false;
  private aggregated = false;
  private firstIfStarts = Number.POSITIVE_INFINITY;
  private firstIfEnds = Number.POSITIVE_INFINITY;
  private readonly requests: Pairs;
  /** Pairs of whatever rows, where transactions are counted: which of them hold others depends on what the stamps are. */
  private readonly any: Pairs | null;

  constructor(layout: Layout) {
    const slack = layout.wholeSeconds === true ? SECOND_US : SLACK_US;
    this.requests = new Pairs(slack);
    this.any = layout.onlyTransactions === true ? new Pairs(slack) : null;
  }

  /** Takes what both scanners read; they give the same rows. The same scanner twice: what rows would be as ends is computed from their starts. */
  compare(starts: JmeterScanner, ends: JmeterScanner): void {
    while (starts.next() && (starts === ends || ends.next())) {
      for (let row = 0; row < starts.batch.rows; row++) this.take(starts.batch, ends.batch, row);
    }
  }

  private take(starts: SampleBatch, ends: SampleBatch, row: number): void {
    this.rows++;
    if (starts.kind[row] === Kind.transaction) this.transactions++;
    if (starts.users[row] > 0) this.users = true;
    if (starts.weight[row] > 1) this.aggregated = true;
    const stamp = starts.timestamp[row];
    const startIfEnd = ends === starts ? stamp - starts.latency[row] * 1000 : ends.timestamp[row];
    this.firstIfStarts = Math.min(this.firstIfStarts, stamp);
    // Such a row is none if stamps are ends, so it is no evidence either.
    if (startIfEnd < EARLIEST * 1000) return;
    this.firstIfEnds = Math.min(this.firstIfEnds, startIfEnd);
    const thread = starts.thread[row];
    if (thread < 0 || starts.weight[row] > 1) return;
    const duration = starts.latency[row] * 1000;
    this.any?.take(thread, stamp, duration, startIfEnd);
    if (starts.kind[row] !== Kind.request || ends.kind[row] !== Kind.request) return;
    this.requests.take(thread, stamp, duration, startIfEnd);
  }

  found(): HeadRows {
    const stamp = this.stamp();
    const first = stamp.meaning === 'end' ? this.firstIfEnds : this.firstIfStarts;
    return {
      stamp,
      firstStart: first === Number.POSITIVE_INFINITY ? null : first / 1000,
      rows: this.rows,
      onlyTransactions: this.rows > 0 && this.transactions === this.rows,
      users: this.users,
    };
  }

  private stamp(): StampConvention {
    const stamp = this.requests.decide();
    // In its statistical modes JMeter writes ends whatever its settings.
    if (this.aggregated) return { ...stamp, meaning: 'end', basis: 'format' };
    const any = this.any?.decide();
    return any?.basis === 'data' ? any : stamp;
  }
}

/** The last row of each thread, and what pairs of them say. Times in µs. */
export class Pairs {
  private pairs = 0;
  private againstStart = 0;
  private againstEnd = 0;
  /** Stamp and duration of the last row, by thread. */
  private readonly last = new Map<number, { stamp: number; duration: number }>();

  /** @param slack what times can be off by */
  constructor(private readonly slack: number) {}

  take(thread: number, stamp: number, duration: number, startIfEnd: number): void {
    const last = this.last.get(thread);
    this.last.set(thread, { stamp, duration });
    if (last === undefined) return;
    this.pairs++;
    if (stamp < last.stamp + last.duration - this.slack) this.againstStart++;
    if (startIfEnd < last.stamp - this.slack) this.againstEnd++;
  }

  /** Ends only on clear evidence: the shipped settings write starts. */
  decide(): StampConvention {
    const { pairs, againstStart, againstEnd } = this;
    const counts = { pairs, againstStart, againstEnd };
    if (againstStart >= MIN_AGAINST && againstStart >= DOMINANCE * againstEnd) {
      return { meaning: 'end', basis: 'data', ...counts };
    }
    const sure = againstEnd >= MIN_AGAINST && againstEnd >= DOMINANCE * againstStart;
    return { meaning: 'start', basis: sure ? 'data' : 'assumed', ...counts };
  }
}
