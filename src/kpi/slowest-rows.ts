import type { Exemplar } from '../model/analysis.js';

/** Slowest rows kept per label. */
export const KEPT = 10;

/** Order of exemplars: slowest first; then earlier; then by file and line, so that the choice never depends on the order of merging. */
export function slowerFirst(a: Exemplar, b: Exemplar): number {
  return b.latency - a.latency || a.timestamp - b.timestamp || compareText(a.file, b.file) || a.line - b.line;
}

/** Order of exemplars: earlier first, ties as in {@link slowerFirst}. */
export function earlierFirst(a: Exemplar, b: Exemplar): number {
  return a.timestamp - b.timestamp || compareText(a.file, b.file) || a.line - b.line;
}

/** Compares by code units, the same on every machine whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The slowest rows of each label, in bounded memory. */
export class SlowestRows {
  /** Latency that a row must reach to be kept, per label: −1 until ten are kept. For the caller's quick check. */
  floor: Float64Array = new Float64Array(64).fill(-1);
  /** Start of the row that set the floor, µs: an equal latency counts only if it is earlier. */
  floorStart: Float64Array = new Float64Array(64);
  #rows: Exemplar[][] = [];

  /** Makes room for labels below `labels`. */
  reserve(labels: number): void {
    if (labels <= this.floor.length) return;
    const floor = new Float64Array(Math.max(labels, this.floor.length * 2)).fill(-1);
    floor.set(this.floor);
    const floorStart = new Float64Array(floor.length);
    floorStart.set(this.floorStart);
    this.floor = floor;
    this.floorStart = floorStart;
  }

  /** Offers a row; a latency below `floor[label]` need not be offered. */
  offer(label: number, row: Exemplar): void {
    this.#rows[label] ??= [];
    const rows = this.#rows[label];
    const last = rows[KEPT - 1];
    if (last && slowerFirst(row, last) >= 0) return;
    let at = rows.length;
    while (at > 0 && slowerFirst(row, rows[at - 1] as Exemplar) < 0) at--;
    rows.splice(at, 0, row);
    if (rows.length > KEPT) rows.pop();
    if (rows.length < KEPT) return;
    this.floor[label] = (rows[KEPT - 1] as Exemplar).latency;
    this.floorStart[label] = (rows[KEPT - 1] as Exemplar).timestamp * 1000;
  }

  /** Rows of a label, slowest first. */
  of(label: number): Exemplar[] {
    return this.#rows[label] ?? [];
  }

  /** Gives labels new numbers; labels that get the same number become one. */
  renumber(map: Int32Array): void {
    const old = this.#rows;
    this.#rows = [];
    this.floor.fill(-1);
    old.forEach((rows, label) => {
      for (const row of rows) this.offer(map[label] as number, row);
    });
  }
}
