import type { TestTarget, Trace, TracesAnswer } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { criticalPath, spanTree } from './critical-path.js';
import { errorOrigin } from './error-origin.js';
import { type Location, type Part, shared } from './part.js';
import { type Owner, ownerKey, ownerOf } from './span-owner.js';

/*
 * Where the time of slow requests went, by what their ends waited for (critical path), against requests of the same labels in the healthy parts. The
 * differences of all places sum to the difference of the mean duration, so nothing is counted twice and nothing is lost.
 */

/** Traces needed on each side of a label; below, one odd request decides. */
const LEAST_TRACES = 3;
/** Differences smaller than this, ms, and this share of the usual duration, are none. */
const LEAST_MS = 2;
const LEAST_SHARE = 0.1;

interface Spent {
  owner: Owner;
  ms: number;
  operations: Map<string, number>;
}

interface Profile {
  label: string;
  at: number;
  total: number;
  spent: Map<string, Spent>;
  calls: Map<string, number>;
}

/**
 * @param labels labels that the finding is about
 * @returns null where there are too few traces on one side
 */
export function locateByTraces(
  answer: TracesAnswer,
  target: TestTarget,
  anomaly: Window,
  labels: readonly string[] | 'all',
): Location | null {
  const fair = new Set(target.requests.filter(({ why }) => why === 'ordinary').map(({ traceId }) => traceId));
  const concerned = answer.traces.filter(({ request }) => labels === 'all' || request === null || labels.includes(request.label));
  const within = (trace: Trace, { start, end }: Window): boolean => momentOf(trace) >= start && momentOf(trace) <= end;
  const sickAll = concerned.filter((trace) => within(trace, anomaly));
  const sickFair = sickAll.filter(({ id, request }) => request === null || fair.has(id));
  const sick = sickFair.length >= LEAST_TRACES ? sickFair : sickAll;
  const normal = concerned.filter(
    (trace) => (trace.request === null || fair.has(trace.id)) && target.healthy.some((part) => within(trace, part)),
  );
  const failed = sickAll.filter(
    (trace) => trace.request?.success === false || (trace.request === null && trace.spans.some(({ error }) => error)),
  );
  const errors = errorParts(failed, sickAll.length);
  const ordinary = lossOf(sick, normal);
  const isSlowest = ({ request, id }: Trace): boolean => request !== null && !fair.has(id);
  // Where one request in twenty is slow, a fair sample may hold none of them: then the slowest of each moment are put beside the slowest of healthy ones.
  const slowest =
    ordinary && ordinary.latency.length > 0
      ? null
      : lossOf(
          sickAll.filter(isSlowest),
          concerned.filter((trace) => isSlowest(trace) && target.healthy.some((part) => within(trace, part))),
        );
  const loss = slowest && slowest.latency.length > 0 ? slowest : ordinary;
  if (loss === null)
    return errors.length > 0 ? { basis: 'traces', latency: [], errors, summary: errorSummary(errors, failed.length) } : null;
  const { latency, usual, now, n, nUsual } = loss;
  const first = latency[0];
  const whose = loss === slowest ? 'The slowest requests' : 'Requests';
  const summary = first
    ? `${whose} took ${Math.round(now)} ms instead of ${Math.round(usual)} ms on average; ${Math.round(first.share * 100)} % of that is ${inWords(first)} (critical path of ${n} traces against ${nUsual}).`
    : `The traces show no place where time is lost (${n} against ${nUsual}).`;
  return { basis: 'traces', latency, errors, summary: errors.length > 0 ? `${summary} ${errorSummary(errors, failed.length)}` : summary };
}

/** What some traces lost against others, by label and place; null where there are too few on one side. */
function lossOf(
  sick: readonly Trace[],
  normal: readonly Trace[],
): { latency: Part[]; usual: number; now: number; n: number; nUsual: number } | null {
  const byLabel = new Map<string, { sick: Profile[]; normal: Profile[] }>();
  const sort = (traces: readonly Trace[], side: 'sick' | 'normal'): void => {
    for (const profile of traces.map(profileOf)) {
      if (!profile) continue;
      const sides = byLabel.get(profile.label) ?? { sick: [], normal: [] };
      sides[side].push(profile);
      byLabel.set(profile.label, sides);
    }
  };
  sort(sick, 'sick');
  sort(normal, 'normal');
  const usable = [...byLabel.values()].filter((sides) => sides.sick.length >= LEAST_TRACES && sides.normal.length >= LEAST_TRACES);
  if (usable.length === 0) return null;
  const parts = new Map<string, Omit<Part, 'share'>>();
  let before = 0;
  let during = 0;
  let weight = 0;
  for (const sides of usable) {
    const n = sides.sick.length;
    weight += n;
    before += n * mean(sides.normal.map(({ total }) => total));
    during += n * mean(sides.sick.map(({ total }) => total));
    addDifferences(parts, sides, n);
  }
  const usual = before / weight;
  const now = during / weight;
  const isSlower = now - usual >= Math.max(LEAST_MS, LEAST_SHARE * usual);
  const all = [...parts.values()].map((part) => ({ ...part, excess: part.excess / weight }));
  return { latency: isSlower ? shared(all) : [], usual, now, n: sick.length, nUsual: normal.length };
}

/** When a request was made: by the load tool, else by its first span. */
function momentOf({ request, start }: Trace): number {
  return request?.timestamp ?? start;
}

function profileOf(trace: Trace): Profile | null {
  const tree = spanTree(trace);
  const { root } = tree;
  if (!root) return null;
  const spent = new Map<string, Spent>();
  const add = (owner: Owner, ms: number): void => {
    const key = ownerKey(owner);
    const known = spent.get(key) ?? { owner, ms: 0, operations: new Map<string, number>() };
    known.ms += ms;
    known.operations.set(owner.operation, (known.operations.get(owner.operation) ?? 0) + ms);
    spent.set(key, known);
  };
  for (const { span, duration } of criticalPath(tree)) add(ownerOf(span, tree), duration);
  const outside = trace.request === null ? 0 : trace.request.latency - root.duration;
  if (outside > 0) add({ kind: 'entry', service: root.service, peer: null, operation: '' }, outside);
  const calls = new Map<string, number>();
  for (const span of trace.spans) {
    if (span.kind !== 'client' && span.kind !== 'producer') continue;
    const key = ownerKey(ownerOf(span, tree));
    calls.set(key, (calls.get(key) ?? 0) + 1);
  }
  return {
    label: trace.request?.label ?? root.attributes['http.route'] ?? root.name,
    at: momentOf(trace),
    total: Math.max(root.duration, trace.request?.latency ?? 0),
    spent,
    calls,
  };
}

function addDifferences(parts: Map<string, Omit<Part, 'share'>>, sides: { sick: Profile[]; normal: Profile[] }, weight: number): void {
  const keys = new Set([...sides.sick, ...sides.normal].flatMap(({ spent }) => [...spent.keys()]));
  for (const key of keys) {
    const meanOf = (profiles: readonly Profile[], pick: (profile: Profile) => number): number => mean(profiles.map(pick));
    const ms = (profile: Profile): number => profile.spent.get(key)?.ms ?? 0;
    const usual = meanOf(sides.normal, ms);
    const excess = (meanOf(sides.sick, ms) - usual) * weight;
    const { owner } = [...sides.sick, ...sides.normal].flatMap(({ spent }) => spent.get(key) ?? [])[0] as Spent;
    const count = (profile: Profile): number => profile.calls.get(key) ?? 0;
    const calls = { before: meanOf(sides.normal, count), during: meanOf(sides.sick, count) };
    const known = parts.get(key);
    const spread = Math.max(...sides.normal.map(ms), usual * 1.5, usual + 1);
    const onset = Math.min(...sides.sick.filter((profile) => ms(profile) > spread).map(({ at }) => at));
    const first = Number.isFinite(onset) ? onset : null;
    if (!known) {
      const { kind, service, peer } = owner;
      parts.set(key, {
        kind,
        service,
        peer,
        operation: worstOperation(sides, key),
        excess,
        calls: calls.during > 0 ? calls : null,
        onset: first,
      });
      continue;
    }
    if (excess > known.excess) {
      known.operation = worstOperation(sides, key);
      known.calls = calls.during > 0 ? calls : known.calls;
    }
    known.excess += excess;
    known.onset = known.onset === null ? first : first === null ? known.onset : Math.min(known.onset, first);
  }
}

/** Operation with most of the difference. */
function worstOperation(sides: { sick: Profile[]; normal: Profile[] }, key: string): string {
  const names = new Set(sides.sick.flatMap(({ spent }) => [...(spent.get(key)?.operations.keys() ?? [])]));
  const of = (profiles: readonly Profile[], name: string): number =>
    mean(profiles.map(({ spent }) => spent.get(key)?.operations.get(name) ?? 0));
  const ranked = [...names]
    .map((name) => ({ name, ms: of(sides.sick, name) - of(sides.normal, name) }))
    .sort((a, b) => b.ms - a.ms || (a.name < b.name ? -1 : 1));
  return ranked[0]?.name ?? '';
}

/** Where failures began, as shares of the failed requests. */
function errorParts(failed: readonly Trace[], all: number): Part[] {
  if (failed.length < LEAST_TRACES && failed.length < all * 0.5) return [];
  const parts = new Map<string, Omit<Part, 'share'>>();
  for (const trace of failed) {
    const origin = errorOrigin(trace);
    if (!origin) continue;
    const key = ownerKey(origin.owner);
    const known = parts.get(key);
    if (known) {
      known.excess++;
      known.onset = Math.min(known.onset as number, momentOf(trace));
    } else
      parts.set(key, {
        ...origin.owner,
        operation: origin.message || origin.owner.operation,
        excess: 1,
        calls: null,
        onset: momentOf(trace),
      });
  }
  return shared([...parts.values()]);
}

function errorSummary([first]: readonly Part[], failed: number): string {
  return first
    ? `Of ${failed} failed traces ${Math.round(first.share * 100)} % began ${first.kind === 'own' ? `in ${first.service}` : inWords(first)}.`
    : '';
}

function inWords({ kind, service, peer }: Part): string {
  switch (kind) {
    case 'own':
      return `work of ${service} itself`;
    case 'pool':
      return `${service} waiting for a connection of its pool`;
    case 'network':
      return `the way between ${service} and ${peer}`;
    case 'entry':
      return `before the first service (${service}) or after it`;
    case 'unreachable':
      return `${service} not answering`;
    default:
      return `${service} waiting for ${peer ?? 'something outside'}`;
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
