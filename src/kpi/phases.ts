import type { Phase, PhaseName } from '../model/analysis.js';
import type { Facts, Population, Step } from '../model/facts.js';
import { kpisOf } from './kpis.js';
import { loadSignal } from './load-signal.js';
import { mergeSteps } from './merge-steps.js';
import { type Plateau, plateausOf } from './plateaus.js';
import { warmUpSteps } from './warm-up.js';

/** Shorter runs are not parted: a phase of seconds says nothing. */
const MIN_RUN_MS = 30_000;
const MIN_REQUESTS = 100;
/** An edge shorter than both is no phase: requests trickle in and out of every run. */
const MIN_EDGE_MS = 3000;
const MIN_EDGE_SHARE = 0.01;

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
      reason: `Set by the user: ${warmupMs / 1000} s from the first start, to a whole step of ${facts.stepWidth / 1000} s.`,
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
  const signal = loadSignal(facts);
  const plateaus = plateausOf(signal).map((p): Plateau => ({ ...p, from: signal.from[p.from] as number, to: signal.from[p.to] as number }));
  if (plateaus.length === 0) return whole(`Not parted: the load (${signal.meaning}) never stays at one level for a tenth of the run.`);
  const parts: Part[] = [];
  let at = 0;
  plateaus.forEach((plateau, i) => {
    const before = plateaus[i - 1];
    if (plateau.from > at) {
      if (parts.length === 0 && isShort(facts, plateau.from)) plateau.from = 0;
      else parts.push(edge(at, plateau.from, before?.level ?? 0, plateau.level, signal.meaning));
    }
    parts.push(...steadyParts(facts, plateau, findWarmUp && plateau.from === 0, signal.meaning));
    at = plateau.to;
  });
  const last = plateaus[plateaus.length - 1] as Plateau;
  if (at < steps) {
    if (isShort(facts, steps - at)) (parts[parts.length - 1] as Part).to = steps;
    else parts.push(edge(at, steps, last.level, 0, signal.meaning));
  }
  return parts;
}

function isShort(facts: Facts, steps: number): boolean {
  const ms = steps * facts.stepWidth;
  return ms <= MIN_EDGE_MS || ms < MIN_EDGE_SHARE * facts.steps.length * facts.stepWidth;
}

function edge(from: number, to: number, before: number, after: number, meaning: string): Part {
  const rises = after >= before;
  return {
    name: rises ? 'ramp' : 'ramp-down',
    from,
    to,
    basis: 'data',
    reason: `Load (${meaning}) ${rises ? 'rises' : 'falls'} from ${round(before)} to ${round(after)}.`,
  };
}

function steadyParts(facts: Facts, plateau: Plateau, findWarmUp: boolean, meaning: string): Part[] {
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
