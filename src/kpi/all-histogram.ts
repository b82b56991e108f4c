import type { Population } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';

/** Latencies of successes and failures together. To be read only: without failures it is the successes' own histogram. */
export function allHistogram(population: Population): Histogram {
  if (population.failedHistogram.total === 0) return population.okHistogram;
  return new Histogram().merge(population.okHistogram).merge(population.failedHistogram);
}
