import type { SampleBatch } from '../model/sample-batch.js';
import { HistogramGrid } from '../stats/histogram-grid.js';
import { bucketOf } from '../stats/log-linear.js';
import { LabelTable } from './label-table.js';
import * as S from './series-totals.js';

/** Totals of transactions by label: a table of its own, since a transaction's time is its requests' time once more. */
export class TransactionTotals {
  readonly table: LabelTable = new LabelTable();
  readonly totals: S.SeriesTotals = new S.SeriesTotals();
  /** Successes (series 2 × slot) and failures (one above), in one step. */
  readonly grid: HistogramGrid = new HistogramGrid({ maxPages: 4096, maxCells: 1024, scalars: [] });
  #slots = new Map<string, number>();
  readonly #one = new S.SeriesTotals();

  /** @param apdexT ms */
  constructor(readonly apdexT: number) {}

  /** Adds a transaction. */
  add(batch: SampleBatch, row: number): void {
    const series = this.#slot(batch.labels.text(batch.label[row] as number)) * 2 + (batch.success[row] === 1 ? 0 : 1);
    const value = batch.latency[row] as number;
    const n = batch.weight[row] as number;
    this.totals.reserve(series + 1);
    const one = this.#one;
    one.values.fill(0, 0, S.STRIDE).set([n, value * n, value, 0, value, value]);
    const received = batch.bytesIn[row] as number;
    const sent = batch.bytesOut[row] as number;
    one.values[S.BYTES_IN] = Number.isNaN(received) ? 0 : received;
    one.values[S.BYTES_OUT] = Number.isNaN(sent) ? 0 : sent;
    if (series % 2 === 0 && value <= this.apdexT) one.values[S.SATISFIED] = n;
    else if (series % 2 === 0 && value <= 4 * this.apdexT) one.values[S.TOLERATING] = n;
    this.totals.merge(series, one, 0);
    this.grid.reserve(1, series + 1);
    this.grid.add(this.grid.cell(series, 0), bucketOf(value), n);
  }

  /** Adds another file's transactions. The other is used up. */
  merge(other: TransactionTotals): void {
    // All are taken in before any slot is noted: on the way folding may give them new numbers.
    for (const text of other.table.texts) this.#slot(text);
    const series = S.seriesOfSlots(other.table.texts.map((text) => this.#slot(text)));
    this.totals.reserve(this.table.texts.length * 2);
    series.forEach((to, from) => {
      this.totals.merge(to, other.totals, from);
    });
    this.grid.merge(other.grid, series);
  }

  #slot(label: string): number {
    const known = this.#slots.get(label);
    if (known !== undefined) return known;
    let slot = this.table.slot(label);
    if (this.table.overfull()) {
      const map = this.table.fold();
      const series = S.seriesOfSlots(map);
      this.totals.renumber(series);
      this.grid.renumber(series);
      this.#slots.clear();
      slot = map[slot] as number;
    }
    if (this.#slots.size < 65_536) this.#slots.set(label, slot);
    return slot;
  }
}
