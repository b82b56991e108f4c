import type { Facts, Step } from '../model/facts.js';
import { logBinomialTail, logLikelihoodRatio } from '../stats/binomial-tail.js';
import { PAGE } from '../stats/histogram.js';
import { quantileOf } from '../stats/robust.js';

/** Lengths of windows that are tried, s. */
const LENGTHS = [1, 2, 5, 10, 20, 30, 60, 120, 240];
/** Least failures, share of failures, and multiple of the base rate that make a window remarkable. */
const MIN_FAILURES = 5;
const MIN_RATE = 0.01;
const OVER_BASE = 3;
/** Chance of any such window in a healthy run. */
const CHANCE = 1e-3;
/** A burst is shorter than this and over before the end, s. */
const BURST = 90;
/** Windows found at most. */
const MAX_EVENTS = 8;
/** What two events must explain better than one for being two (a logarithm of a likelihood). */
const SEPARATE = 12;
/** Steps at most: longer runs are looked at in wider steps. */
const MAX_STEPS = 20_000;

/** A stretch with more failures than the run's own base rate explains. */
export interface ErrorEvent {
  /** Null for all labels together. */
  label: string | null;
  /** ms epoch. */
  from: number;
  to: number;
  failures: number;
  requests: number;
  /** Share of failures outside of such stretches. */
  base: number;
  /** Logarithm of the probability of such a window by chance, over all windows tried. */
  logP: number;
  burst: boolean;
}

/** Requests and failures per step. */
export interface Counts {
  start: number;
  /** ms. */
  width: number;
  n: Float64Array;
  failed: Float64Array;
}

/** Counts of all requests per step. */
export function overallCounts(facts: Facts): Counts {
  const { steps, stepWidth } = facts;
  const n = Float64Array.from(steps, (step) => step.ok.n + step.failed.n);
  const failed = Float64Array.from(steps, (step) => step.failed.n);
  return { start: (steps[0] as Step).start, width: stepWidth, n, failed };
}

/** Counts of some labels per step. */
export function labelCounts(facts: Facts, labels: readonly string[]): Map<string, Counts> {
  const width = facts.labelStepWidth;
  const start = Math.floor((facts.steps[0] as Step).start / width) * width;
  const steps = Math.min(MAX_STEPS, Math.ceil((facts.window.end - start) / width));
  const empty = (): Counts => ({ start, width, n: new Float64Array(steps), failed: new Float64Array(steps) });
  const counts = new Map(labels.map((label) => [label, empty()]));
  facts.labelPages((label, stepStart, failed, _page, values, from) => {
    const own = counts.get(label);
    if (!own) return;
    const i = Math.min(steps - 1, Math.max(0, Math.round((stepStart - start) / width)));
    let n = 0;
    for (let k = from; k < from + PAGE; k++) n += values[k] as number;
    own.n[i] = (own.n[i] as number) + n;
    if (failed) own.failed[i] = (own.failed[i] as number) + n;
  });
  return counts;
}

/**
 * Windows in which failures are more than the base rate explains: a binomial scan. The base rate is the lower quartile of blocks of time, so
 * that failures that last for half of the run still stand out.
 */
export function scanErrors(counts: Counts, label: string | null): ErrorEvent[] {
  const seconds = counts.width / 1000;
  const steps = counts.n.length;
  const failed = Float64Array.from(counts.failed);
  const n = cumulated(counts.n);
  const total = n[steps] as number;
  const failures = failed.reduce((sum, k) => sum + k, 0);
  if (failures < MIN_FAILURES) return [];
  const base = Math.max(baseRate(counts, failures), 1 / Math.max(1, total));
  const lengths = [...new Set(LENGTHS.map((length) => Math.max(1, Math.round(length / seconds))))];
  const events: ErrorEvent[] = [];
  while (events.length < MAX_EVENTS) {
    const k = cumulated(failed);
    const best = mostUnlikely(n, k, lengths, base, steps);
    if (!best) break;
    const { from, to } = withBestEdges(best, n, k, base, steps);
    events.push({
      label,
      from: counts.start + from * counts.width,
      to: counts.start + to * counts.width,
      failures: (k[to] as number) - (k[from] as number),
      requests: (n[to] as number) - (n[from] as number),
      base,
      logP: best.logP,
      burst: false,
    });
    failed.fill(0, from, to);
  }
  const end = counts.start + steps * counts.width;
  return joined(events, counts, base).map((event) => ({
    ...event,
    burst: event.to - event.from < BURST * 1000 && event.to < end - 10_000,
  }));
}

interface Best {
  logP: number;
  ratio: number;
  from: number;
  to: number;
  rate: number;
}

function mostUnlikely(n: Float64Array, k: Float64Array, lengths: readonly number[], base: number, steps: number): Best | null {
  let best: Best | null = null;
  const p = Math.min(0.5, base);
  for (const length of lengths) {
    for (let from = 0; from + length <= steps; from++) {
      const failures = (k[from + length] as number) - (k[from] as number);
      const requests = (n[from + length] as number) - (n[from] as number);
      if (failures < MIN_FAILURES || failures < MIN_RATE * requests || failures < OVER_BASE * base * requests) continue;
      const ratio = logLikelihoodRatio(failures, requests, p);
      if (best && ratio <= best.ratio) continue;
      const logP = logBinomialTail(failures, requests, p) + Math.log(steps * lengths.length);
      if (logP < Math.log(CHANCE))
        best = {
          logP,
          ratio,
          from,
          to: from + length,
          rate: failures / requests,
        };
    }
  }
  return best;
}

/** Moves one edge after the other to where the rate inside stands out most from the base rate. */
function withBestEdges(best: Best, n: Float64Array, k: Float64Array, base: number, steps: number): { from: number; to: number } {
  const p = Math.min(0.5, base);
  const ratio = (from: number, to: number): number =>
    logLikelihoodRatio((k[to] as number) - (k[from] as number), (n[to] as number) - (n[from] as number), p);
  let { from, to } = best;
  for (let round = 0; round < 3; round++) {
    let most = ratio(from, to);
    for (let i = 0; i < to; i++) {
      const here = ratio(i, to);
      if (here > most) [most, from] = [here, i];
    }
    for (let i = from + 1; i <= steps; i++) {
      const here = ratio(from, i);
      if (here > most) [most, to] = [here, i];
    }
  }
  return { from, to };
}

/** Events close to each other are one if one rate over all of it explains them nearly as well as their own rates do. */
function joined(events: readonly ErrorEvent[], counts: Counts, base: number): ErrorEvent[] {
  const n = cumulated(counts.n);
  const k = cumulated(counts.failed);
  const at = (time: number): number => Math.round((time - counts.start) / counts.width);
  const of = (from: number, to: number): [number, number] => [
    (k[at(to)] as number) - (k[at(from)] as number),
    (n[at(to)] as number) - (n[at(from)] as number),
  ];
  const ratio = (from: number, to: number): number => logLikelihoodRatio(...of(from, to), Math.min(0.5, base));
  const out: ErrorEvent[] = [];
  for (const event of [...events].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && ratio(last.from, event.to) > ratio(last.from, last.to) + ratio(event.from, event.to) - SEPARATE) {
      [last.failures, last.requests] = of(last.from, event.to);
      last.to = event.to;
      last.logP = Math.min(last.logP, event.logP);
    } else out.push({ ...event });
  }
  return out;
}

/** Lower quartile of the failure rates of blocks of 30 s; longer ones where failures are so rare that most short blocks hold none. */
function baseRate({ n, failed, width }: Counts, failures: number): number {
  const seconds = n.length * (width / 1000);
  const length = Math.min(seconds / 4, Math.max(30, (4 * seconds) / Math.max(1, failures)));
  const block = Math.max(1, Math.round(length / (width / 1000)));
  const rates: number[] = [];
  for (let from = 0; from + block <= n.length; from += block) {
    let requests = 0;
    let broken = 0;
    for (let i = from; i < from + block; i++) {
      requests += n[i] as number;
      broken += failed[i] as number;
    }
    if (requests > 0) rates.push(broken / requests);
  }
  return rates.length === 0 ? 0 : quantileOf(rates, 0.25);
}

function cumulated(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number);
  return sums;
}
