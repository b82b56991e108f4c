import { expect, it } from 'vitest';
import type { Exhibit } from '../../src/diagnoses/dossier.js';
import { seriesOf } from '../../src/diagnoses/evidence-series.js';
import type { LogsAnswer, Signal } from '../../src/model/telemetry.js';

const RUN = { start: 10_000, end: 1_000_000 };

/** A change of a signal whose healthy median is 5. */
function changed(times: number[], values: (number | null)[]): Exhibit {
  const signal = {
    id: 'node-cpu',
    title: 'CPU in use',
    unit: 'ratio',
    service: 'stock',
    instance: 'a',
    labels: { mode: 'user' },
    times,
    values,
  };
  const change = { signal: signal as unknown as Signal, before: 5, during: 9, nBefore: 3, nDuring: 3, peak: 9, effect: 4, score: 9 };
  return { family: 'metrics', points: 1, text: 'x', at: null, change: { ...change, bad: true, onset: null } };
}

it('is what was measured over the run, and of what', () => {
  expect(seriesOf(changed([0, 10_000, 20_000.4, 30_000, 2_000_000], [1, 5.12345, null, 9, 1]), null, RUN, null)).toEqual({
    title: 'CPU in use (stock, a, user)',
    unit: 'ratio',
    at: [10_000, 20_000, 30_000],
    values: [5.123, null, 9],
  });
});

it('is as long as a drawing bears, and no outlier of either side is lost by it', () => {
  const times = Array.from({ length: 900 }, (_, i) => RUN.start + i * 1000);
  const values: (number | null)[] = times.map(() => 5);
  values[401] = 90;
  values[500] = -70;
  values[503] = null;
  const series = seriesOf(changed(times, values), null, RUN, null);
  expect(series?.at).toHaveLength(225);
  expect(series?.at).toEqual([...(series?.at ?? [])].sort((a, b) => a - b));
  expect(series?.values.filter((value) => value !== 5)).toEqual([90, -70]);
  expect(series?.at[series.values.indexOf(90)]).toBe(times[401]);
});

it('is lines per second for log lines', () => {
  const template = { service: 'stock', text: 'query failed', counts: [0, 10, 4] };
  const exhibit = { family: 'logs', points: 1, text: 'x', at: null, template: { template, before: 0 } } as unknown as Exhibit;
  expect(seriesOf(exhibit, null, RUN, { binStart: 10_000, binWidth: 5000, totals: [], templates: [] } as LogsAnswer)).toEqual({
    title: 'Log lines of stock: query failed',
    unit: '1/s',
    at: [12_500, 17_500, 22_500],
    values: [0, 2, 0.8],
  });
});

it('is none where nothing is known over time', () => {
  expect(seriesOf({ family: 'traces', points: 1, text: 'x', at: null }, null, RUN, null)).toBeNull();
  expect(seriesOf(changed([20_000], [null]), null, RUN, null)).toBeNull();
  expect(seriesOf(changed([5], [1]), null, RUN, null)).toBeNull();
});
