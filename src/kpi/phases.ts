import type { Phase, PhaseName } from '../model/analysis.js';
import type { Facts, Population, Step } from '../model/facts.js';
import { kpisOf } from './kpis.js';
import { isWandering, type LoadSignal, startsSignal, usersSignal } from './load-signal.js';
import { mergeSteps } from './merge-steps.js';
import { type Plateau, plateausOf, steadyShare } from './plateaus.js';
import { warmUpSteps } from './warm-up.js';

/** Shorter runs are not parted: a phase of seconds says nothing. */
const MIN_RUN_MS = 30_000;
const MIN_REQUESTS = 100;
/** An edge shorter than both is no phase: requests trickle in and out of every run. */
const MIN_EDGE_MS = 3000;
const MIN_EDGE_SHARE = 0.01;

/** Starts must be steady for this much more of the run than users (share) to be taken for what the test sets. */
const OPEN_LOAD_MARGIN = 0.15;

/** A part of the steps, before its figures are known. */
interface Part {
  name: PhaseName;
  from: number;
  to: number;
  basis: 'data' | 'user';
  reason: string;
}

/**
 * Parts of the run: warm-up, ramps, steady load, ramp-down. Found from the offered load (users if known, else starts per second), never from
 * latency alone, so that a fault does not become a phase; only the warm-up looks at latency (docs/methods/phases.md).
 * @param warmupMs length of the warm-up set by the user, ms from the first start; null = found from the data
 */
export function phasesOf(facts: Facts, warmupMs: number | null): Phase[] {
  const { start, end } = facts.window;
  const steps = facts.steps.length;
  const first = facts.steps[0] as Step;
  let from = 0;
  const parts: Part[] = [];
  if (warmupMs !== null && warmupMs > 0) {
    from = Math.min(steps, Math.ceil((start + warmupMs - first.start) / facts.stepWidth));
    parts.push({
      name: 'warm-up',
      from: 0,
      to: from,
      basis: 'user',
      reason: `${warmupMs / 1000} s from the first start, to a whole step of ${facts.stepWidth / 1000} s.`,
    });
  }
  parts.push(
    ...foundParts(facts, warmupMs === null).flatMap((part) => (part.to <= from ? [] : [{ ...part, from: Math.max(part.from, from) }])),
  );
  return parts.map((part, i): Phase => {
    const from = i === 0 ? start : (facts.steps[part.from] as Step).start;
    const next = parts[i + 1];
    const to = next ? (facts.steps[next.from] as Step).start : end;
    return {
      name: part.name,
      start: from,
      end: to,
      basis: part.basis,
      reason: part.reason,
      kpis: kpisOf(population(facts, part), to - from, facts.known, facts.resolution),
    };
  });
}

function foundParts(facts: Facts, findWarmUp: boolean): Part[] {
  const steps = facts.steps.length;
  const whole = (reason: string): Part[] => [{ name: 'whole', from: 0, to: steps, basis: 'data', reason }];
  const requests = facts.overall.ok.n + facts.overall.failed.n;
  if (facts.window.end - facts.window.start < MIN_RUN_MS) return whole(`Not parted: shorter than ${MIN_RUN_MS / 1000} s.`);
  if (requests < MIN_REQUESTS) return whole(`Not parted: fewer than ${MIN_REQUESTS} requests.`);
  const { signal, plateaus } = steadyParts(facts);
  if (plateaus.length === 0) return whole(`Not parted: the load (${signal.meaning}) never stays at one level for a tenth of the run.`);
  const parts: Part[] = [];
  let at = 0;
  plateaus.forEach((plateau, i) => {
    if (plateau.from > at) {
      if (parts.length === 0 && isShort(facts, plateau.from)) plateau.from = 0;
      else parts.push(between(signal, at, plateau.from, plateaus[i - 1], plateau));
    }
    parts.push(...withWarmUp(facts, plateau, findWarmUp && plateau.from === 0, signal.meaning));
    at = plateau.to;
  });
  if (at < steps) {
    if (isShort(facts, steps - at)) (parts[parts.length - 1] as Part).to = steps;
    else parts.push(between(signal, at, steps, plateaus[plateaus.length - 1], undefined));
  }
  return parts;
}

/**
 * Where the load is steady, in steps. Users are what a closed test sets, and then they tell the load even where answers get slow. In an
 * open test requests are set, and users are only what is in flight: noisy, and higher where answers get slow. What is set is steadier.
 */
function steadyParts(facts: Facts): { signal: LoadSignal; plateaus: Plateau[] } {
  const starts = startsSignal(facts);
  const byStarts = plateausOf(starts);
  const users = usersSignal(facts);
  const byUsers = users ? plateausOf(users) : [];
  const isOpen = !users || (isWandering(facts, users) && steadyShare(starts, byStarts) > steadyShare(users, byUsers) + OPEN_LOAD_MARGIN);
  const signal = isOpen ? starts : users;
  const found = isOpen ? byStarts : byUsers;
  const plateaus = found.map((p): Plateau => ({ ...p, from: signal.from[p.from] as number, to: signal.from[p.to] as number }));
  return { signal, plateaus: joined(plateaus, signal) };
}

/** Makes one of neighbours at the same level, unless the load rises between them: a dip in what is offered is mostly an effect, not a plan. */
function joined(plateaus: readonly Plateau[], signal: LoadSignal): Plateau[] {
  const out: Plateau[] = [];
  for (const plateau of plateaus) {
    const before = out[out.length - 1];
    const limit = before ? (signal.tolerance / 2) * before.level : 0;
    const same = before && Math.abs(before.level - plateau.level) <= limit;
    if (same && meanLoad(signal, before.to, plateau.from) <= before.level + limit) {
      const share = (before.to - before.from) / (before.to - before.from + plateau.to - plateau.from);
      before.level = before.level * share + plateau.level * (1 - share);
      before.to = plateau.to;
    } else out.push({ ...plateau });
  }
  return out;
}

/** Mean load between two steps; 0 where there is none. */
function meanLoad(signal: LoadSignal, from: number, to: number): number {
  const inside = signal.values.filter((_, i) => (signal.from[i] as number) >= from && (signal.from[i + 1] as number) <= to);
  return inside.length === 0 ? 0 : inside.reduce((a, b) => a + b, 0) / inside.length;
}

/** Names what lies between two steady parts, or before the first or after the last, by where the load goes. */
function between(signal: LoadSignal, from: number, to: number, before: Plateau | undefined, after: Plateau | undefined): Part {
  const inside = meanLoad(signal, from, to);
  const start = before?.level ?? loadAt(signal, from);
  const end = after?.level ?? loadAt(signal, to - 1);
  const basis = 'data';
  if (before && after && Math.abs(start - end) <= (signal.tolerance / 2) * start) {
    const reason = `Load (${signal.meaning}) goes from ${round(start)} to ${round(inside)} and back to ${round(end)}.`;
    return { name: 'ramp', from, to, basis, reason };
  }
  const rises = end >= start;
  const reason = `Load (${signal.meaning}) ${rises ? 'rises' : 'falls'} from ${round(start)} to ${round(end)}.`;
  return { name: rises ? 'ramp' : 'ramp-down', from, to, basis, reason };
}

function loadAt(signal: LoadSignal, step: number): number {
  const bin = signal.from.findIndex((start, i) => start <= step && step < (signal.from[i + 1] ?? Number.POSITIVE_INFINITY));
  return signal.values[Math.min(bin, signal.values.length - 1)] as number;
}

function isShort(facts: Facts, steps: number): boolean {
  const ms = steps * facts.stepWidth;
  return ms <= MIN_EDGE_MS || ms < MIN_EDGE_SHARE * facts.steps.length * facts.stepWidth;
}

function withWarmUp(facts: Facts, plateau: Plateau, findWarmUp: boolean, meaning: string): Part[] {
  const { from, to } = plateau;
  const steady: Part = { name: 'steady', from, to, basis: 'data', reason: `Load (${meaning}) stays at ${round(plateau.level)}.` };
  const warm = findWarmUp ? warmUpSteps(facts, from, to) : 0;
  if (warm === 0) return [steady];
  const reason = 'The median latency starts above the later one and settles, at the same load.';
  return [
    { name: 'warm-up', from, to: from + warm, basis: 'data', reason },
    { ...steady, from: from + warm },
  ];
}

function round(value: number): string {
  return value >= 10 ? String(Math.round(value)) : value.toFixed(1);
}

function population(facts: Facts, part: Part): Population {
  const steps = facts.steps.slice(part.from, part.to);
  const merged = mergeSteps(steps);
  const { ok, failed } = facts.stepHistograms(part.from, part.to);
  return {
    label: null,
    ok: merged.ok,
    failed: merged.failed,
    okHistogram: ok,
    failedHistogram: failed,
    errorClasses: merged.errorClasses.map(({ class: errorClass, count }) => {
      const seen = steps.filter((step) => step.errorClasses.some((c) => c.class === errorClass));
      return {
        class: errorClass,
        count,
        firstSeen: (seen[0] as Step).start,
        lastSeen: (seen[seen.length - 1] as Step).start,
        message: null,
      };
    }),
  };
}
