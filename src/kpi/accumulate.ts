import { HeimrError } from '../errors.js';
import { LATEST_US, LONGEST_MS } from '../model/row-bounds.js';
import { Kind, type SampleBatch } from '../model/sample-batch.js';
import { OCTAVE_BITS, OCTAVES } from '../stats/count-pages.js';
import { PAGE_BITS } from '../stats/histogram.js';
import { CACHED, HistogramGrid } from '../stats/histogram-grid.js';
import { BUCKETS, bucketOf } from '../stats/log-linear.js';
import { ORIGIN_US, slotOf } from '../stats/time-ladder.js';
import { ArrivalGaps } from './arrival-gaps.js';
import { ERROR_CLASSES, errorClassOf, shownCode } from './error-classes.js';
import { ErrorGroups } from './error-groups.js';
import { exemplarOf } from './exemplar-row.js';
import type { LabelFilter } from './label-filter.js';
import { FileLabels, LabelTable, LEFT_OUT } from './label-table.js';
import * as S from './series-totals.js';
import { SlowestRows } from './slowest-rows.js';
import * as C from './step-cells.js';
import { StepExemplarGrid } from './step-exemplars.js';
import { TracedRows } from './traced-rows.js';
import { TransactionTotals } from './transaction-totals.js';

/** What an accumulator counts. */
export interface CountingRules {
  /** Count only starts from here, µs since the epoch; −infinity = all. */
  fromUs: number;
  /** Count only starts before here, µs since the epoch; infinity = all. */
  toUs: number;
  /** Which labels are counted. */
  labels: LabelFilter;
  /** Apdex target, ms. */
  apdexT: number;
}

/** Rows left out by a rule. */
export interface ExcludedRows {
  transaction: number;
  subResult: number;
  setup: number;
  outsideWindow: number;
  labelFilter: number;
}

/** Steps that the time of all rows is parted into at most: two and a quarter hours in seconds. */
const MAX_STEPS = 2 ** 13;
/** Series of a label slot: successes at twice the slot, failures one above. Grids of all labels together have series 0 and 1. */
const OK = 0;
const FAILED = 1;

/**
 * One pass over the batches of one file: all figures, in bounded memory. Accumulators of several files merge exactly.
 * The inner loop is where a large run's time goes (bench/README.md); it allocates nothing for an ordinary row.
 */
export class Accumulator {
  readonly table: LabelTable = new LabelTable();
  readonly totals: S.SeriesTotals = new S.SeriesTotals();
  /** Per label and step: histograms. */
  readonly labelGrid: HistogramGrid = new HistogramGrid({ maxPages: 2 ** 18, maxCells: 2 ** 15, scalars: [] });
  /** All labels per step. */
  readonly stepGrid: HistogramGrid = new HistogramGrid({ maxPages: 2 ** 18, maxCells: 2 ** 14, scalars: C.STEP_SCALARS });
  /** Whole-run counts of time to first byte and of time to connect; bucket b at index b + 1. */
  readonly ttfb: Float64Array = new Float64Array(BUCKETS + 2);
  readonly connect: Float64Array = new Float64Array(BUCKETS + 2);
  readonly slowest: SlowestRows = new SlowestRows();
  readonly stepExemplars: StepExemplarGrid = new StepExemplarGrid();
  readonly traced: TracedRows = new TracedRows();
  readonly arrivals: ArrivalGaps = new ArrivalGaps();
  readonly errors: ErrorGroups = new ErrorGroups();
  readonly transactions: TransactionTotals;
  /** Earliest start and latest end of counted rows, µs. */
  firstStartUs: number = Number.POSITIVE_INFINITY;
  lastEndUs: number = Number.NEGATIVE_INFINITY;
  /** Rows by what became of them. */
  counted = 0;
  excluded: ExcludedRows = { transaction: 0, subResult: 0, setup: 0, outsideWindow: 0, labelFilter: 0 };
  /** Distinct threads of all files. */
  threads = 0;
  /** Earliest and latest start met, counted or not, µs. */
  #fromUs = Number.POSITIVE_INFINITY;
  #toUs = Number.NEGATIVE_INFINITY;
  readonly #rules: CountingRules;
  readonly #fileLabels: FileLabels;

  /**
   * @param file name of the file, for exemplars
   * @param rules what is counted
   */
  constructor(
    readonly file: string,
    rules: CountingRules,
  ) {
    this.#rules = rules;
    this.#fileLabels = new FileLabels(this.table, rules.labels);
    this.transactions = new TransactionTotals(rules.apdexT);
  }

  /** Adds the rows of a batch. */
  add(batch: SampleBatch): void {
    if (batch.rows === 0) return;
    const { fromUs, toUs } = this.#rules;
    const isCounted = (row: number): boolean =>
      batch.kind[row] === Kind.request && (batch.timestamp[row] as number) >= fromUs && (batch.timestamp[row] as number) < toUs;
    const renumbered = this.#fileLabels.update(batch, isCounted);
    if (renumbered) this.#renumber(renumbered);
    const slots = this.table.texts.length;
    this.totals.reserve(slots * 2);
    this.slowest.reserve(slots);
    // A row may be parted into successes and failures (aggregated rows), hence twice the rows.
    this.labelGrid.reserve(batch.rows * 2, slots * 2);
    this.threads = batch.threads.size;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    let broken = false;
    for (let i = 0; i < batch.rows; i++) {
      const t = batch.timestamp[i] as number;
      if (t < first) first = t;
      if (t > last) last = t;
      // No number is smaller nor larger than any; and a latency without an end has no bucket.
      const ms = batch.latency[i] as number;
      if (!(t >= 0 && ms >= 0 && ms <= LONGEST_MS)) broken = true;
    }
    // Parsers reject such rows; a reading of a library's user may not, and steps beyond have no number.
    if (broken || !(last < LATEST_US)) {
      throw new HeimrError(
        'unusable',
        `${this.file} has a row whose time is not of 1970 to 2100, or whose latency is not of 0 to 31 days.`,
        'Give timestamps in µs since the epoch, latencies in ms, and leave out rows without them.',
      );
    }
    this.#fromUs = Math.min(this.#fromUs, first);
    this.#toUs = Math.max(this.#toUs, last);
    this.stepGrid.cover(this.#fromUs, this.#toUs, MAX_STEPS);
    this.stepGrid.reserve(batch.rows * 2, 2);
    this.stepExemplars.reserve(slots, first, last);
    this.arrivals.reserve(first, last);
    this.#addRows(batch);
    this.traced.add(batch, this.#fileLabels.slots, fromUs, toUs);
  }

  #addRows(batch: SampleBatch): void {
    const { timestamp, latency, label, kind, weight, failed, bytesIn, bytesOut, connect, ttfb, users } = batch;
    const { fromUs, toUs, apdexT } = this.#rules;
    const slots = this.#fileLabels.slots;
    const totals = this.totals.values;
    const { labelGrid, stepGrid, stepExemplars } = this;
    const { cacheSlot: labelCacheSlot, cacheCell: labelCacheCell } = labelGrid;
    const { octaves: labelOctaves, blocks: labelBlocks, pool: labelPool } = labelGrid.counts;
    const { octaves: stepOctaves, blocks: stepBlocks, pool: stepPool } = stepGrid.counts;
    const step = stepGrid.scalars;
    const { slowest: slowestInStep, slowestStart } = stepExemplars;
    const { floor, floorStart } = this.slowest;
    const ttfbCounts = this.ttfb;
    const connectCounts = this.connect;
    const bits = this.arrivals.bits;
    const bitMask = bits.length * 8 - 1;
    const perGap = 1 / this.arrivals.resolutionUs;
    const gapBase = Math.floor((timestamp[0] as number) / this.arrivals.resolutionUs);
    const gapOrigin = gapBase * this.arrivals.resolutionUs - 0.5;
    const gapBit = gapBase % (bitMask + 1);
    // Steps nest, so within one step of the narrower grid all three numbers of steps stay the same.
    const narrowUs = Math.min(labelGrid.stepUs, stepGrid.stepUs);
    let stepFrom = Number.POSITIVE_INFINITY;
    let stepTo = Number.NEGATIVE_INFINITY;
    let labelSlot = 0;
    let exemplarSlot = 0;
    let okCell = 0;
    let failedCell = -1;
    let stepSlot = 0;
    let counted = 0;
    let { firstStartUs, lastEndUs } = this;
    for (let i = 0; i < batch.rows; i++) {
      const slot = slots[label[i] as number] as number;
      const start = timestamp[i] as number;
      if (kind[i] !== Kind.request || slot === LEFT_OUT || start < fromUs || start >= toUs) {
        this.#exclude(batch, i, slot);
        continue;
      }
      const value = latency[i] as number;
      const w = weight[i] as number;
      const bad = failed[i] as number;
      const good = w - bad;
      const bucket = bucketOf(value) + 1;
      const octave = bucket >> OCTAVE_BITS;
      const eighth = (bucket >> PAGE_BITS) & 7;
      const place = bucket & 15;
      counted++;
      if (start < firstStartUs) firstStartUs = start;
      const end = start + value * 1000;
      if (end > lastEndUs) lastEndUs = end;

      if (start < stepFrom || start >= stepTo) {
        const narrow = slotOf(start, narrowUs);
        stepFrom = ORIGIN_US + narrow * narrowUs;
        stepTo = stepFrom + narrowUs;
        labelSlot = slotOf(start, labelGrid.stepUs);
        exemplarSlot = slotOf(start, stepExemplars.stepUs);
        stepSlot = slotOf(start, stepGrid.stepUs);
        okCell = -1;
        failedCell = -1;
      }
      // Parts of the request belong to it whole; an aggregated row with failures counts them with its successes, if it has any.
      let outcome = good > 0 ? OK : FAILED;
      let n = good > 0 ? good : bad;
      let whole = true;
      for (;;) {
        const series = slot * 2 + outcome;
        const at = series * S.STRIDE;
        if (totals[at + S.N] === 0) {
          totals[at + S.SHIFT] = value;
          totals[at + S.MIN] = value;
          totals[at + S.MAX] = value;
        }
        const d = value - (totals[at + S.SHIFT] as number);
        totals[at + S.N] = (totals[at + S.N] as number) + n;
        totals[at + S.SUM] = (totals[at + S.SUM] as number) + value * n;
        totals[at + S.SQUARES] = (totals[at + S.SQUARES] as number) + d * d * n;
        if (value < (totals[at + S.MIN] as number)) totals[at + S.MIN] = value;
        if (value > (totals[at + S.MAX] as number)) totals[at + S.MAX] = value;

        // What follows is HistogramGrid.cell and .add by hand; what is new there is made there.
        const cached = series * CACHED + (labelSlot & (CACHED - 1));
        let labelCell = labelCacheCell[cached] as number;
        if (labelCell < 0 || labelCacheSlot[cached] !== labelSlot) labelCell = labelGrid.cell(series, labelSlot);
        const labelBlock = labelOctaves[labelCell * OCTAVES + octave] as number;
        let labelPage = labelBlocks[labelBlock * 8 + eighth] as number;
        if (labelPage === 0) labelPage = labelGrid.counts.page(labelCell, bucket >> PAGE_BITS);
        const labelCount = (labelPage << PAGE_BITS) + place;
        labelPool[labelCount] = (labelPool[labelCount] as number) + n;

        let cell: number;
        if (outcome === OK) {
          if (okCell < 0) okCell = stepGrid.cell(OK, stepSlot);
          cell = okCell;
        } else {
          if (failedCell < 0) failedCell = stepGrid.cell(FAILED, stepSlot);
          cell = failedCell;
        }
        const stepBlock = stepOctaves[cell * OCTAVES + octave] as number;
        let stepPage = stepBlocks[stepBlock * 8 + eighth] as number;
        if (stepPage === 0) stepPage = stepGrid.counts.page(cell, bucket >> PAGE_BITS);
        const stepCount = (stepPage << PAGE_BITS) + place;
        stepPool[stepCount] = (stepPool[stepCount] as number) + n;
        const c = cell * C.STEP_SCALARS.length;
        step[c + C.C_N] = (step[c + C.C_N] as number) + n;
        step[c + C.C_SUM] = (step[c + C.C_SUM] as number) + value * n;
        step[c + C.C_SQUARES] = (step[c + C.C_SQUARES] as number) + value * value * n;
        if (value < (step[c + C.C_MIN] as number)) step[c + C.C_MIN] = value;
        if (value > (step[c + C.C_MAX] as number)) step[c + C.C_MAX] = value;
        if (outcome === OK) {
          if (value <= apdexT) {
            totals[at + S.SATISFIED] = (totals[at + S.SATISFIED] as number) + n;
            step[c + C.C_SATISFIED] = (step[c + C.C_SATISFIED] as number) + n;
          } else if (value <= 4 * apdexT) {
            totals[at + S.TOLERATING] = (totals[at + S.TOLERATING] as number) + n;
            step[c + C.C_TOLERATING] = (step[c + C.C_TOLERATING] as number) + n;
          }
        } else {
          this.#addFailure(batch, i, slot, n, step, c);
        }
        if (whole) {
          const received = bytesIn[i] as number;
          if (received === received) {
            totals[at + S.BYTES_IN] = (totals[at + S.BYTES_IN] as number) + received;
            step[c + C.C_BYTES_IN] = (step[c + C.C_BYTES_IN] as number) + received;
          }
          const sent = bytesOut[i] as number;
          if (sent === sent) {
            totals[at + S.BYTES_OUT] = (totals[at + S.BYTES_OUT] as number) + sent;
            step[c + C.C_BYTES_OUT] = (step[c + C.C_BYTES_OUT] as number) + sent;
          }
          const first = ttfb[i] as number;
          if (first === first) {
            totals[at + S.TTFB_SUM] = (totals[at + S.TTFB_SUM] as number) + first * w;
            totals[at + S.TTFB_N] = (totals[at + S.TTFB_N] as number) + w;
            if (first > (totals[at + S.TTFB_MAX] as number)) totals[at + S.TTFB_MAX] = first;
            step[c + C.C_TTFB_SUM] = (step[c + C.C_TTFB_SUM] as number) + first * w;
            step[c + C.C_TTFB_N] = (step[c + C.C_TTFB_N] as number) + w;
            if (first > (step[c + C.C_TTFB_MAX] as number)) step[c + C.C_TTFB_MAX] = first;
            const b = bucketOf(first) + 1;
            ttfbCounts[b] = (ttfbCounts[b] as number) + w;
          }
          const connected = connect[i] as number;
          if (connected > 0) {
            totals[at + S.CONNECT_SUM] = (totals[at + S.CONNECT_SUM] as number) + connected * w;
            totals[at + S.CONNECT_N] = (totals[at + S.CONNECT_N] as number) + w;
            if (connected > (totals[at + S.CONNECT_MAX] as number)) totals[at + S.CONNECT_MAX] = connected;
            step[c + C.C_CONNECT_SUM] = (step[c + C.C_CONNECT_SUM] as number) + connected * w;
            step[c + C.C_CONNECT_N] = (step[c + C.C_CONNECT_N] as number) + w;
            if (connected > (step[c + C.C_CONNECT_MAX] as number)) step[c + C.C_CONNECT_MAX] = connected;
            const b = bucketOf(connected) + 1;
            connectCounts[b] = (connectCounts[b] as number) + w;
          }
          const active = users[i] as number;
          if (active === active) {
            if (active > (step[c + C.C_USERS] as number)) step[c + C.C_USERS] = active;
            step[c + C.C_USERS_SUM] = (step[c + C.C_USERS_SUM] as number) + active;
            step[c + C.C_USERS_N] = (step[c + C.C_USERS_N] as number) + 1;
          }
        }
        if (outcome === FAILED || bad === 0) break;
        outcome = FAILED;
        n = bad;
        whole = false;
      }

      // Whole µs, taken half a µs later, stay clear of the bounds, so that multiplying tells the same moment as dividing.
      const moment = (Math.floor((start - gapOrigin) * perGap) + gapBit) & bitMask;
      bits[moment >> 3] = (bits[moment >> 3] as number) | (1 << (moment & 7));
      const shown = StepExemplarGrid.index(slot, exemplarSlot);
      const slowestHere = slowestInStep[shown] as number;
      const least = floor[slot] as number;
      if (
        value > slowestHere ||
        value > least ||
        (value === slowestHere && start < (slowestStart[shown] as number)) ||
        (value === least && start < (floorStart[slot] as number))
      ) {
        const row = exemplarOf(this.file, batch, i);
        this.slowest.offer(slot, row);
        stepExemplars.offer(slot, exemplarSlot, row);
      }
    }
    this.counted += counted;
    this.firstStartUs = firstStartUs;
    this.lastEndUs = lastEndUs;
  }

  /** Adds another file's figures. The other is used up. */
  merge(other: Accumulator): void {
    if (other.table.folded && !this.table.folded) this.#renumber(this.table.fold());
    if (this.table.folded && !other.table.folded) other.#renumber(other.table.fold());
    const map = this.table.merge(other.table);
    const slots = this.table.texts.length;
    const series = S.seriesOfSlots(map);
    this.totals.reserve(slots * 2);
    series.forEach((to, from) => {
      this.totals.merge(to, other.totals, from);
    });
    this.slowest.reserve(slots);
    map.forEach((to, from) => {
      for (const row of other.slowest.of(from)) this.slowest.offer(to, row);
    });
    this.#fromUs = Math.min(this.#fromUs, other.#fromUs);
    this.#toUs = Math.max(this.#toUs, other.#toUs);
    this.labelGrid.merge(other.labelGrid, series);
    if (this.#fromUs <= this.#toUs) this.stepGrid.cover(this.#fromUs, this.#toUs, MAX_STEPS);
    this.stepGrid.merge(other.stepGrid, Int32Array.of(0, 1));
    for (let i = 0; i < this.ttfb.length; i++) {
      this.ttfb[i] = (this.ttfb[i] as number) + (other.ttfb[i] as number);
      this.connect[i] = (this.connect[i] as number) + (other.connect[i] as number);
    }
    this.stepExemplars.merge(other.stepExemplars, map, slots);
    this.traced.merge(other.traced, map);
    this.arrivals.merge(other.arrivals);
    this.errors.merge(other.errors, map);
    this.transactions.merge(other.transactions);
    this.firstStartUs = Math.min(this.firstStartUs, other.firstStartUs);
    this.lastEndUs = Math.max(this.lastEndUs, other.lastEndUs);
    this.counted += other.counted;
    this.threads += other.threads;
    if (this.table.overfull()) this.#renumber(this.table.fold());
    this.settle();
  }

  /** To be called after the last batch: brings all steps to the width that follows from the rows alone. */
  settle(): void {
    this.labelGrid.settle();
    this.stepGrid.settle();
    this.stepExemplars.settle();
    this.transactions.grid.settle();
  }

  /** Counted requests and failed ones among them (a row may stand for many). */
  requests(): { count: number; errors: number } {
    const totals = this.totals.values;
    let ok = 0;
    let failed = 0;
    for (let slot = 0; slot < this.table.texts.length; slot++) {
      ok += totals[slot * 2 * S.STRIDE + S.N] as number;
      failed += totals[(slot * 2 + 1) * S.STRIDE + S.N] as number;
    }
    return { count: ok + failed, errors: failed };
  }

  /** Folds labels by template, if there are more than `most`. */
  foldAbove(most: number): void {
    if (!this.table.folded && this.table.texts.length > most) this.#renumber(this.table.fold());
  }

  #exclude(batch: SampleBatch, row: number, slot: number): void {
    const start = batch.timestamp[row] as number;
    const outside = start < this.#rules.fromUs || start >= this.#rules.toUs;
    if (batch.kind[row] === Kind.transaction) {
      this.excluded.transaction++;
      if (slot !== LEFT_OUT && !outside) this.transactions.add(batch, row);
    } else if (batch.kind[row] === Kind.sub) this.excluded.subResult++;
    else if (batch.kind[row] === Kind.setup) this.excluded.setup++;
    else if (slot === LEFT_OUT) this.excluded.labelFilter++;
    else this.excluded.outsideWindow++;
  }

  #addFailure(batch: SampleBatch, row: number, slot: number, n: number, step: Float64Array, cell: number): void {
    const code = batch.codes.text(batch.code[row] as number);
    const errorClass = errorClassOf(code, () => batch.text(row, 'responseMessage'));
    const classIndex = ERROR_CLASSES.indexOf(errorClass);
    const at = cell + C.C_CLASSES + classIndex;
    step[at] = (step[at] as number) + n;
    const start = (batch.timestamp[row] as number) / 1000;
    this.errors.add(slot, errorClass, shownCode(code), n, start, start, () => exemplarOf(this.file, batch, row));
    const exemplarSlot = slotOf(batch.timestamp[row] as number, this.stepExemplars.stepUs);
    if (!this.stepExemplars.hasFailureBy(slot, exemplarSlot, start))
      this.stepExemplars.offer(slot, exemplarSlot, exemplarOf(this.file, batch, row));
  }

  /** Gives label slots new numbers after folding. */
  #renumber(map: Int32Array): void {
    const series = S.seriesOfSlots(map);
    this.totals.renumber(series);
    this.labelGrid.renumber(series);
    this.slowest.renumber(map);
    this.stepExemplars.renumber(map);
    this.traced.renumber(map);
    this.errors.renumber(map);
  }
}
