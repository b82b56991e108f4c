import type { Facts, Step } from '../model/facts.js';
import { hingeFit } from '../stats/trend.js';
import { flowOf } from './flow.js';
import type { Signals } from './signals.js';

/** Starts that a step must expect for none of them to be a sign, and the share that still counts as none. */
const EXPECTED = 8;
const NONE = 0.15;
/** What is looked at around a pause, ms. */
const AROUND = 15_000;
/** Pauses that make it a pattern. */
const FEW = 2;
/** Length of a pause that is one by itself, ms. */
const LONG = 3000;
/** Pauses beyond this share of the run's length mean something else. */
const MOST = 0.3;

/** A time without starts although answers came. */
export interface Pause {
  from: number;
  to: number;
}

/** A generator that does not send what it should. */
export interface GeneratorTrouble {
  from: number;
  to: number;
  pauses: Pause[];
  /** Whether starts stop growing while the plan grows, from `from` on. */
  flat: boolean;
}

/** Pauses of the generator: steps in which it starts nothing, while no answer keeps it waiting. */
export function pausesOf({ facts, closed }: Signals): Pause[] {
  const { steps, stepWidth } = facts;
  const counts = steps.map((step) => step.ok.n + step.failed.n);
  const near = Math.max(3, Math.round(AROUND / stepWidth));
  const pauses: (Pause & { steps: number })[] = [];
  for (let i = near; i < steps.length - near; i++) {
    // On both sides: where the plan ends or begins there is nothing on one of them.
    const expected = Math.min(average(counts.slice(i - near, i - 1)), average(counts.slice(i + 2, i + near + 1)));
    if (expected < EXPECTED || (counts[i] as number) > NONE * expected) continue;
    const at = (steps[i] as Step).start;
    const last = pauses.at(-1);
    if (last && at - last.to < stepWidth / 2) {
      last.to = at + stepWidth;
      last.steps++;
    } else pauses.push({ from: at, to: at + stepWidth, steps: 1 });
  }
  // Requests that come whatever the answers do (users in flight, not set) wait for nobody.
  return pauses.filter((pause) => (facts.known.users && !closed) || !isWaiting(facts, pause));
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}

/** Share of the users that must wait for an answer for a pause to be theirs. */
const WAITING = 0.5;
/** How long before a pause a request may have started that is still waited for, ms. */
const BACK = 60_000;

/** Whether users start nothing because they wait for answers: then the requests that last over the pause are nearly as many as the users. */
export function isWaiting(facts: Facts, { from, to }: Pause): boolean {
  const { steps, stepWidth } = facts;
  let waiting = 0;
  let users = 0;
  steps.forEach((step, i) => {
    if (step.start < from - BACK || step.start >= to) return;
    if (step.start < from && step.users) users = Math.max(users, step.users.max);
    const { ok, failed } = facts.stepHistograms(i, i + 1);
    const rest = Math.max(stepWidth / 2, to - stepWidth - step.start - stepWidth);
    const bounds = { min: 0, max: Number.POSITIVE_INFINITY, resolution: facts.resolution };
    waiting += ok.countAbove(rest, bounds).count + failed.countAbove(rest, bounds).count;
  });
  // Where the file does not count users, many long requests over the pause are taken for all of them.
  return users > 0 ? waiting >= WAITING * users : waiting >= 1;
}

/** Whether the generator, not the system, set the pace. */
export function findGeneratorTrouble(signals: Signals): GeneratorTrouble | null {
  const { facts } = signals;
  const pauses = pausesOf(signals);
  const lasted = pauses.reduce((sum, { from, to }) => sum + to - from, 0);
  if (lasted > MOST * signals.span) return null;
  const long = pauses.filter(({ from, to }) => to - from >= LONG);
  if (pauses.length < FEW && long.length === 0) return null;
  const first = (pauses[0] as Pause).from;
  const bend = flatFrom(signals);
  const from = bend !== null && bend < (pauses.at(-1) as Pause).from ? Math.min(bend, Math.max(first, bend)) : first;
  return {
    from: bend !== null ? Math.min(from, bend) : first,
    to: facts.window.end,
    pauses,
    flat: bend !== null,
  };
}

/** When starts stop growing; null where they do not grow, or to the end. */
function flatFrom(signals: Signals): number | null {
  const flow = flowOf(signals.facts);
  const n = flow.starts.length - 1;
  if (n < 24) return null;
  const group = Math.ceil(n / 120);
  const values: number[] = [];
  for (let i = 0; i + group <= n; i += group) values.push(flow.starts.subarray(i, i + group).reduce((a, b) => a + b, 0) / group);
  // A hinge, seen from the end: level at the end, a line before.
  const { at, slope, level } = hingeFit([...values].reverse(), 4);
  const bend = values.length - at;
  const grown = -slope * (values.length - at);
  if (at < 4 || bend < 4 || -slope >= 0 === false || grown === 0) return null;
  if (!(slope < 0) || (-slope * (values.length - at)) / level < 0.3) return null;
  return flow.start + bend * group * flow.width;
}
