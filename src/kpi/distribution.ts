import type { Distribution, Heatmap } from '../model/analysis.js';
import type { Facts } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { BUCKETS, lowerBound } from '../stats/log-linear.js';

/** Bands and steps at most: what a drawing can show. */
const MAX_BANDS = 60;
const MAX_MAP_BANDS = 30;
const MAX_STEPS = 120;
/** Buckets per octave of the histogram's scheme. */
const PER_OCTAVE = 128;

/** Counts per band of the whole run. Bands are whole buckets of the histogram, so that counts are exact. */
export function distributionOf(facts: Facts): Distribution {
  const { overall, resolution } = facts;
  const all = new Histogram().merge(overall.okHistogram).merge(overall.failedHistogram);
  const edges = edgesOf(all, MAX_BANDS, resolution);
  return { bounds: boundsOf(edges, facts), ok: countsOf(overall.okHistogram, edges), failed: countsOf(overall.failedHistogram, edges) };
}

/** Counts per band and step of time. */
export function heatmapOf(facts: Facts): Heatmap {
  const { overall, resolution, steps, stepWidth } = facts;
  const all = new Histogram().merge(overall.okHistogram).merge(overall.failedHistogram);
  const edges = edgesOf(all, MAX_MAP_BANDS, resolution);
  const group = Math.max(1, Math.ceil(steps.length / MAX_STEPS));
  const counts: number[][] = [];
  const both = { ok: new Histogram(), failed: new Histogram() };
  for (let from = 0; from < steps.length; from += group) {
    both.ok.clear();
    both.failed.clear();
    facts.stepHistograms(from, Math.min(steps.length, from + group), both);
    const own = countsOf(both.ok, edges);
    countsOf(both.failed, edges).forEach((n, band) => {
      own[band] = (own[band] as number) + n;
    });
    while (own.length > 0 && own.at(-1) === 0) own.pop();
    counts.push(own);
  }
  return { bounds: boundsOf(edges, facts), start: steps[0]?.start ?? facts.window.start, step: stepWidth * group, counts };
}

/** Bounds of bands, ms. The bucket above all others has no upper bound of its own: the largest latency lies below the last one. */
function boundsOf(edges: readonly number[], { overall: { ok, failed } }: Facts): number[] {
  return edges.map((edge) => (edge > BUCKETS ? Math.floor(Math.max(ok.max, failed.max)) + 1 : lowerBound(edge)));
}

/** First buckets of the bands, and the one after the last: as many to an octave as there is room for, none narrower than the resolution. */
function edgesOf(histogram: Histogram, most: number, resolution: number | null): number[] {
  // Bucket -1 holds what took no time, and is a band of its own: from there to the first other bucket lie many octaves of nothing.
  let [zeros, first, last] = [false, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  histogram.forEach((bucket) => {
    if (bucket < 0) zeros = true;
    else if (bucket < first) first = bucket;
    last = Math.max(last, bucket);
  });
  if (histogram.total === 0) return [];
  if (last < 0) return [-1, 0];
  for (const parts of [16, 8, 4, 2, 1, 0.5]) {
    const width = PER_OCTAVE / parts;
    const edges: number[] = zeros ? [-1] : [];
    for (let edge = Math.floor(first / width) * width; edge < last + width; edge += width) {
      const value = lowerBound(edge);
      const isMultiple = resolution === null || Number.isInteger(value / resolution);
      if ((isMultiple || edges.length === 0) && edge <= BUCKETS) edges.push(edge);
    }
    if ((edges.at(-1) as number) <= last) edges.push(last + 1);
    if (edges.length - 1 <= most) return edges;
  }
  return [zeros ? -1 : first, last + 1];
}

function countsOf(histogram: Histogram, edges: readonly number[]): number[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  let band = 0;
  histogram.forEach((bucket, n) => {
    // Buckets come in order, page by page; a bucket that lies before the last one begins anew.
    if (bucket < (edges[band] as number)) band = 0;
    while (band + 1 < counts.length && bucket >= (edges[band + 1] as number)) band++;
    counts[band] = (counts[band] as number) + n;
  });
  return counts;
}
