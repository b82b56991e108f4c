import type { Exemplar } from '../model/analysis.js';
import { STEP_SECONDS, slotOf, stepMicroseconds } from '../stats/time-ladder.js';
import { earlierFirst, slowerFirst } from './slowest-rows.js';

/** Steps a run is parted into at most; wider steps are taken as it gets longer. A power of two: steps live at their number modulo this. */
const STEPS = 64;
/** Cells (label × step) kept at most before steps get wider. */
const MAX_CELLS = 4096;
/** Narrowest step: 10 s. */
const FIRST_LEVEL = 2;

interface Cell {
  label: number;
  slot: number;
  slowest: Exemplar;
  failed: Exemplar | null;
}

/** Slowest and first failed row per label and step of time, in bounded memory. */
export class StepExemplarGrid {
  level = FIRST_LEVEL;
  stepUs: number = stepMicroseconds(FIRST_LEVEL);
  /** Slowest latency so far at `label * 64 + (slot & 63)`, −1 where none: for the caller's quick check. */
  slowest: Float64Array = new Float64Array(64 * STEPS).fill(-1);
  /** Start of that slowest row, µs: an equal latency counts only if it is earlier. */
  slowestStart: Float64Array = new Float64Array(64 * STEPS);
  #cells = new Map<number, Cell>();
  #first = 0;
  #last = -1;

  /** Index of a label's step in `slowest`. */
  static index(label: number, slot: number): number {
    return label * STEPS + (slot & (STEPS - 1));
  }

  /** Makes room for labels below `labels` and for moments from `fromUs` to `toUs`; may widen the steps. */
  reserve(labels: number, fromUs: number, toUs: number): void {
    if (labels * STEPS > this.slowest.length) {
      const wide = new Float64Array(Math.max(labels * STEPS, this.slowest.length * 2)).fill(-1);
      wide.set(this.slowest);
      const starts = new Float64Array(wide.length);
      starts.set(this.slowestStart);
      this.slowest = wide;
      this.slowestStart = starts;
    }
    for (;;) {
      const from = slotOf(fromUs, this.stepUs);
      const to = slotOf(toUs, this.stepUs);
      const first = this.#last < this.#first ? from : Math.min(this.#first, from);
      const last = this.#last < this.#first ? to : Math.max(this.#last, to);
      if ((last - first < STEPS && this.#cells.size <= MAX_CELLS) || this.level + 1 >= STEP_SECONDS.length) {
        this.#first = first;
        this.#last = last;
        return;
      }
      this.#widen();
    }
  }

  /** Widens the steps until the cells are within the limit. To be called after the last row, so that the width follows from the rows alone. */
  settle(): void {
    while (this.#cells.size > MAX_CELLS && this.level + 1 < STEP_SECONDS.length) this.#widen();
  }

  /** Offers a row; needed where it is slower than `slowest` says, or failed. */
  offer(label: number, slot: number, row: Exemplar): void {
    const index = StepExemplarGrid.index(label, slot);
    const known = this.#cells.get(index);
    const failed = row.success ? null : row;
    const cell = known ?? { label, slot, slowest: row, failed };
    if (known) this.#improve(cell, row, failed);
    else this.#cells.set(index, cell);
    this.slowest[index] = cell.slowest.latency;
    this.slowestStart[index] = cell.slowest.timestamp * 1000;
  }

  /** All cells, in order of label number and time. */
  cells(): Cell[] {
    return [...this.#cells.values()].sort((a, b) => a.label - b.label || a.slot - b.slot);
  }

  /** True where a failed row of this cell is known already that starts no later; of equal starts the file's first row is kept. */
  hasFailureBy(label: number, slot: number, timestamp: number): boolean {
    const failed = this.#cells.get(StepExemplarGrid.index(label, slot))?.failed;
    return failed !== undefined && failed !== null && failed.timestamp <= timestamp;
  }

  /** Adds another file's cells, `map` giving the label here of each label there. */
  merge(other: StepExemplarGrid, map: Int32Array, labels: number): void {
    while (other.level < this.level) other.#widen();
    for (const cell of other.cells()) {
      const label = map[cell.label] as number;
      for (const row of cell.failed ? [cell.slowest, cell.failed] : [cell.slowest]) {
        const us = row.timestamp * 1000;
        this.reserve(labels, us, us);
        this.offer(label, slotOf(us, this.stepUs), row);
      }
    }
  }

  /** Gives labels new numbers; labels that get the same number become one. */
  renumber(map: Int32Array): void {
    this.#rebuild(
      (cell) => map[cell.label] as number,
      (cell) => cell.slot,
    );
  }

  #widen(): void {
    const factor = (STEP_SECONDS[this.level + 1] as number) / (STEP_SECONDS[this.level] as number);
    this.level++;
    this.stepUs = stepMicroseconds(this.level);
    this.#first = Math.floor(this.#first / factor);
    this.#last = Math.floor(this.#last / factor);
    this.#rebuild(
      (cell) => cell.label,
      (cell) => Math.floor(cell.slot / factor),
    );
  }

  #rebuild(labelOf: (cell: Cell) => number, slotOfCell: (cell: Cell) => number): void {
    const old = this.#cells;
    this.#cells = new Map();
    this.slowest.fill(-1);
    for (const cell of old.values()) {
      this.offer(labelOf(cell), slotOfCell(cell), cell.slowest);
      if (cell.failed) this.offer(labelOf(cell), slotOfCell(cell), cell.failed);
    }
  }

  #improve(cell: Cell, row: Exemplar, failed: Exemplar | null): void {
    if (slowerFirst(row, cell.slowest) < 0) cell.slowest = row;
    if (failed && (!cell.failed || earlierFirst(failed, cell.failed) < 0)) cell.failed = failed;
  }
}
