import { median, noiseOf } from '../stats/robust.js';
import { flowOf } from './flow.js';
import { SETTLE } from './level-changes.js';

import { type Signals, slowdownOf } from './signals.js';

/** Slower than at the lightest load by this share and so many ms, for most of some windows in a row. */
const RISE = 1.5;
const MIN_MS = 10;
const MOST = 4;
const OF = 6;
/** Load in the slow part over that of the light part. */
const MORE_LOAD = 1.1;
/** Where the middle of the lightest quarter of windows lies below the mean if the load never changes: the 12.5th percentile of a normal distribution. */
const LIGHT_Z = 1.15;
/** Share of growth in what is asked that still comes out; below it, the system is at its ceiling. */
const FLAT = 0.5;
/** Time that the load of the slow part's beginning was carried well before, ms: then load is not the reason. */
const CARRIED = 60_000;
/** Shortest slow part, ms. */
const SHORTEST = 20_000;

/** A part of the run in which the system is slow because of its load. */
export interface Saturation {
  from: number;
  to: number;
  kind: 'throughput-ceiling' | 'queueing';
  /** How many times as slow as at the lightest load. */
  slower: number;
  /** Completions per second at most. */
  ceiling: number;
  /** Starts per second in the slow part over those of the light part. */
  moreLoad: number;
}

/** Whether a rising load makes the system slow: a queue, or a ceiling where more load gives no more answers. */
export function findSaturation(signals: Signals): Saturation | null {
  const slowdown = slowdownOf(signals);
  if (!slowdown) return null;
  const { width, start, values, base } = slowdown;
  const loads = Float64Array.from(values, (_, i) => signals.asked(start + i * width, start + (i + 1) * width));
  const peak = Math.max(...smooth(loads));
  // The lightest third of the load, after the system has settled.
  const skip = Math.ceil(SETTLE / width);
  const order = [...values.keys()].slice(skip, -1).sort((a, b) => (loads[a] as number) - (loads[b] as number));
  const light = order.slice(0, Math.max(3, Math.floor(order.length / 4)));
  if (light.length < 3) return null;
  const calm = median(light.map((i) => values[i] as number).filter((value) => !Number.isNaN(value)));
  const lightLoad = median(light.map((i) => loads[i] as number));
  // The lightest windows of a load that only scatters are light by chance.
  const byChance = (LIGHT_Z * noiseOf(loads.subarray(skip, -1))) / median(loads.subarray(skip, -1));
  const moreThanLight = MORE_LOAD / Math.max(0.5, 1 - byChance);
  if (!(peak > moreThanLight * lightLoad)) return null;
  const high = (i: number): boolean => {
    const ratio = Math.exp((values[i] as number) - calm);
    return ratio >= RISE && (ratio - 1) * base * Math.exp(calm) >= MIN_MS && (loads[i] as number) >= lightLoad;
  };
  for (let i = skip; i + OF <= values.length; i++) {
    if (!high(i)) continue;
    let count = 0;
    for (let j = i; j < i + OF; j++) if (high(j)) count++;
    if (count < MOST) continue;
    // To the end of the slow part.
    let end = i + OF;
    while (end < values.length && (high(end) || high(Math.min(end + 1, values.length - 1)))) end++;
    const [from, to] = [start + i * width, Math.min(signals.facts.window.end, start + end * width)];
    if (to - from < SHORTEST) continue;
    const before = signals.asked(Math.max(signals.start, from - 30_000), from);
    const moreLoad = median(loads.slice(i, end)) / lightLoad;
    // Slow at a load that had been carried well before: something else changed.
    if (moreLoad < moreThanLight || before < lightLoad * 1.02) return null;
    const carried = [...values.keys()].filter((j) => j >= skip && j < i && !high(j) && (loads[j] as number) >= 0.95 * (loads[i] as number));
    if (carried.length * width >= CARRIED) return null;
    return {
      ...shapeOf(signals, from, to),
      from,
      to,
      slower: Math.exp(median(values.slice(i, end)) - calm),
      moreLoad,
    };
  }
  return null;
}

/** Whether completions still grow with what is asked in the slow part. */
function shapeOf(signals: Signals, from: number, to: number): { kind: Saturation['kind']; ceiling: number } {
  const flow = flowOf(signals.facts);
  const inside = [...flow.starts.keys()].filter((i) => flow.start + i * flow.width >= from && flow.start + (i + 1) * flow.width <= to);
  const rate = (values: Float64Array, own: readonly number[]): number => median(own.map((i) => values[i] as number)) / (flow.width / 1000);
  const third = Math.max(2, Math.floor(inside.length / 3));
  const [early, late] = [inside.slice(0, third), inside.slice(-third)];
  const asked = (own: readonly number[]): number => {
    const [a, b] = [flow.start + (own[0] as number) * flow.width, flow.start + ((own.at(-1) as number) + 1) * flow.width];
    return signals.asked(a, b);
  };
  const [askedEarly, askedLate] = [asked(early), asked(late)];
  const [outEarly, outLate] = [rate(flow.good, early), rate(flow.good, late)];
  const growth = askedLate / askedEarly - 1;
  const flat = growth > 0.05 ? (outLate / outEarly - 1) / growth < FLAT : outLate < 0.9 * askedRate(signals, from, to);
  return {
    kind: flat ? 'throughput-ceiling' : 'queueing',
    ceiling: Math.max(outEarly, outLate),
  };
}

function askedRate(signals: Signals, from: number, to: number): number {
  return signals.load(from, to);
}

function smooth(values: Float64Array): Float64Array {
  return values.map((_, i) => median(values.subarray(Math.max(0, i - 1), i + 2)));
}
