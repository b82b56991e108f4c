import type { Facts } from '../model/facts.js';
import { type Counts, type ErrorEvent, labelCounts, overallCounts, scanErrors } from './error-scan.js';
import { signalsOf } from './signals.js';

/** Labels with fewer requests are only looked at together. */
const MIN_REQUESTS = 100;
/** Labels looked at one by one: those with most failures. */
const MAX_LABELS = 60;

/** Failures beyond the run's own rate, of one label, some, or all. */
export interface ErrorGroup extends Omit<ErrorEvent, 'label'> {
  labels: string[] | 'all';
  /** Share of its failures that are answers with status 429. */
  limited: number;
  /** Whether more requests came while it lasted, in a test that does not wait for answers. */
  grows: number;
}

const made = new WeakMap<Facts, ErrorGroup[]>();

/** Error events; the same one on many labels is one. */
export function errorGroups(facts: Facts): ErrorGroup[] {
  const known = made.get(facts);
  if (known) return known;
  const groups = findGroups(facts);
  made.set(facts, groups);
  return groups;
}

function findGroups(facts: Facts): ErrorGroup[] {
  const busy = facts.labels.filter(({ ok, failed }) => ok.n + failed.n >= MIN_REQUESTS);
  const failing = busy
    .filter(({ failed }) => failed.n >= 5)
    .sort((a, b) => b.failed.n - a.failed.n)
    .slice(0, MAX_LABELS)
    .map(({ label }) => label as string);
  const counted = labelCounts(facts, failing);
  const events = [...counted].flatMap(([label, counts]) => scanErrors(counts, label));
  const taken = new Set<ErrorEvent>();
  const groups = scanErrors(overallCounts(facts), null).map((whole) => {
    const own = events.filter((event) => event.from < whole.to && whole.from < event.to && !taken.has(event));
    for (const event of own) taken.add(event);
    const labels = [...new Set(own.map((event) => event.label as string))];
    // Too few failures to stand out alone, and yet in step with the others.
    if (labels.length > 0) for (const [label, counts] of counted) if (!labels.includes(label) && joinsIn(counts, whole)) labels.push(label);
    if (labels.length === 0 || labels.length >= Math.max(2, busy.length / 2)) return { ...whole, labels: 'all' as const };
    // What is told of some endpoints is counted over these.
    return {
      ...whole,
      ...countedOver(
        labels.flatMap((label) => counted.get(label) ?? []),
        whole,
      ),
      labels,
    };
  });
  const alone = events.filter((event) => !taken.has(event)).map((event) => ({ ...event, labels: [event.label as string] }));
  return [...groups, ...alone].map(({ label: _, ...group }) => ({
    ...group,
    limited: limitedShare(facts, group),
    grows: growth(facts, group),
  }));
}

/** Failures of a label in the time of an event of others that make it one of them: so many, as a share of its requests, and times its own other rate. */
const JOINS = { failures: 3, share: 0.01, times: 3 };

function joinsIn({ start, width, n, failed }: Counts, { from, to }: ErrorEvent): boolean {
  const sums = { inside: [0, 0], outside: [0, 0] } as { inside: [number, number]; outside: [number, number] };
  n.forEach((requests, i) => {
    const at = start + i * width;
    const side = at >= from && at < to ? sums.inside : sums.outside;
    side[0] += requests;
    side[1] += failed[i] as number;
  });
  const rate = ([requests, failures]: [number, number]): number => (requests === 0 ? 0 : failures / requests);
  return sums.inside[1] >= JOINS.failures && rate(sums.inside) >= JOINS.share && rate(sums.inside) >= JOINS.times * rate(sums.outside);
}

/** Requests and failures of some labels in the time of an event, and the share of failures outside of it. */
function countedOver(all: readonly Counts[], { from, to }: ErrorEvent): Pick<ErrorEvent, 'requests' | 'failures' | 'base'> {
  const [inside, outside] = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  for (const { start, width, n, failed } of all)
    n.forEach((requests, i) => {
      const at = start + i * width;
      const side = at >= from && at < to ? inside : outside;
      side[0] += requests;
      side[1] += failed[i] as number;
    });
  return { requests: inside[0], failures: inside[1], base: outside[0] === 0 ? 0 : outside[1] / outside[0] };
}

function limitedShare(facts: Facts, { from, to, failures }: { from: number; to: number; failures: number }): number {
  const own = facts.errors.groups.filter(
    ({ code, firstSeen, lastSeen }) => code === '429' && (firstSeen ?? to) < to && (lastSeen ?? from) > from,
  );
  return Math.min(1, own.reduce((sum, { count }) => sum + count, 0) / Math.max(1, failures));
}

/** What is compared before and after the onset, ms. */
const SPAN = 60_000;

/**
 * Growth of arrivals with the failures, as a ratio; 1 where it may be the plan's: arrivals grew before already, go on growing when the failures
 * are over, or the test's users wait for answers.
 */
function growth(facts: Facts, { from, to }: { from: number; to: number }): number {
  const signals = signalsOf(facts);
  const { start } = signals;
  const end = facts.window.end;
  if (signals.closed || from < start + SPAN / 2) return 1;
  const before = signals.load(Math.max(start, from - SPAN), from);
  const earlier = signals.load(Math.max(start, from - 2 * SPAN), from - SPAN / 2);
  const inside = signals.load(from + 2000, Math.max(from + 3000, Math.min(to, from + SPAN)));
  const after = to < end - 20_000 ? signals.load(to + 10_000, Math.min(end, to + SPAN)) : null;
  const planned = before >= 1.1 * earlier + 1 || (after !== null && after >= inside * 1.05);
  return planned ? 1 : inside / before;
}
