import type { Facts, Step } from '../model/facts.js';
import { PAGE } from '../stats/histogram.js';
import { representative } from '../stats/log-linear.js';
import { percentile } from '../stats/quantile.js';

/** Widths of the classes that residuals are counted in (natural logarithm) and the largest one. */
const CLASS = 0.04;
const LARGEST = 6;
const CLASSES = (2 * LARGEST) / CLASS + 1;
/** Labels that are looked at: the most frequent. */
const MAX_LABELS = 60;

/** How slow requests are beside the median of their own label, in short windows: the traffic's mix does not touch it. */
export interface Residuals {
  /** Width of a window, ms. */
  width: number;
  /** Start of the first window, ms epoch. */
  start: number;
  /** Median of the logarithm of latency over the label's median; NaN without successes. */
  median: Float64Array;
  /** Successes looked at. */
  ok: Float64Array;
  /** Starts of all requests. */
  count: Float64Array;
  /** Spread of single requests about their label's median, as the standard deviation that its quartiles would have if normal. */
  spread: number;
  /** What a ratio is worth: mean of the labels' medians, weighted, ms. */
  base: number;
}

/**
 * Residuals in windows of `width`.
 * @param width ms; a multiple of the width of the labels' steps
 */
export function residualsOf(facts: Facts, width: number): Residuals {
  const start = Math.floor((facts.steps[0] as Step).start / width) * width;
  const windows = Math.max(1, Math.ceil((facts.window.end - start) / width));
  const counts = new Uint32Array(windows * CLASSES);
  const [ok, count, medians] = [new Float64Array(windows), new Float64Array(windows), new Float64Array(windows)];
  const windowOf = (time: number): number => Math.min(windows - 1, Math.max(0, Math.floor((time - start) / width)));
  for (const step of facts.steps) {
    const at = windowOf(step.start);
    count[at] = (count[at] as number) + step.ok.n + step.failed.n;
  }
  const labels = [...facts.labels].sort((a, b) => b.ok.n - a.ok.n).slice(0, MAX_LABELS);
  const total = labels.reduce((sum, label) => sum + label.ok.n, 0);
  let base = 0;
  const centres = new Map<string, number>();
  for (const { label, ok: totals, okHistogram } of labels) {
    if (totals.n === 0) continue;
    const centre = percentile(okHistogram, 0.5, { min: totals.min, max: totals.max, resolution: facts.resolution }) as number;
    centres.set(label as string, Math.log(Math.max(0.5, centre)));
    base += (centre * totals.n) / total;
  }
  facts.labelPages((label, stepStart, failed, page, values, from) => {
    const centre = centres.get(label);
    if (failed || centre === undefined) return;
    const at = windowOf(stepStart);
    for (let k = 0; k < PAGE; k++) {
      const n = values[from + k] as number;
      if (n === 0) continue;
      const residual = logOf(page * PAGE + k - 1, facts.resolution) - centre;
      const index = at * CLASSES + Math.round((Math.max(-LARGEST, Math.min(LARGEST, residual)) + LARGEST) / CLASS);
      counts[index] = (counts[index] as number) + n;
      ok[at] = (ok[at] as number) + n;
    }
  });
  for (let i = 0; i < windows; i++) {
    const half = (ok[i] as number) / 2;
    let seen = 0;
    let at = 0;
    while (at < CLASSES - 1) {
      seen += counts[i * CLASSES + at] as number;
      if (seen >= half) break;
      at++;
    }
    medians[i] = half === 0 ? Number.NaN : at * CLASS - LARGEST;
  }
  const all = new Float64Array(CLASSES);
  for (let i = 0; i < counts.length; i++) all[i % CLASSES] = (all[i % CLASSES] as number) + (counts[i] as number);
  const spread = ((quantileOfClasses(all, 0.75) - quantileOfClasses(all, 0.25)) * CLASS) / QUARTILES_OF_NORMAL;
  return { width, start, median: medians, ok, count, base, spread };
}

/** Distance between the quartiles of a normal distribution, in standard deviations. */
const QUARTILES_OF_NORMAL = 1.349;

function quantileOfClasses(counts: Float64Array, p: number): number {
  const total = counts.reduce((sum, n) => sum + n, 0);
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i] as number;
    if (seen >= p * total) return i;
  }
  return counts.length - 1;
}

/** Logarithms of the buckets' values, by bucket + 1; filled as they are asked for. */
const logs: number[] = [];
function logOf(bucket: number, resolution: number | null): number {
  // Values of whole ms and others have representatives of their own.
  const key = 2 * (bucket + 1) + (resolution === null ? 0 : 1);
  logs[key] ??= Math.log(Math.max(0.5, representative(bucket, resolution)));
  return logs[key] as number;
}
