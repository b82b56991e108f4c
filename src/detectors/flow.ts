import type { Facts, Step } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { percentiles } from '../stats/quantile.js';

/** Requests going in and coming out over time. */
export interface Flow {
  /** Width of a window, ms. */
  width: number;
  /** Start of the first window, ms epoch. */
  start: number;
  /** Started per window. */
  starts: Float64Array;
  /** Completed per window: each start moved by the latencies of its step. */
  completions: Float64Array;
  /** Of these, successes. */
  good: Float64Array;
  /** On average in flight at the end of the window. */
  inFlight: Float64Array;
}

/** Shares at which a step's latencies are taken to move its requests. */
const SHARES = Array.from({ length: 20 }, (_, i) => (i + 0.5) / 20);

const made = new WeakMap<Facts, Flow>();

/** Starts and completions in windows of about 5 s. */
export function flowOf(facts: Facts): Flow {
  const known = made.get(facts);
  if (known) return known;
  const group = Math.max(1, Math.round(5000 / facts.stepWidth));
  const width = group * facts.stepWidth;
  const start = (facts.steps[0] as Step).start;
  const windows = Math.max(1, Math.ceil(facts.steps.length / group));
  const [starts, completions, good] = [new Float64Array(windows), new Float64Array(windows), new Float64Array(windows)];
  const both = { ok: new Histogram(), failed: new Histogram() };
  const boundsOf = (step: Step['ok']) => ({
    min: step.min,
    max: step.max,
    resolution: facts.resolution,
  });
  facts.steps.forEach((step, i) => {
    const n = step.ok.n + step.failed.n;
    if (n === 0) return;
    const at = Math.floor(i / group);
    starts[at] = (starts[at] as number) + n;
    both.ok.clear();
    both.failed.clear();
    facts.stepHistograms(i, i + 1, both);
    const middle = step.start + facts.stepWidth / 2;
    for (const [totals, histogram] of [
      [step.ok, both.ok],
      [step.failed, both.failed],
    ] as const) {
      if (totals.n === 0) continue;
      for (const latency of percentiles(histogram, SHARES, boundsOf(totals)) as number[]) {
        const end = Math.min(windows - 1, Math.floor((middle + latency - start) / width));
        const share = totals.n / SHARES.length;
        completions[end] = (completions[end] as number) + share;
        if (totals === step.ok) good[end] = (good[end] as number) + share;
      }
    }
  });
  const inFlight = new Float64Array(windows);
  let open = 0;
  for (let i = 0; i < windows; i++) {
    open += (starts[i] as number) - (completions[i] as number);
    inFlight[i] = Math.max(0, open);
  }
  const flow = { width, start, starts, completions, good, inFlight };
  made.set(facts, flow);
  return flow;
}
