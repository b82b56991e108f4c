import type { Facts } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { percentiles } from '../stats/quantile.js';

/** Figures of some labels over some time, by start of request. */
export interface PeriodFigures {
  /** Requests started. */
  count: number;
  /** Failed ones; null where the files do not tell. */
  errors: number | null;
  /** Started per second. */
  rate: number;
  /** Percentiles of the successes, ms; null without any. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** Figures of a stretch of time, to whole steps. */
export function periodFigures(facts: Facts, labels: readonly string[] | 'all', from: number, to: number): PeriodFigures {
  const ok = new Histogram();
  const failed = new Histogram();
  if (labels === 'all') {
    const inside = (at: number): boolean => at >= from - facts.stepWidth / 2 && at < to - facts.stepWidth / 2;
    const first = facts.steps.findIndex((step) => inside(step.start));
    if (first >= 0) {
      let last = first;
      while (last < facts.steps.length && inside((facts.steps[last] as { start: number }).start)) last++;
      facts.stepHistograms(first, last, { ok, failed });
    }
  } else {
    const own = new Set(labels);
    const edge = facts.labelStepWidth / 2;
    facts.labelPages((label, start, isFailed, page, counts, at) => {
      if (own.has(label) && start >= from - edge && start < to - edge) (isFailed ? failed : ok).addPage(page, counts, at);
    });
  }
  const bounds = { min: facts.overall.ok.min, max: facts.overall.ok.max, resolution: facts.resolution };
  const [p50, p95, p99] = percentiles(ok, [0.5, 0.95, 0.99], bounds) as [number | null, number | null, number | null];
  const count = ok.total + failed.total;
  return { count, errors: facts.known.success ? failed.total : null, rate: count / Math.max(0.001, (to - from) / 1000), p50, p95, p99 };
}

/** What an event is compared with where it has no level of its own before it: the minute before; null at the beginning of a run. */
export function minuteBefore({ window }: Facts, from: number): { start: number; end: number } | null {
  return from - window.start < 10_000 ? null : { start: Math.max(window.start, from - 60_000), end: from };
}
