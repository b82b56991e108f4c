import { Kind } from '../model/sample-batch.js';

/**
 * Which rows count. JMeter writes one request several times: as itself, in the sum row of a transaction, and once more
 * for every redirect and embedded resource (`<parent>-0`, `<parent>-1`, …). Only one level may be counted.
 *
 * A sub-result follows its parent in the file, has the parent's thread and label, is numbered from 0 upward, and lies
 * inside the parent's time. For that the last rows of every thread are kept, in rings of fixed size; rows of
 * transactions are never parents.
 */

const RING = 8;
/** Stamps are cut to ms separately from durations, so intervals can stick out by one. */
const SLACK = 1;
/** Marks an entry as a sub-result; the lower bits count its own children. */
const SUB = 1 << 20;

/** Remembers rows by thread and tells their kind. Rows must come in file order. */
export class Levels {
  /** By label: 1 if it ends in `-<digits>` and so can name a sub-result. */
  private candidate = new Uint8Array(256);
  private number = new Int32Array(256);
  /** By label: the text before `-<digits>`. */
  private readonly bases: string[] = [];
  /** Label ids of texts that are the base of a candidate; -1 until a row has that label. */
  private readonly labelOfBase = new Map<string, number>();
  private labels = 0;

  private slots = 16;
  private position = new Int32Array(this.slots);
  private label = new Int32Array(this.slots * RING);
  private next = new Int32Array(this.slots * RING);
  private start = new Float64Array(this.slots * RING);
  private end = new Float64Array(this.slots * RING);

  /**
   * Tells of a new label. Ids must come in order, without gaps.
   * @param idOf id of a text among the labels before it, or -1
   */
  labelAdded(text: string, idOf: (text: string) => number): void {
    const id = this.labels++;
    if (id === this.candidate.length) {
      this.candidate = grown(this.candidate, new Uint8Array(id * 2));
      this.number = grown(this.number, new Int32Array(id * 2));
    }
    if (this.labelOfBase.has(text)) this.labelOfBase.set(text, id);
    const match = /^([^]*)-(0|[1-9]\d{0,4})$/.exec(text);
    if (match === null) return;
    this.candidate[id] = 1;
    this.number[id] = Number(match[2]);
    this.bases[id] = match[1];
    if (!this.labelOfBase.has(match[1])) this.labelOfBase.set(match[1], idOf(match[1]));
  }

  /** Makes room for a thread. */
  slotAdded(slot: number): void {
    if (slot < this.slots) return;
    while (this.slots <= slot) this.slots *= 2;
    this.position = grown(this.position, new Int32Array(this.slots));
    this.label = grown(this.label, new Int32Array(this.slots * RING));
    this.next = grown(this.next, new Int32Array(this.slots * RING));
    this.start = grown(this.start, new Float64Array(this.slots * RING));
    this.end = grown(this.end, new Float64Array(this.slots * RING));
  }

  /**
   * Kind of a row that is no transaction; remembers it.
   * @param slot its thread
   * @param start ms
   * @param end ms
   */
  place(slot: number, label: number, start: number, end: number): Kind {
    let next = 0;
    if (this.candidate[label] !== 0 && this.takeChild(slot, label, start, end)) next = SUB;
    const at = slot * RING + (this.position[slot]++ & (RING - 1));
    this.label[at] = label;
    this.next[at] = next;
    this.start[at] = start;
    this.end[at] = end;
    return next === 0 ? Kind.request : Kind.sub;
  }

  /** Finds the parent of a candidate among the last rows of its thread; if there is one, counts the child. */
  private takeChild(slot: number, label: number, start: number, end: number): boolean {
    const parent = this.labelOfBase.get(this.bases[label]) ?? -1;
    if (parent < 0) return false;
    const newest = this.position[slot] - 1;
    for (let k = newest; k >= 0 && k > newest - RING; k--) {
      const at = slot * RING + (k & (RING - 1));
      if (this.label[at] !== parent || (this.next[at] & (SUB - 1)) !== this.number[label]) continue;
      if (start < this.start[at] - SLACK || end > this.end[at] + SLACK) continue;
      this.next[at]++;
      // Elder children of the same parent are done; without them a parent of many children stays in the ring.
      while (this.position[slot] - 1 > k && this.next[this.newestAt(slot)] >= SUB) this.position[slot]--;
      return true;
    }
    return false;
  }

  private newestAt(slot: number): number {
    return slot * RING + ((this.position[slot] - 1) & (RING - 1));
  }

  /**
   * True if a row is at least as long as the rows of its thread inside its time together, and there is one:
   * how the sum row of a transaction looks if the file does not keep its message.
   */
  spansOthers(slot: number, start: number, end: number): boolean {
    let sum = 0;
    let rows = 0;
    const newest = this.position[slot] - 1;
    for (let k = newest; k >= 0 && k > newest - RING; k--) {
      const at = slot * RING + (k & (RING - 1));
      if (this.next[at] >= SUB || this.start[at] < start - SLACK || this.end[at] > end + SLACK) continue;
      sum += this.end[at] - this.start[at];
      rows++;
    }
    return rows > 0 && end - start >= sum;
  }
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
