import type { StampConvention } from '../model/reading.js';
import { Kind, type SampleBatch } from '../model/sample-batch.js';
import type { Layout } from './jmeter-layout.js';
import { JmeterScanner } from './jmeter-scanner.js';

/**
 * Whether the stamps of a file are starts or ends. JMeter can write either (`sampleresult.timestamp.start`) and does
 * not say which. But a thread does one thing after the other: of two rows that follow each other in one thread, the
 * second cannot start before the first has ended. Under the wrong reading some do.
 */

/** Stamps and durations are cut to ms separately. */
const SLACK_US = 1000;
/** Pairs against START that it takes to believe in ends. */
const MIN_AGAINST_START = 3;
/** How much more often the other reading must be contradicted. */
const DOMINANCE = 10;

/** What the head of a file says about its times. */
export interface HeadTimes {
  stamp: StampConvention;
  /** Earliest start, ms since the epoch; null without any row. */
  firstStart: number | null;
}

/**
 * Reads the head twice, once as starts and once as ends, and counts the pairs of rows that contradict either.
 * Transactions, sub-results and rows of several samples are left out: they overlap others by nature.
 * @param head bytes from the first record on
 * @param final true if they are the whole file
 */
export function headTimes(head: Uint8Array, final: boolean, layout: Layout): HeadTimes {
  const starts = new JmeterScanner({ ...layout, endStamps: false });
  const ends = new JmeterScanner({ ...layout, endStamps: true });
  const pairs = new Pairs();
  for (const scanner of [starts, ends]) scanner.feed(head);
  pairs.compare(starts, ends);
  if (final) {
    for (const scanner of [starts, ends]) scanner.end();
    pairs.compare(starts, ends);
  }
  const stamp = pairs.decide();
  const first = stamp.meaning === 'end' ? pairs.firstIfEnds : pairs.firstIfStarts;
  return { stamp, firstStart: first === Number.POSITIVE_INFINITY ? null : first / 1000 };
}

/** The last row of each thread, and what pairs of them say. Times in µs. */
class Pairs {
  firstIfStarts = Number.POSITIVE_INFINITY;
  firstIfEnds = Number.POSITIVE_INFINITY;
  private pairs = 0;
  private againstStart = 0;
  private againstEnd = 0;
  /** Stamp and duration of the last row, by thread. */
  private readonly last = new Map<number, { stamp: number; duration: number }>();

  /** Takes what both scanners read; they give the same rows. */
  compare(starts: JmeterScanner, ends: JmeterScanner): void {
    while (starts.next() && ends.next()) {
      for (let row = 0; row < starts.batch.rows; row++) this.take(starts.batch, ends.batch, row);
    }
  }

  private take(starts: SampleBatch, ends: SampleBatch, row: number): void {
    const stamp = starts.timestamp[row];
    this.firstIfStarts = Math.min(this.firstIfStarts, stamp);
    this.firstIfEnds = Math.min(this.firstIfEnds, ends.timestamp[row]);
    const thread = starts.thread[row];
    if (starts.kind[row] !== Kind.request || ends.kind[row] !== Kind.request) return;
    if (thread < 0 || starts.weight[row] > 1) return;
    const duration = starts.latency[row] * 1000;
    const last = this.last.get(thread);
    this.last.set(thread, { stamp, duration });
    if (last === undefined) return;
    this.pairs++;
    if (stamp < last.stamp + last.duration - SLACK_US) this.againstStart++;
    if (stamp - duration < last.stamp - SLACK_US) this.againstEnd++;
  }

  /** Ends only on clear evidence: the shipped settings write starts. */
  decide(): StampConvention {
    const { pairs, againstStart, againstEnd } = this;
    const counts = { pairs, againstStart, againstEnd };
    if (againstStart >= MIN_AGAINST_START && againstStart >= DOMINANCE * againstEnd) {
      return { meaning: 'end', basis: 'data', ...counts };
    }
    const sure = againstEnd > 0 && againstEnd >= DOMINANCE * againstStart;
    return { meaning: 'start', basis: sure ? 'data' : 'assumed', ...counts };
  }
}
