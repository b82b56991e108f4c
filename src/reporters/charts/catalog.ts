import type { Analysis } from '../../model/analysis.js';
import { causeTimelines } from './cause-timeline.js';
import type { ChartOptions, DrawnChart } from './chart.js';
import { concurrency } from './concurrency.js';
import { distribution } from './distribution.js';
import { endpoints } from './endpoints.js';
import { heatmap } from './heatmap.js';
import { AUTO, type Ink, LIGHT } from './ink.js';
import { percentiles } from './percentiles.js';
import { throughput } from './throughput.js';

/** A chart: null where the analysis has no data for it. */
type Draw = (analysis: Analysis, ink: Ink) => DrawnChart | null;

const CHARTS: readonly Draw[] = [percentiles, throughput, heatmap, concurrency, endpoints, distribution];

/** @returns every chart that the analysis holds data for, in reading order */
export function chartsOf(analysis: Analysis, { scheme }: ChartOptions = { scheme: 'auto' }): DrawnChart[] {
  const ink = scheme === 'light' ? LIGHT : AUTO;
  const drawn = CHARTS.map((draw) => draw(analysis, ink)).filter((chart) => chart !== null);
  return [...drawn.slice(0, 1), ...causeTimelines(analysis, ink), ...drawn.slice(1)];
}
