import type { Window } from '../model/window.js';
import type { WantedMetric } from './prometheus-names.js';

/** Most samples that one answer may hold, about 10 MB of text. */
const PER_QUERY = 400_000;
/** Most samples of a run. */
const IN_TOTAL = 4_000_000;
/** Longest list of names in one query, characters: some servers and proxies refuse long forms. */
const MAX_NAMES = 8_000;
/** Windows up to this are read sample by sample, ms. */
const RAW_UP_TO = 2 * 3_600_000;
/** Moments of a window that is read in steps; Prometheus refuses more than 11,000. */
const STEPS = 1_000;
const UNKNOWN_INTERVAL = 15_000;

/** How a window is read. */
export interface ReadingPlan {
  window: Window;
  /** Width of a step, ms; null where every sample is read. */
  step: number | null;
  batches: string[][];
  /** Metrics that are not read, since there are too many samples. */
  leftOut: { metrics: number; series: number };
}

/**
 * Window to ask about: some time before the test, to see what was there before, and after it, to see what remains.
 * @param test window of the test, ms
 */
export function askedWindow(test: Window): Window {
  return { start: test.start - 60_000, end: test.end + 20_000 };
}

/**
 * Splits metrics into queries that stay below limits.
 * @param metrics by rank
 * @param series series of each metric by name; a metric that is not in it has none at the end of the window, and counts as 10
 * @param interval time between samples, ms; null where unknown
 * @param window to read
 */
export function planReading(
  metrics: readonly WantedMetric[],
  series: ReadonlyMap<string, number>,
  interval: number | null,
  window: Window,
): ReadingPlan {
  const length = window.end - window.start;
  const every = Math.max(1, interval ?? UNKNOWN_INTERVAL);
  // A multiple of the interval, so that steps do not see one sample twice and the next one never.
  const step = length <= RAW_UP_TO ? null : Math.max(1000, Math.ceil(length / STEPS / every) * every);
  const samples = Math.ceil(length / (step ?? every));
  const plan: ReadingPlan = { window, step, batches: [], leftOut: { metrics: 0, series: 0 } };
  let batch: string[] = [];
  let held = 0;
  let text = 0;
  let total = 0;
  for (const { name } of metrics) {
    const count = series.get(name) ?? 10;
    if (total + count * samples > IN_TOTAL) {
      plan.leftOut.metrics++;
      plan.leftOut.series += count;
      continue;
    }
    total += count * samples;
    if (batch.length > 0 && (held + count * samples > PER_QUERY || text + name.length > MAX_NAMES)) {
      plan.batches.push(batch);
      batch = [];
      held = 0;
      text = 0;
    }
    batch.push(name);
    held += count * samples;
    text += name.length + 1;
  }
  if (batch.length > 0) plan.batches.push(batch);
  return plan;
}
