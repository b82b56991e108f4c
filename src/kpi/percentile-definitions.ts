import type { PercentileDefinition } from '../model/analysis.js';
import type { Facts, Population } from '../model/facts.js';
import { aggregateReportRank, dashboardPosition, nearestRank } from '../stats/quantile.js';
import { allHistogram } from './all-histogram.js';
import { mergeTotals } from './merge-totals.js';

/** Labels shown with other tools' values, those that differ most first. */
const MAX_LABELS = 50;
const SHARES = [0.9, 0.95, 0.99] as const;

const DASHBOARD = {
  name: 'JMeter HTML dashboard',
  definition:
    'Interpolates between the two values around position p (n + 1) ("LEGACY" of Commons Math). Given here over all requests; the dashboard may keep only the last 20,000 of a label (jmeter.reportgenerator.statistic_window).',
};
const AGGREGATE = {
  name: 'JMeter Aggregate Report',
  definition: 'Takes the value of rank round(p n), half up.',
};

interface Compared {
  entry: PercentileDefinition;
  /** Largest relative difference from ours. */
  difference: number;
}

/** The percentiles as JMeter's own reports define them, over the same requests: for all, and for labels where they differ from ours. */
export function percentileDefinitions(facts: Facts): PercentileDefinition[] {
  const overall = compare(facts.overall, facts.resolution);
  const labels = facts.labels
    .flatMap((population) => compare(population, facts.resolution))
    .filter((compared) => compared.entry.differs)
    .sort((a, b) => b.difference - a.difference)
    .slice(0, MAX_LABELS);
  return [...overall, ...labels].map((compared) => compared.entry);
}

function compare(population: Population, resolution: number | null): Compared[] {
  const all = mergeTotals(population.ok, population.failed);
  const histogram = allHistogram(population);
  const n = histogram.total;
  const places = SHARES.map((p) => ({ ours: nearestRank(n, p), aggregate: aggregateReportRank(n, p), dashboard: dashboardPosition(n, p) }));
  // All ranks are looked up in one pass over the histogram; with hundreds of labels that is what takes the time.
  const ranks = [...new Set(places.flatMap(({ ours, aggregate, dashboard }) => [ours, aggregate, dashboard.below, dashboard.above]))].sort(
    (a, b) => a - b,
  );
  const values = histogram.valuesAtRanks(ranks, { min: all.min, max: all.max, resolution });
  const at = (rank: number): number => values[ranks.indexOf(rank)] as number;
  const ours = places.map((place) => at(place.ours));
  const entry = (definition: typeof DASHBOARD, theirs: readonly number[]): Compared => {
    const difference = Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] as number)) / Math.max(1, ours[i] as number)));
    const [p90 = null, p95 = null, p99 = null] = theirs;
    return { entry: { ...definition, label: population.label, p90, p95, p99, differs: difference > 0 }, difference };
  };
  return [
    entry(
      DASHBOARD,
      places.map(({ dashboard: { below, above, weight } }) => at(below) + weight * (at(above) - at(below))),
    ),
    entry(
      AGGREGATE,
      places.map((place) => at(place.aggregate)),
    ),
  ];
}
