import { CountPages, resized, roomFor } from './count-pages.js';
import type { Histogram } from './histogram.js';
import { STEP_SECONDS, slotOf, stepMicroseconds } from './time-ladder.js';

/*
 * Histograms per series (a label's successes, a label's failures, …) and step of time, in bounded memory. When that is used up, all steps
 * become wider (time-ladder) and merge exactly; nothing is lost but resolution in time.
 */

/** Sizes a grid starts with: most runs are short, and fresh memory has to be zeroed. */
const FIRST_PAGES = 2 ** 12;
const FIRST_CELLS = 2 ** 9;
/** Slots per series in the cache of cells; rows of one second and the seconds before it alternate, since rows come in order of completion. */
export const CACHED = 4;

/** How a scalar of a cell merges with another cell's. */
export type MergeRule = 'sum' | 'min' | 'max';

/** Size and scalars of a grid. */
export interface GridLayout {
  /** Pages of counts (64 bytes) before steps get wider. */
  maxPages: number;
  /** Cells (series × step) before steps get wider. */
  maxCells: number;
  /** One rule per scalar kept for each cell. */
  scalars: readonly MergeRule[];
}

export class HistogramGrid {
  /** Index into {@link STEP_SECONDS}. */
  level = 0;
  /** Width of a step, µs. */
  stepUs: number = stepMicroseconds(0);
  /** Number of cells in use. */
  cells = 0;
  /** Series of each cell. */
  cellSeries: Int32Array;
  /** Step of each cell. */
  cellSlot: Int32Array;
  /** Scalars of all cells, `scalarCount` each. */
  scalars: Float64Array;
  readonly scalarCount: number;
  /** Counts of all cells. */
  readonly counts: CountPages;
  /** Slot last asked for, at `series * CACHED + (slot & (CACHED − 1))`. With the next for the accumulator's inner loop. */
  cacheSlot: Int32Array = new Int32Array(64 * CACHED);
  /** Its cell; −1 where nothing is cached. */
  cacheCell: Int32Array = new Int32Array(64 * CACHED).fill(-1);
  readonly #layout: GridLayout;
  readonly #empty: Float64Array;
  /** Open addressing: cell + 1 by hash of series and slot, 0 where free. */
  #cellTable: Int32Array;

  constructor(layout: GridLayout) {
    this.#layout = layout;
    this.scalarCount = layout.scalars.length;
    this.#empty = Float64Array.from(layout.scalars, emptyValue);
    const cells = Math.min(FIRST_CELLS, layout.maxCells);
    this.counts = new CountPages(Math.min(FIRST_PAGES, layout.maxPages), cells);
    this.cellSeries = new Int32Array(cells);
    this.cellSlot = new Int32Array(cells);
    this.scalars = new Float64Array(cells * this.scalarCount);
    this.#cellTable = new Int32Array(2 ** Math.ceil(Math.log2(cells * 2)));
  }

  /**
   * Makes room for `adds` additions of up to `series` series. May widen the steps, so slots must be computed afterwards. They are widened for
   * what is used, never for what might come: so their final width follows from the rows alone, whatever batches these came in.
   */
  reserve(adds: number, series: number): void {
    if (series * CACHED > this.cacheCell.length) this.#clearCache(series * 2);
    this.settle();
    this.counts.reserve(adds, this.#layout.maxPages);
    const cells = this.cells + adds;
    if (cells > this.cellSeries.length) this.#growCells(roomFor(cells, this.cellSeries.length, this.#layout.maxCells));
  }

  /** Widens the steps until what is used is within the limits (or all are one). To be called after the last addition. */
  settle(): void {
    const isOver = (): boolean => this.counts.pages > this.#layout.maxPages || this.cells > this.#layout.maxCells;
    while (isOver() && this.level + 1 < STEP_SECONDS.length) this.widenTo(this.level + 1);
  }

  /** Widens the steps until all moments from `fromUs` to `toUs` lie in at most `steps` of them. */
  cover(fromUs: number, toUs: number, steps: number): void {
    const isTooMany = (): boolean => slotOf(toUs, this.stepUs) - slotOf(fromUs, this.stepUs) >= steps;
    while (isTooMany() && this.level + 1 < STEP_SECONDS.length) this.widenTo(this.level + 1);
  }

  /** Cell of a series and slot, made if new. */
  cell(series: number, slot: number): number {
    const cache = series * CACHED + (slot & (CACHED - 1));
    const cached = this.cacheCell[cache] as number;
    if (cached >= 0 && this.cacheSlot[cache] === slot) return cached;
    const cell = this.#findOrMakeCell(series, slot);
    this.cacheSlot[cache] = slot;
    this.cacheCell[cache] = cell;
    return cell;
  }

  /** Adds `n` values of a bucket (from −1 to BUCKETS) to a cell. */
  add(cell: number, bucket: number, n: number): void {
    this.counts.add(cell, bucket, n);
  }

  /** Adds a cell's counts to a histogram. */
  addTo(histogram: Histogram, cell: number): void {
    this.counts.addTo(histogram, cell);
  }

  /** Makes all steps as wide as a level says; narrower is not possible. */
  widenTo(level: number): void {
    if (level <= this.level) return;
    const factor = (STEP_SECONDS[level] as number) / (STEP_SECONDS[this.level] as number);
    this.level = level;
    this.stepUs = stepMicroseconds(level);
    this.#rename(
      (series) => series,
      (slot) => Math.floor(slot / factor),
    );
  }

  /** Gives series new numbers; series that get the same number become one. */
  renumber(map: Int32Array): void {
    this.#rename(
      (series) => map[series] as number,
      (slot) => slot,
    );
  }

  /** Adds another grid's cells, `map` giving the series here of each series there. Both end up with the wider steps; the other is used up. */
  merge(other: HistogramGrid, map: Int32Array): void {
    const level = Math.max(this.level, other.level);
    this.widenTo(level);
    other.widenTo(level);
    let series = 0;
    for (const to of map) series = Math.max(series, to + 1);
    for (let cell = 0; cell < other.cells; cell++) {
      const before = this.level;
      // A cell has 289 pages at most.
      this.reserve(289, series);
      if (this.level !== before) {
        // Widening renumbers the other's cells, so start again: what was taken already is zero there and adds nothing.
        other.widenTo(this.level);
        cell = 0;
      }
      const own = this.cell(map[other.cellSeries[cell] as number] as number, other.cellSlot[cell] as number);
      mergeScalars(this.#layout.scalars, this.scalars, own * this.scalarCount, other.scalars, cell * this.scalarCount);
      other.scalars.set(other.#empty, cell * this.scalarCount);
      this.counts.take(other.counts, cell, own);
    }
  }

  #findOrMakeCell(series: number, slot: number): number {
    const table = this.#cellTable;
    const mask = table.length - 1;
    let at = hash(Math.imul(series, 0x01000193) ^ slot) & mask;
    for (;;) {
      const cell = (table[at] as number) - 1;
      if (cell < 0) break;
      if (this.cellSeries[cell] === series && this.cellSlot[cell] === slot) return cell;
      at = (at + 1) & mask;
    }
    const cell = this.cells++;
    table[at] = cell + 1;
    this.cellSeries[cell] = series;
    this.cellSlot[cell] = slot;
    this.scalars.set(this.#empty, cell * this.scalarCount);
    return cell;
  }

  /** Renames all cells in place. A cell's new number is never above its old one, so what is overwritten has been read before. */
  #rename(seriesOf: (series: number) => number, slotOf: (slot: number) => number): void {
    const cells = this.cells;
    const names = new Int32Array(cells);
    const scalars = this.scalarCount;
    const row = new Float64Array(scalars);
    this.#cellTable.fill(0);
    this.cells = 0;
    for (let old = 0; old < cells; old++) {
      row.set(this.scalars.subarray(old * scalars, (old + 1) * scalars));
      const cell = this.#findOrMakeCell(seriesOf(this.cellSeries[old] as number), slotOf(this.cellSlot[old] as number));
      mergeScalars(this.#layout.scalars, this.scalars, cell * scalars, row, 0);
      names[old] = cell;
    }
    this.counts.rename(names);
    this.cacheCell.fill(-1);
  }

  #clearCache(series: number): void {
    this.cacheSlot = new Int32Array(series * CACHED);
    this.cacheCell = new Int32Array(series * CACHED).fill(-1);
  }

  #growCells(room: number): void {
    this.cellSeries = resized(this.cellSeries, room, Int32Array);
    this.cellSlot = resized(this.cellSlot, room, Int32Array);
    this.scalars = resized(this.scalars, room * this.scalarCount, Float64Array);
    this.counts.growCells(room);
    if (room * 1.5 <= this.#cellTable.length) return;
    this.#cellTable = new Int32Array(2 ** Math.ceil(Math.log2(room * 2)));
    const mask = this.#cellTable.length - 1;
    for (let cell = 0; cell < this.cells; cell++) {
      let at = hash(Math.imul(this.cellSeries[cell] as number, 0x01000193) ^ (this.cellSlot[cell] as number)) & mask;
      while (this.#cellTable[at] !== 0) at = (at + 1) & mask;
      this.#cellTable[at] = cell + 1;
    }
  }
}

/** Spreads keys that differ in their low bits (multiplication by 2^32 / golden ratio, Knuth 6.4). */
function hash(key: number): number {
  const h = Math.imul(key, 0x9e3779b1);
  return h ^ (h >>> 15);
}

function emptyValue(rule: MergeRule): number {
  if (rule === 'min') return Number.POSITIVE_INFINITY;
  return rule === 'max' ? Number.NEGATIVE_INFINITY : 0;
}

function mergeScalars(rules: readonly MergeRule[], into: Float64Array, at: number, from: Float64Array, start: number): void {
  for (let i = 0; i < rules.length; i++) {
    const a = into[at + i] as number;
    const b = from[start + i] as number;
    into[at + i] = rules[i] === 'sum' ? a + b : rules[i] === 'min' ? Math.min(a, b) : Math.max(a, b);
  }
}
