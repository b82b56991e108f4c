import type { Facts } from '../model/facts.js';
import { risesOf } from './level-changes.js';
import { periodFigures } from './period-figures.js';
import { unfollowed } from './pooled-series.js';
import { companyOf } from './rise-company.js';
import { P50_FLOOR, P95_FLOOR, type RiseKind, type ShapedRise, shaped } from './rise-shape.js';
import { signalsOf } from './signals.js';

export type { RiseKind } from './rise-shape.js';

/** Rises this close to each other are one event, ms. */
const TOGETHER = 60_000;
/** A rise of p95 that touches one of p50 of the same label by this much is part of it, ms. */
const SAME = 15_000;

/** Rises of some labels at one time. */
export interface Rise {
  kind: RiseKind;
  from: number;
  to: number;
  /** Start of the level that it is compared with, ms epoch. */
  beforeFrom: number;
  labels: string[] | 'all';
  /** Endpoints that have enough requests to tell, these among them. */
  judged: number;
  /** The clearest of its labels: level before and during, ms, of the percentile that rose. */
  before: number;
  during: number;
  percentile: 'p50' | 'p95';
  /** Share of requests that moved, where only a part of them did. */
  moved: number;
  strength: number;
}

const made = new WeakMap<Facts, Rise[]>();

/** Rises of p50 and p95 of all labels; those of one time are one. */
export function risesOfRun(facts: Facts): Rise[] {
  const known = made.get(facts);
  if (known) return known;
  const rises = findRises(facts);
  made.set(facts, rises);
  return rises;
}

function findRises(facts: Facts): Rise[] {
  const signals = signalsOf(facts);
  let all: ShapedRise[] = [];
  for (const series of [...signals.followed, ...(signals.rare ? [signals.rare] : [])]) {
    const own = risesOf(signals, series, 'p50', P50_FLOOR);
    const tails = risesOf(signals, series, 'p95', P95_FLOOR).filter((rise) => !own.some((one) => touches(one, rise, SAME)));
    for (const rise of own) all.push(shaped(series, rise, 'p50'));
    for (const rise of tails) all.push(shaped(series, rise, 'p95'));
  }
  const followed = new Set(signals.followed.map(({ label }) => label));
  const rare = unfollowed(facts, signals.followed).map(({ label }) => label as string);
  all = all.map((rise) => (rise.series === signals.rare ? ofRare(facts, rise, followed, rare) : rise));
  const taken = new Set<ShapedRise>();
  const rises: Rise[] = [];
  for (const rise of all) {
    if (taken.has(rise)) continue;
    const group = all.filter((one) => !taken.has(one) && touches(one, rise, 0) && Math.abs(one.from - rise.from) <= TOGETHER);
    for (const one of group) taken.add(one);
    rises.push(together(group, facts, followed));
  }
  return rises.sort((a, b) => a.from - b.from);
}

/** Gradual before others: where one label shows a slope, the rest are its steps. */
const ORDER: readonly RiseKind[] = ['latency-trend', 'bimodal', 'latency-shift', 'tail'];

function together(group: readonly ShapedRise[], facts: Facts, followed: ReadonlySet<string>): Rise {
  const count = (kind: RiseKind): number => group.filter((rise) => rise.kind === kind).length;
  const kind = ORDER.reduce((best, one) => (count(one) > count(best) ? one : best));
  const own = group.filter((rise) => rise.kind === kind);
  const clearest = own.reduce((a, b) => (b.during / b.before > a.during / a.before ? b : a));
  const starts = own.map((rise) => rise.start).sort((a, b) => a - b);
  const [from, to] = [starts[starts.length >> 1] as number, Math.max(...group.map((rise) => rise.to))];
  // A part of the requests that moves is not seen in the few of a rare endpoint.
  const isWhole = kind === 'latency-shift' || kind === 'latency-trend';
  const company = isWhole ? companyOf(facts, { from, to }, followed, P50_FLOOR) : { slower: [], judged: 0 };
  const labels = [...new Set([...group.flatMap((rise) => rise.labels), ...company.slower])];
  const judged = Math.max(labels.length, followed.size + company.judged);
  return {
    kind,
    from,
    to,
    beforeFrom: clearest.beforeFrom,
    labels: judged === 1 || labels.length >= Math.max(2, judged / 2) ? 'all' : labels,
    judged,
    before: clearest.before,
    during: clearest.during,
    percentile: clearest.percentile,
    moved: clearest.moved,
    strength: Math.max(...group.map((rise) => rise.strength)),
  };
}

/**
 * A rise of endpoints that are followed together only: where some of them show it by themselves it is theirs, a level of theirs and not a part of all; else it
 * is of all of them.
 */
function ofRare(facts: Facts, rise: ShapedRise, followed: ReadonlySet<string>, rare: readonly string[]): ShapedRise {
  const { slower } = companyOf(facts, rise, followed, P50_FLOOR);
  if (slower.length === 0 || slower.length === rare.length) return { ...rise, labels: rare };
  const [before, during] = [
    [rise.beforeFrom, rise.from],
    [rise.from, rise.to],
  ].map(([from, to]) => periodFigures(facts, slower, from as number, to as number).p50 ?? 0) as [number, number];
  const strength = Math.min((during / before - 1) / P50_FLOOR.share, (during - before) / P50_FLOOR.ms);
  const kind = rise.kind === 'latency-trend' ? rise.kind : 'latency-shift';
  return { ...rise, labels: slower, kind, percentile: 'p50', before, during, moved: 1, strength };
}

function touches(a: { from: number; to: number }, b: { from: number; to: number }, slack: number): boolean {
  return a.from < b.to + slack && b.from < a.to + slack;
}
