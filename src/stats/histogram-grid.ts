import type { Histogram } from './histogram.js';
import { STEP_SECONDS, slotOf, stepMicroseconds } from './time-ladder.js';

/*
 * Histograms per series (a label's successes, a label's failures, …) and step of time, in bounded memory.
 * Counts live in pages of 32 buckets, a quarter of an octave: latencies of one second touch some dozen of the 145 pages a full histogram has.
 * When the pages run out, all steps become wider (time-ladder) and merge exactly; nothing is lost but resolution in time.
 */

/** Buckets per page, as a power of two. */
export const PAGE_BITS = 5;
const PAGE: number = 1 << PAGE_BITS;
/** Pages a full histogram has: 4,608 buckets and the two beyond, in pages of 32. */
export const QUARTERS = 145;
/** Sizes a grid starts with. */
const FIRST_PAGES = 2 ** 12;
const FIRST_CELLS = 2 ** 9;
/** Slots per series in the cache of cells; rows of one second and the seconds before it alternate, since rows come in order of completion. */
export const CACHED = 4;

/** How a scalar of a cell merges with another cell's. */
export type MergeRule = 'sum' | 'min' | 'max';

/** Size and scalars of a grid. */
export interface GridLayout {
  /** Pages of 128 bytes before steps get wider. */
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
  readonly #layout: GridLayout;
  readonly #empty: Float64Array;
  /** Counts of all pages. With the tables below for the accumulator's inner loop, which looks at the first place itself ({@link pageHash}). */
  pool: Uint32Array;
  /** Pairs of a page's key + 1 and its number, 0 where free; a page is at {@link pageHash} of its key or at the next free pair behind it. */
  pageTable: Int32Array;
  /** Slot and cell last asked for, at `series * CACHED + (slot & (CACHED − 1))`; the cell is −1 where nothing is cached. */
  cacheSlot: Int32Array;
  /** See `cacheSlot`. */
  cacheCell: Int32Array;
  #pages = 0;
  #index: { first: Int32Array; pages: Int32Array } | null = null;
  #pageKey: Int32Array;
  #cellTable: Int32Array;

  constructor(layout: GridLayout) {
    this.#layout = layout;
    this.scalarCount = layout.scalars.length;
    this.#empty = Float64Array.from(layout.scalars, emptyValue);
    // Small at first: most runs are short, and fresh memory has to be zeroed.
    const pages = Math.min(FIRST_PAGES, layout.maxPages);
    const cells = Math.min(FIRST_CELLS, layout.maxCells);
    this.pool = new Uint32Array(pages * PAGE);
    this.#pageKey = new Int32Array(pages);
    this.pageTable = new Int32Array(tableSize(pages) * 2);
    this.cellSeries = new Int32Array(cells);
    this.cellSlot = new Int32Array(cells);
    this.scalars = new Float64Array(cells * this.scalarCount);
    this.#cellTable = new Int32Array(tableSize(cells));
    this.cacheSlot = new Int32Array(64 * CACHED);
    this.cacheCell = new Int32Array(64 * CACHED).fill(-1);
  }

  /** Makes room for `adds` additions of up to `series` series; may widen the steps, so slots must be computed afterwards. */
  reserve(adds: number, series: number): void {
    if (series * CACHED > this.cacheCell.length) this.#clearCache(series);
    for (;;) {
      const pagesShort = this.#pages + adds > this.#pageKey.length;
      const cellsShort = this.cells + adds > this.cellSeries.length;
      if (!pagesShort && !cellsShort) return;
      const atLimit =
        (pagesShort && this.#pageKey.length >= this.#layout.maxPages) || (cellsShort && this.cellSeries.length >= this.#layout.maxCells);
      if (atLimit && this.level + 1 < STEP_SECONDS.length) this.widenTo(this.level + 1);
      else this.#grow(pagesShort, cellsShort);
    }
  }

  /** Widens the steps until all moments from `fromUs` to `toUs` lie in at most `steps` of them. */
  cover(fromUs: number, toUs: number, steps: number): void {
    while (slotOf(toUs, this.stepUs) - slotOf(fromUs, this.stepUs) >= steps && this.level + 1 < STEP_SECONDS.length)
      this.widenTo(this.level + 1);
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

  /** Adds `n` values of a bucket (from -1 to BUCKETS) to a cell. */
  add(cell: number, bucket: number, n: number): void {
    const index = bucket + 1;
    const at = this.page(cell * QUARTERS + (index >> PAGE_BITS)) * PAGE + (index & (PAGE - 1));
    this.pool[at] = (this.pool[at] as number) + n;
  }

  /** Makes all steps as wide as a level says; narrower is not possible. */
  widenTo(level: number): void {
    if (level <= this.level) return;
    const factor = (STEP_SECONDS[level] as number) / (STEP_SECONDS[this.level] as number);
    this.level = level;
    this.stepUs = stepMicroseconds(level);
    this.#rekey(
      (series) => series,
      (slot) => Math.floor(slot / factor),
    );
  }

  /** Gives series new numbers; series that get the same number become one. */
  renumber(map: Int32Array): void {
    this.#rekey(
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
      this.reserve(QUARTERS, series);
      if (this.level !== before) {
        // Widening renumbers the other's cells, so start again: what was taken already is zero there and adds nothing.
        other.widenTo(this.level);
        cell = 0;
      }
      this.#takeCell(other, cell, map[other.cellSeries[cell] as number] as number);
    }
  }

  /** Adds a cell's counts to a histogram. */
  addTo(histogram: Histogram, cell: number): void {
    const { first, pages } = this.#pagesByCell();
    for (let i = first[cell] as number; i < (first[cell + 1] as number); i++) {
      const page = pages[i] as number;
      const quarter = (this.#pageKey[page] as number) - cell * QUARTERS;
      histogram.addPage(quarter, this.pool, page << PAGE_BITS);
    }
  }

  /** Pages in order of their cells: those of cell c are at `first[c]` to `first[c + 1]`. Made once after the last addition. */
  #pagesByCell(): { first: Int32Array; pages: Int32Array } {
    if (this.#index && this.#index.pages.length === this.#pages && this.#index.first.length === this.cells + 1) return this.#index;
    const first = new Int32Array(this.cells + 1);
    const cellOf = (page: number): number => Math.floor((this.#pageKey[page] as number) / QUARTERS);
    for (let page = 0; page < this.#pages; page++) first[cellOf(page) + 1] = (first[cellOf(page) + 1] as number) + 1;
    for (let cell = 0; cell < this.cells; cell++) first[cell + 1] = (first[cell + 1] as number) + (first[cell] as number);
    const next = first.slice();
    const pages = new Int32Array(this.#pages);
    for (let page = 0; page < this.#pages; page++) {
      const at = next[cellOf(page)] as number;
      pages[at] = page;
      next[cellOf(page)] = at + 1;
    }
    this.#index = { first, pages };
    return this.#index;
  }

  #takeCell(other: HistogramGrid, from: number, series: number): void {
    const cell = this.cell(series, other.cellSlot[from] as number);
    mergeScalars(this.#layout.scalars, this.scalars, cell * this.scalarCount, other.scalars, from * this.scalarCount);
    other.scalars.set(other.#empty, from * this.scalarCount);
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const page = other.#findPage(from * QUARTERS + quarter);
      if (page < 0) continue;
      const to = this.page(cell * QUARTERS + quarter) * PAGE;
      for (let i = 0; i < PAGE; i++) {
        this.pool[to + i] = (this.pool[to + i] as number) + (other.pool[page * PAGE + i] as number);
        other.pool[page * PAGE + i] = 0;
      }
    }
  }

  /** Number of the page with a key (`cell * QUARTERS + (bucket + 1 >> PAGE_BITS)`), made if new. */
  page(key: number): number {
    const table = this.pageTable;
    const mask = table.length - 1;
    let at = pageHash(key, mask);
    for (;;) {
      const found = table[at] as number;
      if (found === key + 1) return table[at + 1] as number;
      if (found === 0) break;
      at = (at + 2) & mask;
    }
    const page = this.#pages++;
    table[at] = key + 1;
    table[at + 1] = page;
    this.#pageKey[page] = key;
    return page;
  }

  #findPage(key: number): number {
    const table = this.pageTable;
    const mask = table.length - 1;
    for (let at = pageHash(key, mask); ; at = (at + 2) & mask) {
      const found = table[at] as number;
      if (found === key + 1) return table[at + 1] as number;
      if (found === 0) return -1;
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
  #rekey(seriesOf: (series: number) => number, slotOf: (slot: number) => number): void {
    const cells = this.cells;
    const renamed = new Int32Array(cells);
    const scalars = this.scalarCount;
    const row = new Float64Array(scalars);
    this.#cellTable.fill(0);
    this.cells = 0;
    for (let old = 0; old < cells; old++) {
      row.set(this.scalars.subarray(old * scalars, (old + 1) * scalars));
      const cell = this.#findOrMakeCell(seriesOf(this.cellSeries[old] as number), slotOf(this.cellSlot[old] as number));
      mergeScalars(this.#layout.scalars, this.scalars, cell * scalars, row, 0);
      renamed[old] = cell;
    }
    this.#rekeyPages(renamed);
    this.#clearCache(this.cacheCell.length / CACHED);
  }

  #rekeyPages(renamed: Int32Array): void {
    const pages = this.#pages;
    const pool = this.pool;
    this.#index = null;
    this.pageTable.fill(0);
    this.#pages = 0;
    for (let old = 0; old < pages; old++) {
      const key = this.#pageKey[old] as number;
      const cell = Math.floor(key / QUARTERS);
      const before = this.#pages;
      const page = this.page((renamed[cell] as number) * QUARTERS + (key - cell * QUARTERS));
      const from = old * PAGE;
      const to = page * PAGE;
      if (page === before) {
        if (page !== old) pool.copyWithin(to, from, from + PAGE);
      } else {
        for (let i = 0; i < PAGE; i++) pool[to + i] = (pool[to + i] as number) + (pool[from + i] as number);
      }
    }
    pool.fill(0, this.#pages * PAGE, pages * PAGE);
  }

  #clearCache(series: number): void {
    const length = Math.max(64, series) * CACHED * (series * CACHED > this.cacheCell.length ? 2 : 1);
    this.cacheSlot = new Int32Array(length);
    this.cacheCell = new Int32Array(length).fill(-1);
  }

  /** Doubles what is short. Beyond the limits only where all steps are one already, that is, with thousands of widely spread labels. */
  #grow(pages: boolean, cells: boolean): void {
    if (pages) {
      this.pool = doubled(this.pool, Uint32Array);
      this.#pageKey = doubled(this.#pageKey, Int32Array);
      this.pageTable = new Int32Array(this.pageTable.length * 2);
      for (let page = 0; page < this.#pages; page++) this.#place(this.#pageKey[page] as number, page);
    }
    if (cells) {
      this.cellSeries = doubled(this.cellSeries, Int32Array);
      this.cellSlot = doubled(this.cellSlot, Int32Array);
      this.scalars = doubled(this.scalars, Float64Array);
      this.#cellTable = new Int32Array(this.#cellTable.length * 2);
      this.#rekey(
        (series) => series,
        (slot) => slot,
      );
    }
  }

  /** Enters a page into a table that does not have it. */
  #place(key: number, page: number): void {
    const table = this.pageTable;
    const mask = table.length - 1;
    let at = pageHash(key, mask);
    while (table[at] !== 0) at = (at + 2) & mask;
    table[at] = key + 1;
    table[at + 1] = page;
  }
}

function tableSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(entries * 1.5));
}

/** First place of a page's key in a table of pairs; `mask` is the table's length − 1. */
export function pageHash(key: number, mask: number): number {
  const h = Math.imul(key, 0x9e3779b1);
  return ((h ^ (h >>> 15)) << 1) & mask;
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

function doubled<T extends Uint32Array | Int32Array | Float64Array>(old: T, Make: new (length: number) => T): T {
  const wide = new Make(old.length * 2);
  wide.set(old);
  return wide;
}
