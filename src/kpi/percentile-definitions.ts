import type { PercentileDefinition } from '../model/analysis.js';
import type { Facts, Population } from '../model/facts.js';
import { Histogram, type ValueBounds } from '../stats/histogram.js';
import { jmeterAggregatePercentile, jmeterDashboardPercentile, percentile } from '../stats/quantile.js';
import { mergeTotals } from './merge-totals.js';

/** Labels shown with other tools' values, those that differ most first. */
const MAX_LABELS = 50;

interface Definition {
  name: string;
  definition: string;
  estimate(histogram: Histogram, p: number, bounds: ValueBounds): number | null;
}

const JMETER: readonly Definition[] = [
  {
    name: 'JMeter HTML dashboard',
    definition:
      'Interpolates between the two values around position p (n + 1) ("LEGACY" of Commons Math). Given here over all requests; the dashboard may keep only the last 20,000 of a label (jmeter.reportgenerator.statistic_window).',
    estimate: jmeterDashboardPercentile,
  },
  {
    name: 'JMeter Aggregate Report',
    definition: 'Takes the value of rank round(p n), half up.',
    estimate: jmeterAggregatePercentile,
  },
];

/** The percentiles as JMeter's own reports would print them over the same requests: for all, and for labels where they differ from ours. */
export function percentileDefinitions(facts: Facts): PercentileDefinition[] {
  const overall = JMETER.map((definition) => valuesOf(definition, facts.overall, facts.resolution));
  const labels = facts.labels
    .flatMap((population) => JMETER.map((definition) => valuesOf(definition, population, facts.resolution)))
    .filter((value) => value.entry.differs)
    .sort((a, b) => b.difference - a.difference)
    .slice(0, MAX_LABELS);
  return [...overall, ...labels].map((value) => value.entry);
}

function valuesOf(
  definition: Definition,
  population: Population,
  resolution: number | null,
): { entry: PercentileDefinition; difference: number } {
  const all = mergeTotals(population.ok, population.failed);
  const histogram = new Histogram().merge(population.okHistogram).merge(population.failedHistogram);
  const bounds = { min: all.min, max: all.max, resolution };
  const shares = [0.9, 0.95, 0.99] as const;
  const theirs = shares.map((p) => definition.estimate(histogram, p, bounds));
  const ours = shares.map((p) => percentile(histogram, p, bounds));
  const differences = theirs.map((value, i) => Math.abs((value ?? 0) - (ours[i] ?? 0)) / Math.max(1, ours[i] ?? 0));
  return {
    entry: {
      name: definition.name,
      definition: definition.definition,
      label: population.label,
      p90: theirs[0] ?? null,
      p95: theirs[1] ?? null,
      p99: theirs[2] ?? null,
      differs: differences.some((d) => d > 0),
    },
    difference: Math.max(...differences),
  };
}
