import type { Facts, Step } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { bucketOf } from '../stats/log-linear.js';
import { percentiles } from '../stats/quantile.js';
import { median } from '../stats/robust.js';
import { isWaiting } from './generator.js';
import { residualsOf } from './residuals.js';

/** What is looked at on both sides of a step, ms; a quarter of it must be there, or nothing tells what was to be expected. */
const AROUND = 90_000;
/** Starts that a step must expect, and the share of them that may come for them to be missing. */
const EXPECTED = 5;
const FEWER = 0.5;
/** Times as slow as their endpoints' own medians that requests of a hold-up are. Where users merely do what takes long, they are not. */
const SLOWER = 3;
/** Longer than this users do not wait through one hold-up but live with a slower system, ms. */
const LONGEST = 60_000;
/** Hold-ups beyond this share of the run are how the run is. */
const MOST = 0.2;

/** A time in which users could send little, since they waited. */
export interface HoldUp {
  from: number;
  to: number;
  /** Requests that were to be expected in it and were not sent. */
  missing: number;
}

/** Percentiles of all requests as recorded, and with those that were not sent, ms. */
export interface Corrected {
  shares: readonly number[];
  recorded: number[];
  corrected: number[];
}

/** Times of at most a minute in which users of a closed test started less than half of what they start around them, because answers took longer than usual. */
export function holdUpsOf(facts: Facts): HoldUp[] {
  const { steps, stepWidth } = facts;
  const counts = steps.map((step) => step.ok.n + step.failed.n);
  const users = usersPerStep(steps);
  const each = counts.map((n, i) => (users[i] ? n / (users[i] as number) : Number.NaN));
  const near = Math.max(8, Math.round(AROUND / stepWidth));
  const expectedAt = (i: number): number => {
    const usual = each.slice(Math.max(0, i - near), i + near + 1).filter((x) => !Number.isNaN(x));
    return usual.length < near / 4 ? 0 : median(usual) * (users[i] as number);
  };
  const holdUps: HoldUp[] = [];
  // The first and last steps are cut, and plans ramp there.
  for (let i = Math.ceil(near / 4); i < steps.length - near / 4; i++) {
    const expected = expectedAt(i);
    const n = counts[i] as number;
    if (expected < EXPECTED || n > FEWER * expected) continue;
    const from = (steps[i] as Step).start;
    const last = holdUps.at(-1);
    if (last && from - last.to < stepWidth * 1.5) {
      last.to = from + stepWidth;
      last.missing += expected - n;
    } else holdUps.push({ from, to: from + stepWidth, missing: expected - n });
  }
  if (holdUps.length === 0) return [];
  const isSlow = slowTimes(facts);
  const brief = holdUps.filter((one) => one.to - one.from <= LONGEST && isSlow(one) && isWaiting(facts, one));
  const lasted = brief.reduce((sum, { from, to }) => sum + to - from, 0);
  return lasted > MOST * (facts.window.end - facts.window.start) ? [] : brief;
}

/** Whether the requests of a time, or of the step before, are slow for what they are. */
function slowTimes(facts: Facts): (time: { from: number; to: number }) => boolean {
  const width = Math.max(facts.stepWidth, facts.labelStepWidth);
  const { median: logs, start } = residualsOf(facts, width);
  return ({ from, to }) => {
    const own = logs.subarray(Math.max(0, Math.floor((from - start) / width) - 1), Math.ceil((to - start) / width));
    return own.some((log) => log >= Math.log(SLOWER));
  };
}

/** Users in each step; where no request tells, as many as before. */
function usersPerStep(steps: readonly Step[]): number[] {
  let last = 0;
  return steps.map(({ users }) => {
    if (users) last = users.mean;
    return last;
  });
}

/**
 * Percentiles with the requests that were not sent: due evenly over the hold-up, each waits for its end. That is what HdrHistogram does with an
 * expected interval (recordValueWithExpectedInterval), for the hold-ups alone: elsewhere a user's own pauses differ, and nothing is missing.
 */
export function correctedPercentiles({ overall, resolution }: Facts, holdUps: readonly HoldUp[], shares: readonly number[]): Corrected {
  const all = new Histogram().merge(overall.okHistogram).merge(overall.failedHistogram);
  const bounds = { min: Math.min(overall.ok.min, overall.failed.min), max: Math.max(overall.ok.max, overall.failed.max), resolution };
  const recorded = percentiles(all, shares, bounds) as number[];
  let { max } = bounds;
  for (const { from, to, missing } of holdUps) {
    const many = Math.round(missing);
    for (let k = 0; k < many; k++) {
      const waits = ((k + 0.5) / many) * (to - from);
      all.add(bucketOf(waits), 1);
      if (waits > max) max = waits;
    }
  }
  return { shares, recorded, corrected: percentiles(all, shares, { min: 0, max, resolution: null }) as number[] };
}
