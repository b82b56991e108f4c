import type { Facts, Population } from '../model/facts.js';
import { Histogram, PAGE } from '../stats/histogram.js';
import { bucketOf, representative } from '../stats/log-linear.js';
import { percentile } from '../stats/quantile.js';
import { fillPercentiles, type LabelSeries, windowsFor } from './label-series.js';

/** Requests of an endpoint below which its own median says nothing. */
const FEW = 16;
/** Requests of all of them together that are followed, and endpoints: one alone is a label of its own, or too rare. */
const MIN_REQUESTS = 300;
const MIN_LABELS = 2;
/** Largest ratio to the endpoint's own median that is told apart. */
const LARGEST = 1000;

/**
 * Endpoints with too few requests to be followed one by one, together: each request counts as so many times its own endpoint's median as it took, in ms of the
 * mean of these medians, so that the traffic's mix does not touch it.
 * @param rare populations of these endpoints
 * @returns null where they have too few requests together as well
 */
export function pooledSeries(facts: Facts, rare: readonly Population[]): LabelSeries | null {
  const own = rare.filter(({ ok }) => ok.n >= FEW);
  const n = own.reduce((sum, { ok, failed }) => sum + ok.n + failed.n, 0);
  if (own.length < MIN_LABELS || n < MIN_REQUESTS) return null;
  const centres = new Map<string, number>();
  let base = 0;
  let total = 0;
  for (const { label, ok, okHistogram } of own) {
    const centre = Math.max(0.5, percentile(okHistogram, 0.5, { min: ok.min, max: ok.max, resolution: facts.resolution }) as number);
    centres.set(label as string, centre);
    base += centre * ok.n;
    total += ok.n;
  }
  base /= total;
  const windows = windowsFor(facts, n);
  if (windows === null) return null;
  const bounds = { min: base / LARGEST, max: base * LARGEST, resolution: null };
  const first = bucketOf(bounds.min) - 1;
  const buckets = bucketOf(bounds.max) + 2 - first;
  const counts = new Uint32Array(windows.count.length * buckets);
  const ok = new Float64Array(windows.count.length);
  /** Visits every request of these endpoints as a bucket of what it counts as. */
  const visit = (each: (start: number, failed: boolean, bucket: number, times: number) => void): void =>
    facts.labelPages((label, start, failed, page, values, from) => {
      const centre = centres.get(label);
      if (centre === undefined) return;
      for (let k = 0; k < PAGE; k++) {
        const times = values[from + k] as number;
        if (times === 0) continue;
        const ms = representative(page * PAGE + k - 1, facts.resolution);
        const worth = Math.min(bounds.max, Math.max(bounds.min, (ms / centre) * base));
        each(start, failed, bucketOf(worth), times);
      }
    });
  visit((start, failed, bucket, times) => {
    const i = Math.min(ok.length - 1, Math.max(0, Math.floor((start - windows.start) / windows.width)));
    windows.count[i] = (windows.count[i] as number) + times;
    if (failed) return;
    const at = i * buckets + bucket - first;
    counts[at] = (counts[at] as number) + times;
    ok[i] = (ok[i] as number) + times;
  });
  const series: LabelSeries = {
    ...windows,
    label: '',
    n,
    bounds,
    between(from, to) {
      const all = new Histogram();
      visit((start, failed, bucket, times) => {
        if (!failed && start >= from && start < to) all.add(bucket, times);
      });
      return all;
    },
  };
  fillPercentiles(series, { first, buckets, counts, ok });
  return series;
}

/** The endpoints of a run that no series follows. */
export function unfollowed({ labels }: Facts, followed: readonly LabelSeries[]): Population[] {
  const known = new Set(followed.map(({ label }) => label));
  return labels.filter(({ label }) => !known.has(label as string));
}
