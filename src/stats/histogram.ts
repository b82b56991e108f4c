import { BUCKETS, lowerBound, representative, upperBound } from './log-linear.js';

/** Exact bounds and resolution that percentiles of a histogram are snapped to. */
export interface ValueBounds {
  /** Smallest value, ms. */
  min: number;
  /** Largest value, ms. */
  max: number;
  /** All values are multiples of this, ms; null = not quantised. */
  resolution: number | null;
}

/** Counts per page, as a power of two. Latencies of one population lie in few of the 289 pages, so only those are held. */
export const PAGE_BITS = 4;
/** Buckets of a page; the first one of page p is p × 16 − 1. */
export const PAGE: number = 1 << PAGE_BITS;
/** Pages that a histogram of all buckets has, bucket b lying in page (b + 1) >> PAGE_BITS. */
const PAGES: number = Math.ceil((BUCKETS + 2) / PAGE);

/** Counts per bucket of the log-linear scheme. Merging adds counts, so it is exact in any order. */
export class Histogram {
  /** Sum of all counts. */
  total = 0;
  /** Count of bucket b by page. Doubles, since merged counts pass 2^32. */
  readonly #pages: (Float64Array | undefined)[] = new Array(PAGES).fill(undefined);
  /** Pages that may hold counts, from the first to before the end: what is looked at. */
  #first: number = PAGES;
  #end = 0;

  /** Adds `n` values of one bucket (from −1 to BUCKETS). */
  add(bucket: number, n: number): void {
    if (n === 0) return;
    const index = bucket + 1;
    const page = this.#page(index >> PAGE_BITS);
    page[index & (PAGE - 1)] = (page[index & (PAGE - 1)] as number) + n;
    this.total += n;
  }

  /**
   * Adds the counts of a page.
   * @param page number of the page; its first bucket is page × 16 − 1
   * @param counts where the counts are, from index `from` on
   */
  addPage(page: number, counts: ArrayLike<number>, from: number): void {
    const own = this.#page(page);
    let sum = 0;
    for (let i = 0; i < PAGE; i++) {
      const n = counts[from + i] as number;
      own[i] = (own[i] as number) + n;
      sum += n;
    }
    this.total += sum;
  }

  /** Takes out all counts; memory is kept for the next ones. */
  clear(): this {
    for (let p = this.#first; p < this.#end; p++) this.#pages[p]?.fill(0);
    this.#first = PAGES;
    this.#end = 0;
    this.total = 0;
    return this;
  }

  /** Adds all counts of another histogram. */
  merge(other: Histogram): this {
    for (let p = other.#first; p < other.#end; p++) {
      const page = other.#pages[p];
      if (page) this.addPage(p, page, 0);
    }
    return this;
  }

  /** Calls back for every bucket with entries, smallest values first. */
  forEach(visit: (bucket: number, n: number) => void): void {
    for (let p = this.#first; p < this.#end; p++) {
      const page = this.#pages[p];
      if (!page) continue;
      for (let i = 0; i < PAGE; i++) if (page[i] !== 0) visit(p * PAGE + i - 1, page[i] as number);
    }
  }

  /**
   * Value of the `rank`-th smallest entry.
   * @param rank from 1 to `total`
   * @returns ms, within the bucket of the true value and within [min, max]
   */
  valueAtRank(rank: number, bounds: ValueBounds): number {
    return this.valuesAtRanks([rank], bounds)[0] as number;
  }

  /** As {@link valueAtRank}, for several ranks in ascending order, in one pass. */
  valuesAtRanks(ranks: readonly number[], bounds: ValueBounds): number[] {
    const values: number[] = [];
    let seen = 0;
    for (let p = this.#first; p < this.#end && values.length < ranks.length; p++) {
      const page = this.#pages[p];
      if (!page) continue;
      for (let i = 0; i < PAGE; i++) {
        seen += page[i] as number;
        while (values.length < ranks.length && seen >= (ranks[values.length] as number))
          values.push(clamp(representative(p * PAGE + i - 1, bounds.resolution), bounds));
      }
    }
    while (values.length < ranks.length) values.push(bounds.max);
    return values;
  }

  /**
   * Entries above a threshold, by the representative of their bucket, with bounds that hold for certain.
   * @param threshold ms
   */
  countAbove(threshold: number, bounds: ValueBounds): { count: number; low: number; high: number } {
    let count = 0;
    let low = 0;
    let high = 0;
    this.forEach((bucket, n) => {
      if (Math.min(bounds.max, largestIn(bucket, bounds.resolution)) > threshold) high += n;
      if (Math.max(bounds.min, smallestIn(bucket, bounds.resolution)) > threshold) low += n;
      if (clamp(representative(bucket, bounds.resolution), bounds) > threshold) count += n;
    });
    return { count, low, high };
  }

  /**
   * Median absolute deviation from a centre, both medians by nearest rank.
   * @param centre ms
   * @returns ms; null without entries
   */
  medianDeviation(centre: number, bounds: ValueBounds): number | null {
    const deviations: { d: number; n: number }[] = [];
    this.forEach((bucket, n) => deviations.push({ d: Math.abs(clamp(representative(bucket, bounds.resolution), bounds) - centre), n }));
    deviations.sort((a, b) => a.d - b.d);
    let seen = 0;
    for (const { d, n } of deviations) {
      seen += n;
      if (seen >= this.total / 2) return d;
    }
    return null;
  }

  #page(p: number): Float64Array {
    if (p < this.#first) this.#first = p;
    if (p >= this.#end) this.#end = p + 1;
    let page = this.#pages[p];
    if (!page) {
      page = new Float64Array(PAGE);
      this.#pages[p] = page;
    }
    return page;
  }
}

/** Largest value that a bucket can hold: just below its upper bound, or the last multiple of the resolution below it. */
function largestIn(bucket: number, resolution: number | null): number {
  const upper = upperBound(bucket);
  if (resolution === null || !Number.isFinite(upper)) return upper;
  return (Math.ceil(upper / resolution) - 1) * resolution;
}

/** Smallest value that a bucket can hold. */
function smallestIn(bucket: number, resolution: number | null): number {
  const lower = lowerBound(bucket);
  return resolution === null ? lower : Math.ceil(lower / resolution) * resolution;
}

function clamp(value: number, bounds: ValueBounds): number {
  return Math.min(Math.max(value, bounds.min), bounds.max);
}
