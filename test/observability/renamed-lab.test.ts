import { describe, expect, it } from 'vitest';
import type { Signal } from '../../src/model/telemetry.js';
import type { RawSeries } from '../../src/observability/metrics/raw-series.js';
import { signalsOf } from '../../src/observability/metrics/signals-of.js';
import { dictionary, LAB_NAMES } from './lab-names.js';
import { LAB, labRuns, labSeries } from './lab-series.js';

const RUNS = labRuns().filter((run) => ['slow-query', 'pool-exhaustion', 'retry-storm'].includes(run));
if (RUNS.length === 0) console.warn(`skipped: recorded runs under other names: no recorded runs in ${LAB}`);

/** Values of labels that name things of the recorded system, and the label that names who is called. */
const NAMES = [...LAB_NAMES, 'product'];
const LABELS: Readonly<Record<string, string>> = { target: 'zielDienst', topology: 'plan' };
/** Metrics of the application itself. */
const METRICS: Readonly<Record<string, string>> = {
  cache_requests_total: 'zwischenspeicher_requests_total',
  rate_limited_requests_total: 'abc_limited_requests_total',
};

describe.skipIf(RUNS.length === 0)('recorded runs under other names', () => {
  it.each(RUNS)('%s: the same signals, called otherwise', (run) => {
    const { series, window } = labSeries(run);
    const other = dictionary(11, NAMES);
    const renamed = series.map((one): RawSeries => {
      const labels = Object.entries(one.labels).map(([label, value]) => [
        LABELS[label] ?? label,
        label === '__name__' ? (METRICS[value] ?? value) : other(value),
      ]);
      return { ...one, labels: Object.fromEntries(labels) };
    });
    const expected = signalsOf(series, window);
    const found = signalsOf(renamed, window);
    expect(levels(found.signals, (text) => text)).toEqual(levels(expected.signals, other));
    expect(found.calls.map((one) => `${one.client} ${one.server}`).sort()).toEqual(
      expected.calls.map((one) => other(`${one.client} ${one.server}`)).sort(),
    );
  });
});

/** Each signal by its renamed identity, with its mean to nine digits (sums of fractions depend on the order of series). */
function levels(signals: readonly Signal[], other: (text: string) => string): Record<string, string> {
  const entries = signals
    // Of many statements some are left out; which of two that change alike depends on their names.
    .filter((one) => !one.id.startsWith('postgres-statement'))
    .map((one) => {
      const labels = Object.entries(one.labels).map(([label, value]) => [LABELS[label] ?? label, other(value)]);
      const id = Object.entries(METRICS).reduce(
        (text, [name, renamed]) => text.replace(name.replace('_total', ''), renamed.replace('_total', '')),
        one.id,
      );
      const values = one.values.filter((value) => value !== null);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return [JSON.stringify([id, other(one.service ?? ''), one.instance, labels.sort()]), mean.toPrecision(9)] as const;
    });
  return Object.fromEntries(entries);
}
