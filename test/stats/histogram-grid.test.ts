import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/stats/histogram.js';
import { HistogramGrid } from '../../src/stats/histogram-grid.js';
import { ORIGIN_SECONDS, ORIGIN_US, STEP_SECONDS, slotOf, slotStart } from '../../src/stats/time-ladder.js';

interface Entry {
  series: number;
  second: number;
  bucket: number;
}

const entries = fc.array(
  fc.record({
    series: fc.integer({ min: 0, max: 5 }),
    second: fc.integer({ min: -4000, max: 4000 }),
    bucket: fc.integer({ min: -1, max: 4608 }),
  }),
  { maxLength: 300 },
);
const small = { maxPages: 64, maxCells: 64, scalars: ['sum', 'min', 'max'] as const };

function addAll(grid: HistogramGrid, list: readonly Entry[]): void {
  for (const { series, second, bucket } of list) {
    grid.reserve(1, 6);
    const cell = grid.cell(series, slotOf((ORIGIN_SECONDS + second) * 1e6, grid.stepUs));
    grid.add(cell, bucket, 2);
    const at = cell * 3;
    grid.scalars[at] = (grid.scalars[at] as number) + 1;
    grid.scalars[at + 1] = Math.min(grid.scalars[at + 1] as number, second);
    grid.scalars[at + 2] = Math.max(grid.scalars[at + 2] as number, second);
  }
}

/** What the grid must hold, computed the plain way. */
function expected(
  list: readonly Entry[],
  level: number,
): Map<string, { counts: Map<number, number>; n: number; min: number; max: number }> {
  const cells = new Map<string, { counts: Map<number, number>; n: number; min: number; max: number }>();
  for (const { series, second, bucket } of list) {
    const key = `${series} ${Math.floor(second / (STEP_SECONDS[level] as number))}`;
    const cell = cells.get(key) ?? {
      counts: new Map<number, number>(),
      n: 0,
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    };
    cell.counts.set(bucket, (cell.counts.get(bucket) ?? 0) + 2);
    cell.n++;
    cell.min = Math.min(cell.min, second);
    cell.max = Math.max(cell.max, second);
    cells.set(key, cell);
  }
  return cells;
}

function check(grid: HistogramGrid, list: readonly Entry[]): void {
  const wanted = expected(list, grid.level);
  expect(grid.cells).toBe(wanted.size);
  for (let cell = 0; cell < grid.cells; cell++) {
    const found = wanted.get(`${grid.cellSeries[cell]} ${grid.cellSlot[cell]}`);
    const histogram = new Histogram();
    grid.addTo(histogram, cell);
    const counts = new Map<number, number>();
    histogram.forEach((bucket, n) => counts.set(bucket, n));
    expect([...counts].sort()).toEqual([...(found?.counts ?? [])].sort());
    expect([...grid.scalars.subarray(cell * 3, cell * 3 + 3)]).toEqual([found?.n, found?.min, found?.max]);
  }
}

describe('histogram grid', () => {
  it('holds exactly what was added, however often it had to widen its steps', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const grid = new HistogramGrid(small);
        addAll(grid, list);
        check(grid, list);
      }),
      { numRuns: 200 },
    );
  });

  it('merges to the same as one grid, at whatever levels the two are', () => {
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        const one = new HistogramGrid(small);
        addAll(one, a);
        const other = new HistogramGrid({ ...small, maxPages: 4096 });
        addAll(other, b);
        one.merge(other, Int32Array.of(0, 1, 2, 3, 4, 5));
        check(one, [...a, ...b]);
      }),
      { numRuns: 200 },
    );
  });

  it('renumbers series, merging those that get the same number', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const grid = new HistogramGrid({ ...small, maxPages: 4096, maxCells: 1024 });
        addAll(grid, list);
        const map = Int32Array.of(0, 0, 1, 1, 2, 0);
        grid.renumber(map);
        check(
          grid,
          list.map((entry) => ({ ...entry, series: map[entry.series] as number })),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('keeps counting right after widening', () => {
    fc.assert(
      fc.property(entries, entries, fc.integer({ min: 0, max: 8 }), (a, b, level) => {
        const grid = new HistogramGrid({ ...small, maxPages: 8192, maxCells: 1024 });
        addAll(grid, a);
        grid.widenTo(level);
        addAll(grid, b);
        check(grid, [...a, ...b]);
      }),
      { numRuns: 100 },
    );
  });

  it('ends at the same width of steps whatever batches the additions came in', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 60 }), (list, batch) => {
        const one = new HistogramGrid(small);
        addAll(one, list);
        one.settle();
        const other = new HistogramGrid(small);
        for (let i = 0; i < list.length; i += batch) {
          other.reserve(batch * 2, 6);
          addAll(other, list.slice(i, i + batch));
        }
        other.settle();
        expect(other.level).toBe(one.level);
        check(other, list);
      }),
      { numRuns: 200 },
    );
  });

  it('grows where even one step for all is too much', () => {
    const list = Array.from({ length: 2000 }, (_, i) => ({ series: i % 6, second: i, bucket: (i * 37) % 4608 }));
    const grid = new HistogramGrid({ maxPages: 16, maxCells: 4, scalars: ['sum', 'min', 'max'] });
    addAll(grid, list);
    check(grid, list);
  });

  it('has steps that divide each other and starts that do not depend on the origin', () => {
    for (let level = 1; level < 14; level++) expect((STEP_SECONDS[level] as number) % (STEP_SECONDS[level - 1] as number)).toBe(0);
    const us = Date.UTC(2026, 10, 22, 9, 37, 33, 999) * 1000;
    for (let level = 0; level < 11; level++) {
      const width = (STEP_SECONDS[level] as number) * 1000;
      expect(slotStart(slotOf(us, width * 1000), level)).toBe(Math.floor(us / 1000 / width) * width);
    }
    expect(slotOf(ORIGIN_US - 1, 1e6)).toBe(-1);
    expect(slotOf(Date.UTC(1990, 0) * 1000, 1e6)).toBe(Date.UTC(1990, 0) / 1000 - ORIGIN_SECONDS);
    expect(slotOf(Date.UTC(2100, 0) * 1000, 1e6)).toBe(Date.UTC(2100, 0) / 1000 - ORIGIN_SECONDS);
  });
});
