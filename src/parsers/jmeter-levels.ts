import { Kind } from '../model/sample-batch.js';

/**
 * Which rows count. JMeter writes one request several times: as itself, in the sum row of a transaction, and once more
 * for every redirect and embedded resource. Only one level may be counted.
 *
 * A sub-result follows its parent in the file and lies within its time. It has the parent's thread (the first one inside
 * another sub-result can have none) and is labelled in one of two ways: with the name of the outermost parent and a
 * number, counted anew inside every sub-result (`page-4`, `page-0`, `page-1`, `page-5`), or with its own URL. Parents
 * are requests: sub-results and transactions are none, nor is a row of 0 ms.
 *
 * For that the last requests of every thread are kept, in rings of fixed size. Sub-results take no place in them, so that
 * a parent is at hand however many it has.
 */

const RING = 8;
/** Requests of all threads among which the parent of a row without a thread is looked for. */
const RECENT = 64;
/** A label that can be one of a sub-result: ends in a number, or is a URL. */
const NUMBERED = 1;
const ADDRESS = 2;

/** How much intervals may stick out, ms: where stamps are cut to whole seconds, one side of them is uncertain. */
export interface Slack {
  before: number;
  after: number;
}
const NO_SLACK: Slack = { before: 0, after: 0 };
/**
 * JMeter corrects its clock every five seconds. What began after a correction can end 1 ms later than what it is part of;
 * seen in one of some thousand sub-results, at the end only, and never in the first, which shares its parent's clock.
 */
const DRIFT = 1;

/** Whether a row's label is its own URL. */
export const Labelled = { unknown: 0, byAddress: 1, otherwise: 2 } as const;
/** Value of {@link Labelled}. */
export type Labelled = (typeof Labelled)[keyof typeof Labelled];

/** Instead of a kind: it depends on whether the row's label is its own URL. */
export const UNDECIDED = -1;

/** Text before the number of numbered labels, and the label that is that text; -1 until a row has it. */
interface Base {
  label: number;
}

/** Remembers rows by thread and tells their kind. Rows must come in file order. */
export class Levels {
  /** By label: NUMBERED, ADDRESS, both or neither. */
  private looks = new Uint8Array(256);
  /** By label: its number; -1 = none. */
  private number = new Int32Array(256);
  /** By label: what stands before the number. */
  private readonly bases: (Base | null)[] = [];
  private readonly baseOf = new Map<string, Base>();

  private slots = 16;
  /** By thread: where its next request goes. */
  private position = new Int32Array(this.slots);
  /** By request: label, start, end, and how its sub-results are labelled: NUMBERED, ADDRESS, or 0 = none yet. */
  private label = new Int32Array(this.slots * RING);
  private start = new Float64Array(this.slots * RING).fill(Number.NaN);
  private end = new Float64Array(this.slots * RING).fill(Number.NaN);
  private subs = new Uint8Array(this.slots * RING);
  /** By request with sub-results: lowest number that none has had, start of the last of them. */
  private next = new Int32Array(this.slots * RING);
  private lastSub = new Float64Array(this.slots * RING);
  /** By thread: end of the last request if it may be a transaction whose requests follow it; else NaN. */
  private watched = new Float64Array(this.slots).fill(Number.NaN);
  private watching = false;
  /** Requests that may be such transactions, and those of them that others followed inside. */
  watchedRows = 0;
  spanningRows = 0;
  /** The last requests of all threads. */
  private readonly recent = new Int32Array(RECENT);
  private placed = 0;

  constructor(private readonly slack: Slack = NO_SLACK) {}

  /**
   * Tells of a new label. Ids must come in order, without gaps.
   * @param idOf id of a text among the labels before it, or -1
   * @param mixed true for the label that stands for many
   */
  labelAdded(text: string, idOf: (text: string) => number, mixed = false): void {
    const id = this.bases.length;
    if (id === this.looks.length) {
      this.looks = grown(this.looks, new Uint8Array(id * 2));
      this.number = grown(this.number, new Int32Array(id * 2));
    }
    const own = this.baseOf.get(text);
    if (own !== undefined) own.label = id;
    const match = /^([^]*)-(0|[1-9]\d{0,4})$/.exec(text);
    this.looks[id] = (match === null ? 0 : NUMBERED) | (mixed || text.includes('://') ? ADDRESS : 0);
    this.number[id] = match === null ? -1 : Number(match[2]);
    this.bases.push(match === null ? null : this.base(match[1], idOf));
  }

  private base(text: string, idOf: (text: string) => number): Base {
    let base = this.baseOf.get(text);
    if (base === undefined) {
      base = { label: idOf(text) };
      this.baseOf.set(text, base);
    }
    return base;
  }

  /** Makes room for a thread. */
  slotAdded(slot: number): void {
    if (slot < this.slots) return;
    while (this.slots <= slot) this.slots *= 2;
    const requests = this.slots * RING;
    this.position = grown(this.position, new Int32Array(this.slots));
    this.watched = grown(this.watched, new Float64Array(this.slots).fill(Number.NaN));
    this.label = grown(this.label, new Int32Array(requests));
    this.subs = grown(this.subs, new Uint8Array(requests));
    this.next = grown(this.next, new Int32Array(requests));
    this.start = grown(this.start, new Float64Array(requests).fill(Number.NaN));
    this.end = grown(this.end, new Float64Array(requests).fill(Number.NaN));
    this.lastSub = grown(this.lastSub, new Float64Array(requests));
  }

  /**
   * Kind of a row that is no transaction; remembers it, unless it is {@link UNDECIDED}.
   * @param slot its thread; 0 = unknown
   * @param start ms
   * @param end ms
   * @param labelled whether the label is the row's URL, once that is known
   */
  place(slot: number, label: number, start: number, end: number, labelled: Labelled = Labelled.unknown): Kind | typeof UNDECIDED {
    if (this.looks[label] !== 0) {
      const kind = this.kindOf(slot, label, start, end, labelled);
      if (kind !== Kind.request) return kind;
    }
    if (this.watching) this.checkWatched(slot, start, end);
    const at = slot * RING + (this.position[slot]++ & (RING - 1));
    this.label[at] = label;
    this.subs[at] = 0;
    this.start[at] = start;
    this.end[at] = end;
    this.recent[this.placed++ & (RECENT - 1)] = at;
    return Kind.request;
  }

  /**
   * Marks the last request of a thread as one that looks like a transaction. If that generates its own sample, its
   * requests follow it, and by then it has been counted; it can only be told.
   */
  watch(slot: number, end: number): void {
    if (slot === 0) return;
    this.watching = true;
    this.watched[slot] = end;
    this.watchedRows++;
  }

  private checkWatched(slot: number, start: number, end: number): void {
    const last = slot * RING + ((this.position[slot] - 1) & (RING - 1));
    const to = this.watched[slot];
    this.watched[slot] = Number.NaN;
    if (start >= this.start[last] && start < to && end <= to) this.spanningRows++;
  }

  /** Looks for the parent of a row among the last requests. */
  private kindOf(slot: number, label: number, start: number, end: number, labelled: Labelled): Kind | typeof UNDECIDED {
    const base = this.bases[label];
    if (this.looks[label] === NUMBERED && base !== null && base.label < 0) return Kind.request;
    const ends = this.end;
    const latest = end - this.slack.after - DRIFT;
    const newest = this.position[slot] - 1;
    for (let k = 0; k < RING; k++) {
      const at = slot * RING + ((newest - k) & (RING - 1));
      // Most rows end after all before them.
      if (ends[at] < latest || !this.isWithin(at, start, end, k === 0)) continue;
      const kind = this.kindWithin(at, label, start, labelled);
      if (kind !== Kind.request) return kind;
    }
    if (slot > 0) return Kind.request;
    for (let k = 1; k <= RECENT && k <= this.placed; k++) {
      const at = this.recent[(this.placed - k) & (RECENT - 1)];
      // Those without a thread were asked already.
      if (at < RING || !this.isWithin(at, start, end, true)) continue;
      const kind = this.kindWithin(at, label, start, labelled);
      if (kind !== Kind.request) return kind;
    }
    return Kind.request;
  }

  /**
   * True if a row lies in the time of request `at`.
   * @param drifts true if nothing but sub-results can have come in between
   */
  private isWithin(at: number, start: number, end: number, drifts: boolean): boolean {
    const from = this.start[at];
    const to = this.end[at];
    const { before, after } = this.slack;
    const late = drifts && this.subs[at] !== 0 && after === 0 ? DRIFT : after;
    // Where there is no request yet these are NaN, and nothing is within.
    return to > from && start >= from - before && end <= to + late && end - start <= to - from;
  }

  /** Kind of a row that lies in the time of request `at`; if it is a sub-result, counts it. */
  private kindWithin(at: number, label: number, start: number, labelled: Labelled): Kind | typeof UNDECIDED {
    const subs = this.subs[at];
    if (this.isNumberedBy(at, label, start)) {
      this.next[at] = Math.max((subs & NUMBERED) === 0 ? 0 : this.next[at], this.number[label] + 1);
      this.subs[at] = subs | NUMBERED;
    } else if ((this.looks[label] & ADDRESS) === 0 || labelled === Labelled.otherwise || !this.canHoldAddress(at, start)) {
      return Kind.request;
    } else if (labelled === Labelled.unknown) {
      return UNDECIDED;
    } else {
      this.subs[at] = subs | ADDRESS;
    }
    this.lastSub[at] = start;
    return Kind.sub;
  }

  /**
   * Whether a row within request `at` can be a sub-result on account of its URL alone. Where requests are named by URLs
   * too, what follows one at once (or, for JMeter's clock, 1 ms before its end) looks the same, but does not start with it.
   */
  private canHoldAddress(at: number, start: number): boolean {
    if ((this.subs[at] & ADDRESS) !== 0) return true;
    if ((this.looks[this.label[at]] & ADDRESS) === 0) return start < this.end[at];
    const { before, after } = this.slack;
    return before + after === 0 && start === this.start[at] && this.end[at] - start > DRIFT;
  }

  /** True if a label is that of a request and a number that can come now. */
  private isNumberedBy(at: number, label: number, start: number): boolean {
    const number = this.number[label];
    if (number < 0 || !this.isNamedAfter(label, this.label[at])) return false;
    if (number > 0) return (this.subs[at] & NUMBERED) !== 0 && number <= this.next[at];
    // The first of them starts when the row does that it is part of: the request, or the sub-result written before.
    const { before } = this.slack;
    return Math.abs(start - this.start[at]) <= before || (this.subs[at] !== 0 && Math.abs(start - this.lastSub[at]) <= before);
  }

  /** True for a name and one number or several. */
  private isNamedAfter(label: number, name: number): boolean {
    for (let base = this.bases[label]; base !== null; base = this.bases[base.label]) {
      if (base.label === name) return true;
      if (base.label < 0) return false;
    }
    return false;
  }

  /**
   * True if there are earlier rows of the same thread within a row's time, and they took no longer together than it did:
   * how the sum row of a transaction looks if the file does not keep its message. Only the last of them are added up.
   * @param start ms
   * @param end ms, pauses included
   * @param elapsed ms, without pauses
   */
  spansOthers(slot: number, start: number, end: number, elapsed: number): boolean {
    // Rows of unknown threads lie within others by chance.
    if (slot === 0) return false;
    const { before } = this.slack;
    const after = Math.max(this.slack.after, DRIFT);
    let sum = 0;
    let rows = 0;
    for (let at = slot * RING; at < (slot + 1) * RING; at++) {
      const from = this.start[at];
      const to = this.end[at];
      // One of 0 ms that is over when the row begins came before it.
      if (!(from >= start - before && to <= end + after && to > start)) continue;
      sum += to - from;
      rows++;
    }
    return rows > 0 && sum <= elapsed;
  }
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
