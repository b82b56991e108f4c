import type { Window } from '../model/window.js';
import type { LokiLine } from './loki-answers.js';
import { asksForLess, type LokiClient } from './loki-client.js';
import { type LokiFilter, nanoseconds } from './loki-query.js';

/** Lines that were read. */
export interface LinesRead {
  lines: LokiLine[];
  /** Whether these are all that there are. */
  complete: boolean;
  /** What went wrong; empty if nothing. */
  failures: string[];
}

/** Where answers are halved no further, ns: a second. */
const SMALLEST = 1_000_000_000n;
/** How often a part is halved: each failure of this kind may have cost Loki's whole timeout. */
const MAX_HALVINGS = 5;

/**
 * Reads lines page by page, in order of time. Each page starts at the last moment of the page before, as several lines may share it; those
 * that were there already are dropped. Parts that Loki finds too large are halved.
 * @param window of the bins: open at the left, closed at the right, ms
 * @param most lines
 */
export async function readAll(client: LokiClient, title: string, filter: LokiFilter, window: Window, most: number): Promise<LinesRead> {
  const read: LinesRead = { lines: [], complete: true, failures: [] };
  await span(nanoseconds(window.start) + 1n, nanoseconds(window.end) + 1n, 0);
  return read;

  /** @param known lines at `start` that were read already */
  async function span(start: bigint, to: bigint, halved: number, known: ReadonlyMap<string, number> = new Map()): Promise<void> {
    let from = start;
    let atLast = new Map(known);
    while (from < to) {
      const left = most - read.lines.length;
      // One more than is wanted: to know whether that was all.
      const wanted = left + size(atLast) + 1;
      const outcome = await client.lines(title, filter, from, to, wanted);
      if (outcome.status === 'no-data') return;
      if (outcome.status === 'failed') {
        if (asksForLess(outcome) && to - from > SMALLEST && halved < MAX_HALVINGS) {
          const middle = (from + to) / 2n;
          await span(from, middle, halved + 1, atLast);
          if (read.failures.length === 0) await span(middle, to, halved + 1);
          return;
        }
        read.complete = false;
        read.failures.push(outcome.message);
        return;
      }
      const page = outcome.value;
      const seen = new Map(atLast);
      const fresh = page.filter((line) => BigInt(line.ns) !== from || !taken(seen, line));
      read.lines.push(...fresh.slice(0, left));
      if (fresh.length > left) {
        read.complete = false;
        return;
      }
      if (page.length < Math.min(wanted, client.limit)) return;
      const last = (page[page.length - 1] as LokiLine).ns;
      if (BigInt(last) === from && fresh.length === 0) {
        // A page full of lines of one moment: no page ends behind it.
        read.complete = false;
        from += 1n;
        atLast = new Map();
        continue;
      }
      if (BigInt(last) !== from) atLast = new Map();
      for (const line of BigInt(last) === from ? fresh : page)
        if (line.ns === last) atLast.set(keyOf(line), (atLast.get(keyOf(line)) ?? 0) + 1);
      from = BigInt(last);
    }
  }
}

/**
 * Reads a sample: each window in slices, so that a burst at its start does not use up all.
 * @param windows parts of time, ms
 * @param slices of each window
 * @param most lines of a slice
 */
export async function readSample(
  client: LokiClient,
  title: string,
  filter: LokiFilter,
  windows: readonly Window[],
  slices: number,
  most: number,
): Promise<LinesRead> {
  const read: LinesRead = { lines: [], complete: false, failures: [] };
  for (const window of windows) {
    const width = (window.end - window.start) / slices;
    for (let i = 0; i < slices; i++) {
      const slice = { start: window.start + i * width, end: window.start + (i + 1) * width };
      const part = await readAll(client, title, filter, slice, most);
      read.lines.push(...part.lines);
      read.failures.push(...part.failures);
      if (part.failures.length > 0) return read;
    }
  }
  return read;
}

function keyOf(line: LokiLine): string {
  return `${line.stream}\n${line.text}`;
}

/** Takes a line off those that were there already. */
function taken(seen: Map<string, number>, line: LokiLine): boolean {
  const count = seen.get(keyOf(line)) ?? 0;
  if (count === 0) return false;
  seen.set(keyOf(line), count - 1);
  return true;
}

function size(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
