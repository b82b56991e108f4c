import type { TracedRequest } from '../model/facts.js';
import { Kind, type SampleBatch } from '../model/sample-batch.js';
import { ORIGIN_US, STEP_SECONDS, slotOf, stepMicroseconds } from '../stats/time-ladder.js';
import { LEFT_OUT } from './label-table.js';
import { compareText } from './slowest-rows.js';

/** Requests kept per label and step. */
export const PER_STEP = 8;
/** Steps a run is parted into at most, and cells (label × step) kept at most, before steps get wider. */
const MAX_STEPS = 64;
const MAX_CELLS = 2048;
/** Narrowest step: 10 s. */
const FIRST_LEVEL = 2;
/** A file whose first rows have no trace id is taken to have none. */
const PATIENCE = 200;

/** A request without its label, which is the cell's. Only what backends are asked for: most rows that are kept at first are not kept for long. */
interface Kept extends Omit<TracedRequest, 'label'> {
  hash: number;
}

/** A row must not exceed this to be kept. */
type Limit = Pick<Kept, 'hash'>;

/** Limit of a cell that is not full. */
const OPEN = 2 ** 32;

interface Cell {
  label: number;
  slot: number;
  /** By hash, smallest first. */
  kept: Kept[];
}

/**
 * A fair sample of requests that have a trace id, per label and step of time: the slowest alone would tell nothing of what is ordinary.
 * Kept are the rows with the smallest hash of time and line (bottom-k sampling), so the choice depends neither on latency nor on the order of
 * merging.
 */
export class TracedRows {
  level = FIRST_LEVEL;
  #cells = new Map<number, Cell>();
  /** Per step, largest hash of each label's full cell: for the quick check of a row. */
  #limits = new Map<number, Limit[]>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #without = 0;
  #found = false;

  /**
   * Offers all rows of a batch that are counted.
   * @param slots number of the label here by label id of the batch
   * @param fromUs rows before are left out, as are rows from `toUs` on, µs
   */
  add(batch: SampleBatch, slots: ArrayLike<number>, fromUs: number, toUs: number): void {
    if (!this.#found && this.#without > PATIENCE) return;
    const { timestamp, kind, label: labels, line } = batch;
    let us = stepMicroseconds(this.level);
    let stepFrom = 0;
    let stepTo = 0;
    let slot = 0;
    let limits: Limit[] = [];
    for (let i = 0; i < batch.rows; i++) {
      const label = slots[labels[i] as number] as number;
      const start = timestamp[i] as number;
      if (kind[i] !== Kind.request || label === LEFT_OUT || start < fromUs || start >= toUs) continue;
      if (start < stepFrom || start >= stepTo) {
        slot = slotOf(start, us);
        stepFrom = ORIGIN_US + slot * us;
        stepTo = stepFrom + us;
        limits = this.#limitsOf(slot);
      }
      // Nearly every row ends here: a full cell keeps eight of all its rows.
      const hash = hashOf(start, line[i] as number);
      if (hash > (limits[label]?.hash ?? OPEN)) continue;
      const traceId = batch.text(i, 'traceId');
      if (traceId === '') {
        if (!this.#found && ++this.#without > PATIENCE) return;
        continue;
      }
      this.#found = true;
      this.#offer(label, slot, {
        hash,
        traceId,
        timestamp: start / 1000,
        latency: batch.latency[i] as number,
        success: batch.success[i] === 1,
      });
      const { level } = this;
      this.#fit();
      if (this.level === level) continue;
      us = stepMicroseconds(this.level);
      stepTo = stepFrom;
    }
  }

  /** Adds another file's sample, `map` giving the label here of each label there. */
  merge(other: TracedRows, map: Int32Array): void {
    while (other.level < this.level) other.#widen();
    while (this.level < other.level) this.#widen();
    for (const { label, slot, kept } of other.#cells.values()) for (const one of kept) this.#offer(map[label] as number, slot, one);
    this.#fit();
  }

  /** Gives labels new numbers; labels that get the same number become one. */
  renumber(map: Int32Array): void {
    this.#rebuild((cell) => map[cell.label] as number, 1);
  }

  /** All that are kept, in order of label number and time. @param texts labels by number */
  requests(texts: readonly string[]): TracedRequest[] {
    return [...this.#cells.values()]
      .sort((a, b) => a.label - b.label || a.slot - b.slot)
      .flatMap(({ label, kept }) =>
        [...kept].sort(earlierFirst).map(({ hash: _, ...request }) => ({ ...request, label: texts[label] as string })),
      );
  }

  #offer(label: number, slot: number, one: Kept): void {
    const key = keyOf(label, slot);
    const known = this.#cells.get(key);
    const kept = known?.kept ?? [];
    if (!known) this.#cells.set(key, { label, slot, kept });
    let at = kept.length;
    while (at > 0 && before(one, kept[at - 1] as Kept)) at--;
    kept.splice(at, 0, one);
    if (kept.length > PER_STEP) kept.pop();
    if (kept.length === PER_STEP) this.#limitsOf(slot)[label] = kept[PER_STEP - 1] as Kept;
    this.#first = Math.min(this.#first, slot);
    this.#last = Math.max(this.#last, slot);
  }

  #limitsOf(slot: number): Limit[] {
    const known = this.#limits.get(slot);
    if (known) return known;
    const limits: Limit[] = [];
    this.#limits.set(slot, limits);
    return limits;
  }

  #fit(): void {
    while ((this.#last - this.#first >= MAX_STEPS || this.#cells.size > MAX_CELLS) && this.level + 1 < STEP_SECONDS.length) this.#widen();
  }

  #widen(): void {
    const factor = (STEP_SECONDS[this.level + 1] as number) / (STEP_SECONDS[this.level] as number);
    this.level++;
    this.#rebuild((cell) => cell.label, factor);
  }

  #rebuild(labelOf: (cell: Cell) => number, factor: number): void {
    const old = this.#cells;
    this.#cells = new Map();
    this.#limits = new Map();
    this.#first = Number.POSITIVE_INFINITY;
    this.#last = Number.NEGATIVE_INFINITY;
    for (const cell of old.values()) for (const one of cell.kept) this.#offer(labelOf(cell), Math.floor(cell.slot / factor), one);
  }
}

function before(a: Kept, b: Kept): boolean {
  return a.hash < b.hash || (a.hash === b.hash && earlierFirst(a, b) < 0);
}

function earlierFirst(a: Kept, b: Kept): number {
  return a.timestamp - b.timestamp || compareText(a.traceId, b.traceId);
}

function keyOf(label: number, slot: number): number {
  return label * 2 ** 32 + slot;
}

/** Mixes time (µs) and line to 32 bits (finalizer of MurmurHash3, public domain), so that neighbours do not go together. */
function hashOf(timestampUs: number, line: number): number {
  let h = Math.imul(timestampUs | 0, 0x9e3779b1) ^ Math.imul(line | 0, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
