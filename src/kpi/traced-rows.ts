import type { Exemplar } from '../model/analysis.js';
import { Kind, type SampleBatch } from '../model/sample-batch.js';
import { STEP_SECONDS, slotOf, slotStart, stepMicroseconds } from '../stats/time-ladder.js';
import { exemplarOf } from './exemplar-row.js';
import { LEFT_OUT } from './label-table.js';
import { earlierFirst } from './slowest-rows.js';

/** Requests kept per label and step. */
export const PER_STEP = 8;
/** Steps a run is parted into at most, and cells (label × step) kept at most, before steps get wider. */
const MAX_STEPS = 64;
const MAX_CELLS = 2048;
/** Narrowest step: 10 s. */
const FIRST_LEVEL = 2;
/** A file whose first rows have no trace id is taken to have none. */
const PATIENCE = 200;

interface Kept {
  hash: number;
  row: Exemplar;
}

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
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #without = 0;
  #found = false;

  /**
   * Offers all rows of a batch that are counted.
   * @param slots number of the label here by label id of the batch
   * @param fromUs rows before are left out, as are rows from `toUs` on, µs
   */
  add(file: string, batch: SampleBatch, slots: ArrayLike<number>, fromUs: number, toUs: number): void {
    if (!this.#found && this.#without > PATIENCE) return;
    for (let i = 0; i < batch.rows; i++) {
      const label = slots[batch.label[i] as number] as number;
      const start = batch.timestamp[i] as number;
      if (batch.kind[i] !== Kind.request || label === LEFT_OUT || start < fromUs || start >= toUs) continue;
      const hash = hashOf(start, batch.line[i] as number);
      const slot = slotOf(start, stepMicroseconds(this.level));
      const cell = this.#cells.get(keyOf(label, slot));
      if (cell && cell.kept.length === PER_STEP && hash > (cell.kept[PER_STEP - 1] as Kept).hash) continue;
      if (batch.text(i, 'traceId') === '') {
        if (!this.#found && ++this.#without > PATIENCE) return;
        continue;
      }
      this.#found = true;
      this.#offer(label, slot, { hash, row: exemplarOf(file, batch, i) });
      this.#fit();
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

  /** All cells in order of label number and time: label, start and width of the step in ms, and the requests in order of time. */
  cells(): { label: number; start: number; width: number; rows: Exemplar[] }[] {
    return [...this.#cells.values()]
      .sort((a, b) => a.label - b.label || a.slot - b.slot)
      .map(({ label, slot, kept }) => ({
        label,
        start: slotStart(slot, this.level),
        width: (STEP_SECONDS[this.level] as number) * 1000,
        rows: kept.map(({ row }) => row).sort(earlierFirst),
      }));
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
    this.#first = Math.min(this.#first, slot);
    this.#last = Math.max(this.#last, slot);
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
    this.#first = Number.POSITIVE_INFINITY;
    this.#last = Number.NEGATIVE_INFINITY;
    for (const cell of old.values()) for (const one of cell.kept) this.#offer(labelOf(cell), Math.floor(cell.slot / factor), one);
  }
}

function before(a: Kept, b: Kept): boolean {
  return a.hash < b.hash || (a.hash === b.hash && earlierFirst(a.row, b.row) < 0);
}

function keyOf(label: number, slot: number): number {
  return label * 2 ** 32 + slot;
}

/** Mixes time (µs) and line to 32 bits (finalizer of MurmurHash3, public domain), so that neighbours do not go together. */
function hashOf(timestampUs: number, line: number): number {
  let h = Math.imul((timestampUs % 4294967296) | 0, 0x9e3779b1) ^ Math.imul(line | 0, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
