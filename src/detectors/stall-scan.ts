import type { Facts, Step } from '../model/facts.js';
import { MAD_OF_SD, median, medianDeviation } from '../stats/robust.js';
import { residualsOf } from './residuals.js';

/** What comes before a window and is compared with it, ms; the windows next to it are left out, since a spike begins in them. */
const REFERENCE = 90_000;
const GAP = 2;
/** Fewest windows of reference. */
const MIN_REFERENCE = 10;
/** Requests that a window should have on average. */
const PER_WINDOW = 20;
/** Widest window in which a stall is looked for, ms. */
const WIDEST = 5000;
/** A spike: so many standard deviations of the logarithm, with a floor for these, and so much slower. */
const Z = 6;
const SIGMA_FLOOR = 0.03;
const MIN_RATIO = 1.5;
const MIN_MS = 20;
/** What a spike must show that is over within some seconds: arrivals clump by chance, and queues of seconds come and go in healthy systems. */
const BRIEF = 10_000;
const BRIEF_RATIO = 3;
const BRIEF_MS = 50;
/** What one window alone must show, ms. */
const ALONE_MS = 300;
/** Offered load may have grown by this share. */
const LOAD = 1.2;
/** Longer than this it is a level, not a spike, ms. */
const LONGEST = 30_000;
/** Spikes this close are one, ms. */
const JOIN = 10_000;

/** A short time in which most requests were slow. */
export interface Spike {
  from: number;
  to: number;
  /** Level before and at its highest: the median of ratios to the endpoints' own medians, times their mean; ms, and no percentile of requests. */
  before: number;
  peak: number;
  /** Requests started in it. */
  requests: number;
}

/** Windows at most. */
const MAX_WINDOWS = 4000;

/** Width of the windows that spikes are looked for in, ms; null where there are too few requests, or the run is too long. */
export function spikeWidth(facts: Facts): number | null {
  const span = facts.window.end - (facts.steps[0] as Step).start;
  const perSecond = (facts.overall.ok.n + facts.overall.failed.n) / (span / 1000);
  const unit = Math.max(facts.labelStepWidth, facts.stepWidth);
  const least = Math.max((1000 * PER_WINDOW) / Math.max(perSecond, 1e-9), span / MAX_WINDOWS);
  const width = Math.max(1, Math.ceil(least / unit)) * unit;
  return width <= WIDEST ? width : null;
}

/** Times in which the median of all requests jumps for some seconds without more load. */
export function scanSpikes(facts: Facts): Spike[] {
  const width = spikeWidth(facts);
  if (width === null) return [];
  const { median: logs, ok, count, start, base, spread } = residualsOf(facts, width);
  const windows = logs.length;
  for (let i = 0; i < windows; i++) if (Number.isNaN(logs[i] as number)) logs[i] = i > 0 ? (logs[i - 1] as number) : 0;
  const p50 = logs.map((log) => base * Math.exp(log));
  const reference = Math.round(REFERENCE / width);
  const flagged: { i: number; before: number }[] = [];
  for (let i = MIN_REFERENCE + GAP; i < windows; i++) {
    const from = Math.max(0, i - GAP - reference);
    const past = logs.subarray(from, i - GAP);
    const centre = median(past);
    const before = base * Math.exp(centre);
    const here = p50[i] as number;
    // The median of n values scatters by 1.25 times their spread over the root of n, however calm the few windows before were.
    const sampling = (1.2533 * spread) / Math.sqrt(Math.max(1, ok[i] as number));
    const sigma = Math.max(SIGMA_FLOOR, medianDeviation(past) / MAD_OF_SD, sampling);
    const isHigh = (logs[i] as number) - centre > Z * sigma && here >= MIN_RATIO * before && here - before >= MIN_MS;
    if (isHigh && (count[i] as number) <= LOAD * Math.max(1, median(count.subarray(from, i - GAP)))) flagged.push({ i, before });
  }
  const spikes: (Spike & { windows: number })[] = [];
  for (const { i, before } of flagged) {
    const [from, to] = [start + i * width, start + (i + 1) * width];
    const last = spikes.at(-1);
    if (last && from - last.to <= JOIN) {
      last.to = to;
      last.peak = Math.max(last.peak, p50[i] as number);
      last.requests += count[i] as number;
      last.windows++;
    } else
      spikes.push({
        from,
        to,
        before,
        peak: p50[i] as number,
        requests: count[i] as number,
        windows: 1,
      });
  }
  return spikes.filter(({ from, to, before, peak, windows, requests }) => {
    if (to - from > LONGEST) return false;
    // Spikes that were joined are brief all the same.
    if (windows * width > BRIEF) return true;
    return peak >= BRIEF_RATIO * before && peak - before >= (windows > 1 ? BRIEF_MS : ALONE_MS) && requests >= 3;
  });
}

/** Spread of the distances between spikes, as a share of their mean, up to which they are periodic. */
const PERIODIC = 0.25;

/** Distance between spikes that come at equal distances, ms; null for others. */
export function periodOf(spikes: readonly Spike[]): number | null {
  if (spikes.length < 3) return null;
  const distances = spikes.slice(1).map((spike, i) => spike.from - (spikes[i] as Spike).from);
  const middle = median(distances);
  const regular = distances.filter((d) => {
    const times = Math.max(1, Math.round(d / middle));
    return Math.abs(d - times * middle) <= PERIODIC * middle;
  });
  return regular.length >= 0.75 * distances.length ? middle : null;
}
