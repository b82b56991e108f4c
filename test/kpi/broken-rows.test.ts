import { describe, expect, it } from 'vitest';
import { Accumulator } from '../../src/kpi/accumulate.js';
import { LabelFilter } from '../../src/kpi/label-filter.js';
import { SampleRows } from '../../src/parsers/sample-rows.js';

const NOON = 1_764_158_400_000_000;
const DAY = 86_400_000;

function add(rows: readonly (readonly [time: number, ms: number])[]): number {
  const batch = new SampleRows();
  const label = batch.idOf(batch.labels, 'a');
  rows.forEach(([time, ms], row) => {
    batch.rows = row + 1;
    batch.timestamp[row] = time;
    batch.latency[row] = ms;
    batch.label[row] = label;
    batch.weight[row] = 1;
  });
  const accumulator = new Accumulator('own.data', {
    fromUs: Number.NEGATIVE_INFINITY,
    toUs: Number.POSITIVE_INFINITY,
    labels: new LabelFilter([], []),
    apdexT: 500,
  });
  accumulator.add(batch);
  return accumulator.counted;
}

describe("rows of a library's user", () => {
  it('are counted within the bounds of all formats', () => {
    expect(
      add([
        [NOON, 5],
        [NOON + 1, 0],
        [NOON + 2, 31 * DAY],
      ]),
    ).toBe(3);
  });

  it.each([
    ['no time', Number.NaN, 5],
    ['a time before 1970', -1, 5],
    ['a time of the year 2100', 4_102_444_800e6, 5],
    ['no latency', NOON, Number.NaN],
    ['a negative latency', NOON, -1],
    ['a latency without an end', NOON, Number.POSITIVE_INFINITY],
    ['more than 31 days', NOON, 31 * DAY + 1],
  ])('are refused with %s, wherever in the batch', (_, time, ms) => {
    for (const rows of [
      [[time, ms]],
      [
        [time, ms],
        [NOON, 5],
      ],
      [
        [NOON, 5],
        [time, ms],
      ],
    ] as [number, number][][]) {
      expect(() => add(rows)).toThrow('own.data has a row whose time is not of 1970 to 2100, or whose latency is not of 0 to 31 days.');
    }
  });
});
