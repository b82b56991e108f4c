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

  /** Pages that there is memory for. */
  get capacity(): number {
    return this.#pageKey.length - 1;
  }

  /** Whether `adds` more additions are sure to find a page and a block. */
  hasRoom(adds: number): boolean {
    return this.#pageCount + adds <= this.#pageKey.length && this.#blockCount + adds <= this.blocks.length / EIGHTHS;
  }

  /** Doubles the memory for blocks, if that is what `adds` more additions are short of. @returns whether it was */
  growBlocks(adds: number): boolean {
    if (this.#blockCount + adds <= this.blocks.length / EIGHTHS) return false;
    this.blocks = doubled(this.blocks, Int32Array);
    return true;
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

  /** Doubles the memory for pages. */
  growPages(): void {
    this.pool = doubled(this.pool, Uint32Array);
    this.#pageKey = doubled(this.#pageKey, Int32Array);
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

/** A copy twice as long, with zeros behind. */
export function doubled<T extends Uint32Array | Int32Array | Float64Array>(old: T, Make: new (length: number) => T): T {
  const wide = new Make(old.length * 2);
  wide.set(old);
  return wide;
}
