import type { Facts } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { percentile } from '../stats/quantile.js';
import type { Spike } from './stall-scan.js';

/** Times its usual median at which an endpoint waits. */
const WAITS = 1.5;
/** Requests of an endpoint in a spike that are needed to see it wait. */
const FEW = 3;
/** Share of the usual traffic that must wait, of that which can be judged, for "nearly everything". */
const EVERYTHING = 0.6;

/**
 * Whose requests wait in each spike. Some seconds hold few requests, and most of them may by chance be of the one endpoint that is slow: then not
 * everything waits.
 * @returns for each spike the endpoints that wait, `all` where nearly everything does or it cannot be told
 */
export function labelsOfSpikes(facts: Facts, spikes: readonly Spike[]): (string[] | 'all')[] {
  if (spikes.length === 0) return [];
  const inside = spikes.map(() => new Map<string, Histogram>());
  facts.labelPages((label, start, failed, page, counts, at) => {
    if (failed) return;
    spikes.forEach(({ from, to }, i) => {
      if (start < from || start >= to) return;
      const own = inside[i] as Map<string, Histogram>;
      const histogram = own.get(label) ?? new Histogram();
      own.set(label, histogram);
      histogram.addPage(page, counts, at);
    });
  });
  return inside.map((own) => {
    let judged = 0;
    const waiting: { label: string; n: number }[] = [];
    for (const { label, ok, okHistogram } of facts.labels) {
      const here = own.get(label as string);
      if (!here || here.total < FEW) continue;
      const bounds = { min: ok.min, max: ok.max, resolution: facts.resolution };
      const usual = percentile(okHistogram, 0.5, bounds) as number;
      judged += ok.n;
      if ((percentile(here, 0.5, bounds) as number) >= WAITS * Math.max(1, usual)) waiting.push({ label: label as string, n: ok.n });
    }
    const share = waiting.reduce((sum, { n }) => sum + n, 0) / judged;
    return waiting.length === 0 || share >= EVERYTHING ? 'all' : waiting.map(({ label }) => label);
  });
}
