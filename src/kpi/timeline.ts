import type { Timeline, TimelinePoint } from '../model/analysis.js';
import type { Facts, Step } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { STEP_SECONDS } from '../stats/time-ladder.js';
import { apdexOf, latencyStats } from './kpis.js';
import { mergeSteps } from './merge-steps.js';
import { mergeTotals } from './merge-totals.js';

/** Points of a timeline at most: an hour in seconds, more than any chart has pixels. */
const MAX_POINTS = 3600;

/** Figures per step of time, in steps wide enough for at most 3,600 of them. */
export function timelineOf(facts: Facts): Timeline {
  const span = facts.steps.length * facts.stepWidth;
  const width = STEP_SECONDS.map((s) => s * 1000).find((ms) => ms >= facts.stepWidth && span / ms <= MAX_POINTS) ?? span;
  const points: TimelinePoint[] = [];
  const both = new Histogram();
  for (let from = 0; from < facts.steps.length; ) {
    const start = Math.floor((facts.steps[from] as Step).start / width) * width;
    let to = from;
    while (to < facts.steps.length && (facts.steps[to] as Step).start < start + width) to++;
    points.push(pointOf(facts, from, to, start, width, both));
    from = to;
  }
  return { step: width, points };
}

/** @param both histogram to work in; thousands of points need only one */
function pointOf(facts: Facts, from: number, to: number, start: number, width: number, both: Histogram): TimelinePoint {
  const step = to - from === 1 ? (facts.steps[from] as Step) : mergeSteps(facts.steps.slice(from, to));
  both.clear();
  const all = mergeTotals(step.ok, step.failed);
  if (all.n > 0) facts.stepHistograms(from, to, { ok: both, failed: both });
  const { n: _, smallSample: __, ...latency } = latencyStats(all, both, facts.resolution);
  return {
    start,
    count: all.n,
    errors: facts.known.success ? step.failed.n : null,
    throughput: all.n / (width / 1000),
    errorRate: all.n === 0 || !facts.known.success ? null : step.failed.n / all.n,
    ...latency,
    apdex: facts.known.success ? apdexOf(all) : null,
    users: step.users?.max ?? null,
    bytesIn: facts.known.bytesIn ? all.bytesIn : null,
    bytesOut: facts.known.bytesOut ? all.bytesOut : null,
    ttfb: facts.known.ttfb && all.ttfb.n > 0 ? all.ttfb.sum / all.ttfb.n : null,
    errorClasses: step.errorClasses,
  };
}
