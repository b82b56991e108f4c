import { type Histogram, PAGE_BITS } from './histogram.js';

/*
 * Counts per cell and bucket. They live in pages of 16 buckets, an eighth of an octave and a cache line: latencies of one second touch some
 * dozen of the 289 pages there could be. A page is found through two small tables, cell × octave → block and block × eighth → page, so that
 * adding a value costs three dependent loads and no search. Number 0 stands for "none" everywhere.
 */

const PAGE: number = 1 << PAGE_BITS;
/** Pages of an octave, as a power of two. */
const EIGHTH_BITS = 3;
const EIGHTHS: number = 1 << EIGHTH_BITS;
/** Octaves of buckets: 36 and a part of one, since bucket −1 is at index 0. */
export const OCTAVES = 37;
/** Index of a bucket (bucket + 1) to its octave. */
export const OCTAVE_BITS: number = PAGE_BITS + EIGHTH_BITS;

/** Room beyond the limit that is added at a time, so that it is not added for every few rows. */
const SLACK = 2 ** 13;

export class CountPages {
  /** Block of a cell's octave, at `cell * OCTAVES + (index >> OCTAVE_BITS)`. With the next two for the accumulator's inner loop. */
  octaves: Int32Array;
  /** Page of an eighth, at `block * 8 + ((index >> PAGE_BITS) & 7)`. */
  blocks: Int32Array;
  /** Count of a bucket, at `page * 16 + (index & 15)`. */
  pool: Uint32Array;
  #blockCount = 1;
  #pageCount = 1;
  /** Cell and eighth that a page belongs to, as `cell * OCTAVES * 8 + eighth`. */
  #pageKey: Int32Array;

  constructor(pages: number, cells: number) {
    this.octaves = new Int32Array(cells * OCTAVES);
    this.blocks = new Int32Array((Math.ceil(pages / 4) + 1) * EIGHTHS);
    this.pool = new Uint32Array((pages + 1) * PAGE);
    this.#pageKey = new Int32Array(pages + 1);
  }

  /** Pages in use. */
  get pages(): number {
    return this.#pageCount - 1;
  }

  /**
   * Makes room for `adds` more additions.
   * @param most pages that memory is doubled up to; beyond, it grows by what is needed
   */
  reserve(adds: number, most: number): void {
    const pages = this.#pageCount + adds;
    if (pages > this.#pageKey.length) {
      const room = roomFor(pages, this.#pageKey.length, most);
      this.pool = resized(this.pool, room * PAGE, Uint32Array);
      this.#pageKey = resized(this.#pageKey, room, Int32Array);
    }
    const blocks = this.#blockCount + adds;
    if (blocks > this.blocks.length / EIGHTHS)
      this.blocks = resized(this.blocks, roomFor(blocks, this.blocks.length / EIGHTHS, most) * EIGHTHS, Int32Array);
  }

  /** Adds `n` values of a bucket (from −1 to BUCKETS) to a cell. */
  add(cell: number, bucket: number, n: number): void {
    const index = bucket + 1;
    const at = this.page(cell, index >> PAGE_BITS) * PAGE + (index & (PAGE - 1));
    this.pool[at] = (this.pool[at] as number) + n;
  }

  /** Number of the page of a cell's eighth (index >> PAGE_BITS), made if new. */
  page(cell: number, eighth: number): number {
    const octave = cell * OCTAVES + (eighth >> EIGHTH_BITS);
    let block = this.octaves[octave] as number;
    if (block === 0) {
      block = this.#blockCount++;
      this.octaves[octave] = block;
    }
    const at = block * EIGHTHS + (eighth & (EIGHTHS - 1));
    const found = this.blocks[at] as number;
    if (found !== 0) return found;
    const page = this.#pageCount++;
    this.blocks[at] = page;
    this.#pageKey[page] = cell * OCTAVES * EIGHTHS + eighth;
    return page;
  }

  /** Adds a cell's counts to a histogram. */
  addTo(histogram: Histogram, cell: number): void {
    this.#eachPage(cell, (eighth, page) => histogram.addPage(eighth, this.pool, page * PAGE));
  }

  /** Adds all counts, each cell's to the histogram that `histogramOf` gives for it. */
  addAllTo(histogramOf: (cell: number) => Histogram): void {
    for (let page = 1; page < this.#pageCount; page++) {
      const key = this.#pageKey[page] as number;
      const cell = Math.floor(key / (OCTAVES * EIGHTHS));
      histogramOf(cell).addPage(key - cell * OCTAVES * EIGHTHS, this.pool, page * PAGE);
    }
  }

  /**
   * Calls back for every page with counts, in no order that means anything.
   * @param visit its cell, its number (as {@link Histogram.addPage} takes it), and where its counts are in the pool
   */
  forEachPage(visit: (cell: number, page: number, pool: ArrayLike<number>, from: number) => void): void {
    for (let page = 1; page < this.#pageCount; page++) {
      const key = this.#pageKey[page] as number;
      const cell = Math.floor(key / (OCTAVES * EIGHTHS));
      visit(cell, key - cell * OCTAVES * EIGHTHS, this.pool, page * PAGE);
    }
  }

  /** Adds a cell of another set to one of this, and leaves zeros there. */
  take(other: CountPages, from: number, cell: number): void {
    other.#eachPage(from, (eighth, page) => {
      this.#merge(this.page(cell, eighth), other.pool, page);
      other.pool.fill(0, page * PAGE, (page + 1) * PAGE);
    });
  }

  /** Renames all cells in place; cells that get the same name become one. A new name is never above the old one's order. */
  rename(names: Int32Array): void {
    const pages = this.#pageCount;
    this.octaves.fill(0);
    this.blocks.fill(0, 0, this.#blockCount * EIGHTHS);
    this.#blockCount = 1;
    this.#pageCount = 1;
    for (let old = 1; old < pages; old++) {
      const key = this.#pageKey[old] as number;
      const cell = Math.floor(key / (OCTAVES * EIGHTHS));
      const before = this.#pageCount;
      const page = this.page(names[cell] as number, key - cell * OCTAVES * EIGHTHS);
      if (page !== before) this.#merge(page, this.pool, old);
      else if (page !== old) this.pool.copyWithin(page * PAGE, old * PAGE, (old + 1) * PAGE);
    }
    this.pool.fill(0, this.#pageCount * PAGE, pages * PAGE);
  }

  /** Makes room for cells below `cells`. */
  growCells(cells: number): void {
    const wide = new Int32Array(cells * OCTAVES);
    wide.set(this.octaves);
    this.octaves = wide;
  }

  #merge(into: number, pool: Uint32Array, page: number): void {
    for (let i = 0; i < PAGE; i++) this.pool[into * PAGE + i] = (this.pool[into * PAGE + i] as number) + (pool[page * PAGE + i] as number);
  }

  #eachPage(cell: number, visit: (eighth: number, page: number) => void): void {
    for (let octave = 0; octave < OCTAVES; octave++) {
      const block = this.octaves[cell * OCTAVES + octave] as number;
      if (block === 0) continue;
      for (let i = 0; i < EIGHTHS; i++) {
        const page = this.blocks[block * EIGHTHS + i] as number;
        if (page !== 0) visit(octave * EIGHTHS + i, page);
      }
    }
  }
}

/** Twice the room, as long as that is within `most`; beyond, what is needed and some more. */
export function roomFor(needed: number, room: number, most: number): number {
  return needed <= most ? Math.max(needed, Math.min(room * 2, most)) : needed + SLACK;
}

/** A longer copy, with zeros behind. */
export function resized<T extends Uint32Array | Int32Array | Float64Array>(old: T, length: number, Make: new (length: number) => T): T {
  const wide = new Make(length);
  wide.set(old);
  return wide;
}
