import type { ErrorClassCount } from '../model/analysis.js';
import type { Facts, KnownParts, Population, Step, StepExemplars } from '../model/facts.js';
import type { LoadTool } from '../model/load-tool.js';
import type { OptionalColumn } from '../model/reading.js';
import { Histogram } from '../stats/histogram.js';
import type { HistogramGrid } from '../stats/histogram-grid.js';
import { STEP_SECONDS, slotStart } from '../stats/time-ladder.js';
import type { Accumulator } from './accumulate.js';
import { type CountedFile, isLeftOut } from './count-file.js';
import { ERROR_CLASSES } from './error-classes.js';
import type { LabelErrors } from './error-groups.js';
import { errorTable } from './error-table.js';
import { mergeTotals } from './merge-totals.js';
import { noTotals, totalsOfSeries, totalsOfStep } from './read-totals.js';
import { compareText } from './slowest-rows.js';
import { C_CLASSES } from './step-cells.js';
import type { TransactionTotals } from './transaction-totals.js';
import { sumUsers, type Users } from './users-per-step.js';

/**
 * Turns what one pass accumulated into facts.
 * @param run all files' rows; at least one was counted
 * @param files the files one by one: their columns, and their users before merging
 * @param resolution see Facts
 * @param loadTool see Facts
 */
export function gatherFacts(run: Accumulator, files: readonly CountedFile[], resolution: number | null, loadTool: LoadTool | null): Facts {
  const own = files.filter((file) => !isLeftOut(file) && file.counted > 0);
  const known = knownParts(own);
  const { labelGrid, stepGrid } = run;
  const order = [...run.table.texts.keys()]
    .filter((slot) => hasRequests(run, slot))
    .sort((a, b) => compareText(text(run, a), text(run, b)));
  const histograms = histogramsOf(labelGrid, run.table.texts.length * 2);
  const classes = classesByLabel(run.errors.groups());
  const labels = order.map(
    (slot): Population => ({
      label: text(run, slot),
      ok: totalsOfSeries(run.totals, slot * 2),
      failed: totalsOfSeries(run.totals, slot * 2 + 1),
      okHistogram: histograms[slot * 2] as Histogram,
      failedHistogram: histograms[slot * 2 + 1] as Histogram,
      errorClasses: classes.get(slot) ?? [],
    }),
  );
  const [ok, failed] = histogramsOf(stepGrid, 2) as [Histogram, Histogram];
  const overall: Population = {
    label: null,
    ok: labels.reduce((sum, population) => mergeTotals(sum, population.ok), noTotals()),
    failed: labels.reduce((sum, population) => mergeTotals(sum, population.failed), noTotals()),
    okHistogram: ok,
    failedHistogram: failed,
    errorClasses: mergedClasses(run.errors.groups()),
  };
  const stepSeconds = STEP_SECONDS[stepGrid.level] as number;
  const steps = stepsOf(
    run,
    known.users
      ? sumUsers(
          own.map((file) => file.users),
          stepGrid.level,
        )
      : new Map(),
  );
  const cellsByStep = cellsPerStep(stepGrid, steps.length);
  const gap = run.arrivals.longest();
  return {
    window: { start: run.firstStartUs / 1000, end: run.lastEndUs / 1000 },
    resolution,
    known,
    overall,
    labels,
    transactions: transactionsOf(run.transactions),
    stepWidth: stepSeconds * 1000,
    steps,
    stepHistograms: (from, to, into) =>
      rangeHistograms(stepGrid, cellsByStep, from, to, into ?? { ok: new Histogram(), failed: new Histogram() }),
    labelStepWidth: (STEP_SECONDS[labelGrid.level] as number) * 1000,
    labelPages: (visit) =>
      labelGrid.counts.forEachPage((cell, page, pool, from) => {
        const series = labelGrid.cellSeries[cell] as number;
        const start = slotStart(labelGrid.cellSlot[cell] as number, labelGrid.level);
        visit(run.table.texts[series >> 1] as string, start, (series & 1) === 1, page, pool, from);
      }),
    parts: { ttfb: histogramOf(run.ttfb), connect: histogramOf(run.connect) },
    slowest: new Map(order.map((slot) => [text(run, slot), run.slowest.of(slot)])),
    stepExemplars: exemplarsOf(run),
    traced: run.traced.requests(run.table.texts),
    threads: run.threads,
    errors: errorTable(run.errors.groups(), run.table.texts),
    longestGap: { resolution: gap.resolution, gap: gap.longestGap, start: gap.longestGapStart },
    loadTool,
  };
}

/** A column that one of several files lacks is unknown for the run: a sum without it would be too small. */
function knownParts(files: readonly CountedFile[]): KnownParts {
  const has = (column: OptionalColumn): boolean => files.every((file) => file.reading.columns.has(column));
  return {
    bytesIn: has('bytesIn'),
    bytesOut: has('bytesOut'),
    connect: has('connect'),
    ttfb: has('ttfb'),
    users: has('users'),
    success: has('success'),
    threads: has('thread'),
  };
}

function text(run: Accumulator, slot: number): string {
  return run.table.texts[slot] as string;
}

function hasRequests(run: Accumulator, slot: number): boolean {
  return totalsOfSeries(run.totals, slot * 2).n + totalsOfSeries(run.totals, slot * 2 + 1).n > 0;
}

/** Dense counts, bucket b at index b + 1, as a histogram. */
function histogramOf(counts: Float64Array): Histogram {
  const histogram = new Histogram();
  counts.forEach((n, index) => {
    histogram.add(index - 1, n);
  });
  return histogram;
}

/** One histogram per series over all time. */
function histogramsOf(grid: HistogramGrid, series: number): Histogram[] {
  const histograms = Array.from({ length: series }, () => new Histogram());
  grid.counts.addAllTo((cell) => histograms[grid.cellSeries[cell] as number] as Histogram);
  return histograms;
}

function cellsPerStep(grid: HistogramGrid, steps: number): number[][] {
  const first = slotRange(grid)[0];
  const cells: number[][] = Array.from({ length: steps }, () => []);
  for (let cell = 0; cell < grid.cells; cell++) cells[(grid.cellSlot[cell] as number) - first]?.push(cell);
  return cells;
}

function rangeHistograms<T extends { ok: Histogram; failed: Histogram }>(
  grid: HistogramGrid,
  cells: readonly number[][],
  from: number,
  to: number,
  into: T,
): T {
  for (let step = from; step < to; step++) {
    for (const cell of cells[step] ?? []) grid.addTo(grid.cellSeries[cell] === 0 ? into.ok : into.failed, cell);
  }
  return into;
}

function slotRange(grid: HistogramGrid): [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < grid.cells; cell++) {
    const slot = grid.cellSlot[cell] as number;
    if (slot < first) first = slot;
    if (slot > last) last = slot;
  }
  return [first, last];
}

function stepsOf(run: Accumulator, users: ReadonlyMap<number, Users>): Step[] {
  const grid = run.stepGrid;
  const [first, last] = slotRange(grid);
  const steps: Step[] = [];
  for (let slot = first; slot <= last; slot++) {
    steps.push({
      start: slotStart(slot, grid.level),
      ok: noTotals(),
      failed: noTotals(),
      errorClasses: [],
      users: users.get(slot) ?? null,
    });
  }
  for (let cell = 0; cell < grid.cells; cell++) {
    const step = steps[(grid.cellSlot[cell] as number) - first] as Step;
    const at = cell * grid.scalarCount;
    if (grid.cellSeries[cell] === 0) step.ok = totalsOfStep(grid.scalars, at);
    else {
      step.failed = totalsOfStep(grid.scalars, at);
      ERROR_CLASSES.forEach((errorClass, i) => {
        const count = grid.scalars[at + C_CLASSES + i] as number;
        if (count > 0) step.errorClasses.push({ class: errorClass, count });
      });
    }
  }
  return steps;
}

function classesByLabel(groups: readonly LabelErrors[]): Map<number, ErrorClassCount[]> {
  const byLabel = new Map<number, LabelErrors[]>();
  for (const group of groups) byLabel.set(group.label, [...(byLabel.get(group.label) ?? []), group]);
  return new Map([...byLabel].map(([label, own]) => [label, mergedClasses(own)]));
}

/** Failures by class, in the order of ERROR_CLASSES. */
function mergedClasses(groups: readonly LabelErrors[]): ErrorClassCount[] {
  return ERROR_CLASSES.flatMap((errorClass) => {
    const own = groups.filter((group) => group.class === errorClass);
    if (own.length === 0) return [];
    const first = own.reduce((a, b) => (b.firstSeen < a.firstSeen ? b : a));
    return [
      {
        class: errorClass,
        count: own.reduce((sum, group) => sum + group.count, 0),
        firstSeen: first.firstSeen,
        lastSeen: own.reduce((last, group) => Math.max(last, group.lastSeen), 0),
        message: first.exemplar.message,
      },
    ];
  });
}

function transactionsOf(transactions: TransactionTotals): Population[] {
  const histograms = histogramsOf(transactions.grid, transactions.table.texts.length * 2);
  return transactions.table.texts
    .map(
      (label, slot): Population => ({
        label,
        ok: totalsOfSeries(transactions.totals, slot * 2),
        failed: totalsOfSeries(transactions.totals, slot * 2 + 1),
        okHistogram: histograms[slot * 2] as Histogram,
        failedHistogram: histograms[slot * 2 + 1] as Histogram,
        errorClasses: [],
      }),
    )
    .sort((a, b) => compareText(a.label as string, b.label as string));
}

function exemplarsOf(run: Accumulator): StepExemplars[] {
  const grid = run.stepExemplars;
  return grid.cells().map((cell) => ({
    label: text(run, cell.label),
    start: slotStart(cell.slot, grid.level),
    width: (STEP_SECONDS[grid.level] as number) * 1000,
    slowest: cell.slowest,
    failed: cell.failed,
  }));
}
