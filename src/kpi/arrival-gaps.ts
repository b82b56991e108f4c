import type { Arrivals } from '../model/analysis.js';

/** Moments that can be told apart; when a run gets longer, resolution gets coarser. A power of two: bits live at their number modulo this. */
const BITS = 2 ** 20;
/** Resolutions, µs. Each divides the next. */
const RESOLUTIONS_US: readonly number[] = [1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

/** Which moments had a start of a request, one bit each: tells the longest gap whatever the order of rows. */
export class ArrivalGaps {
  level = 0;
  resolutionUs: number = RESOLUTIONS_US[0] as number;
  /** Bit of the moment with number m (floor of µs / resolution) at m modulo 2^20. For the caller's inner loop. */
  bits: Uint8Array = new Uint8Array(BITS / 8);
  #first = 0;
  #last = -1;

  /** Makes room for moments from `fromUs` to `toUs`; may coarsen the resolution. */
  reserve(fromUs: number, toUs: number): void {
    for (;;) {
      const from = Math.floor(fromUs / this.resolutionUs);
      const to = Math.floor(toUs / this.resolutionUs);
      const first = this.#last < this.#first ? from : Math.min(this.#first, from);
      const last = this.#last < this.#first ? to : Math.max(this.#last, to);
      if (last - first < BITS) {
        this.#first = first;
        this.#last = last;
        return;
      }
      this.#coarsenTo(this.level + 1);
    }
  }

  /** Marks a moment, µs since the epoch. */
  mark(timestampUs: number): void {
    const bit = Math.floor(timestampUs / this.resolutionUs) % BITS;
    this.bits[bit >> 3] = (this.bits[bit >> 3] as number) | (1 << (bit & 7));
  }

  /** Adds the starts of another file. */
  merge(other: ArrivalGaps): void {
    if (other.#last < other.#first) return;
    this.reserve(other.#first * other.resolutionUs, other.#last * other.resolutionUs);
    other.#each((moment) => this.mark(moment * other.resolutionUs));
  }

  /** Longest time between two moments with a start. */
  longest(): Pick<Arrivals, 'resolution' | 'longestGap' | 'longestGapStart'> {
    let before: number | null = null;
    let gap = 0;
    let start = this.#first;
    this.#each((moment) => {
      if (before !== null && moment - before > gap) {
        gap = moment - before;
        start = before;
      }
      before = moment;
    });
    const ms = this.resolutionUs / 1000;
    return { resolution: ms, longestGap: gap * ms, longestGapStart: start * ms };
  }

  #each(visit: (moment: number) => void): void {
    for (let moment = this.#first; moment <= this.#last; moment++) {
      const bit = moment % BITS;
      const byte = this.bits[bit >> 3] as number;
      // Most bytes of a long, quiet run are empty.
      if (byte === 0) moment += 7 - (bit & 7);
      else if ((byte & (1 << (bit & 7))) !== 0) visit(moment);
    }
  }

  #coarsenTo(level: number): void {
    const moments: number[] = [];
    const before = this.resolutionUs;
    this.#each((moment) => moments.push(moment * before));
    this.level = level;
    this.resolutionUs = RESOLUTIONS_US[level] as number;
    this.bits = new Uint8Array(BITS / 8);
    this.#first = Math.floor((this.#first * before) / this.resolutionUs);
    this.#last = Math.floor((this.#last * before) / this.resolutionUs);
    for (const us of moments) this.mark(us);
  }
}
