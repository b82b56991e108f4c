import type { DrawnChart } from './chart.js';

/** Section under whose heading a chart stands. A chart of another name, or whose section a report lacks, stands at the end of the timeline's. */
const SECTIONS: Readonly<Record<string, string>> = {
  distribution: 'Response times',
  endpoints: 'Endpoints',
  throughput: 'Timeline',
  heatmap: 'Timeline',
  concurrency: 'Timeline',
};

/** Titles of the section of causes. */
const CAUSES = ['Likely causes', 'Possible causes'];

/** The chart on page one. */
const FIRST = 'percentiles';

/** Where charts stand. */
export interface ChartPlaces {
  /** The chart of page one; null where the analysis has none. */
  first: DrawnChart | null;
  /** The others, by title of their section. */
  bySection: ReadonlyMap<string, DrawnChart[]>;
}

/**
 * Gives each chart a place; none is lost.
 * @param titles of the sections that the report has
 */
export function placeCharts(charts: readonly DrawnChart[], titles: readonly string[]): ChartPlaces {
  const bySection = new Map<string, DrawnChart[]>();
  const first = charts.find(({ id }) => id === FIRST) ?? null;
  for (const chart of charts) {
    if (chart === first) continue;
    const own = chart.id.startsWith('cause-timeline') ? CAUSES.find((title) => titles.includes(title)) : SECTIONS[chart.id];
    const wanted = [own, 'Timeline', titles[0]].find((title) => title !== undefined && titles.includes(title));
    if (wanted !== undefined) bySection.set(wanted, [...(bySection.get(wanted) ?? []), chart]);
  }
  return { first, bySection };
}
