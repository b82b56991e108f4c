import type { Exemplar, OutlierStatistic, OutlierStatistics } from '../model/analysis.js';
import type { Facts, Population } from '../model/facts.js';
import { percentile } from '../stats/quantile.js';
import { allHistogram } from './all-histogram.js';
import { mergeTotals } from './merge-totals.js';
import { KEPT, slowerFirst } from './slowest-rows.js';

/** Multiples of the standard deviation above the mean that mark a request. */
const Z = 2.5;
/** Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers: |0.6745 (x − median) / MAD| > 3.5. */
const MODIFIED_Z = 3.5;
const MAD_TO_SD = 0.6745;
/** Ratio P99 / P50 above which a tail is called long. */
const LONG_TAIL = 2;

const ONLY_DESCRIBES =
  'It does not mean that something is wrong: latencies are skewed, and on healthy runs it marks some per cent of requests.';

/** The named outlier statistics, for all requests and per label. */
export function outlierStatistics(facts: Facts): { overall: OutlierStatistics; byLabel: OutlierStatistics[] } {
  const slowest = [...facts.slowest.values()].flat().sort(slowerFirst).slice(0, KEPT);
  return {
    overall: statisticsOf(facts.overall, slowest, facts.resolution),
    byLabel: facts.labels.map((population) =>
      statisticsOf(population, facts.slowest.get(population.label as string) ?? [], facts.resolution),
    ),
  };
}

function statisticsOf(population: Population, slowest: readonly Exemplar[], resolution: number | null): OutlierStatistics {
  const all = mergeTotals(population.ok, population.failed);
  const histogram = allHistogram(population);
  const bounds = { min: all.min, max: all.max, resolution };
  const sd = Math.sqrt(all.moments.m2 / all.n);
  const p50 = percentile(histogram, 0.5, bounds) as number;
  const p99 = percentile(histogram, 0.99, bounds) as number;
  const mad = histogram.medianDeviation(p50, bounds) as number;
  const mark = (
    value: number | null,
    threshold: number | null,
    limit: number | null,
    means: string,
    doesNotMean: string,
  ): OutlierStatistic => {
    const above = limit === null ? null : histogram.countAbove(limit, bounds);
    return {
      threshold,
      value,
      count: above?.count ?? null,
      countBounds: above && { low: above.low, high: above.high },
      share: above && above.count / all.n,
      worst: limit === null ? [] : slowest.filter((row) => row.latency > limit),
      means,
      doesNotMean,
    };
  };
  const zLimit = all.sum / all.n + Z * sd;
  const modifiedLimit = mad > 0 ? p50 + (MODIFIED_Z * mad) / MAD_TO_SD : null;
  const ratio = p50 > 0 ? p99 / p50 : null;
  return {
    label: population.label,
    zScore: mark(sd, zLimit, zLimit, `Requests slower than the mean plus ${Z} standard deviations.`, ONLY_DESCRIBES),
    modifiedZScore: mark(
      mad,
      modifiedLimit,
      modifiedLimit,
      mad > 0
        ? `Requests whose distance from the median is above ${MODIFIED_Z} / ${MAD_TO_SD} times the median absolute deviation.`
        : 'Undefined: at least half of the requests took the same time, so the median absolute deviation is 0.',
      ONLY_DESCRIBES,
    ),
    p99p50: mark(
      ratio,
      LONG_TAIL,
      ratio === null ? null : LONG_TAIL * p50,
      ratio === null
        ? 'Undefined: the median is 0 ms.'
        : `How many times the median one request in a hundred takes or more; counted are requests over ${LONG_TAIL} times the median.`,
      'A high ratio does not mean two populations: every log-normal distribution with σ > 0.3 exceeds 2. Bimodality needs a test of its own.',
    ),
  };
}
