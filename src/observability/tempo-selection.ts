import type { TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';

/** A request with its trace id. */
export type TracedRequest = TestTarget['requests'][number];

/** Traces that are fetched, at most. */
export const MAX_TRACES = 160;

/**
 * Requests whose traces are worth fetching: for each trouble slow, failed and ordinary ones of its labels in its time, and as many ordinary ones
 * of the same labels from healthy time. Spread over labels and time. A run without trouble is shown by ordinary and slow ones of all.
 * @returns in an order in which every beginning is a fair sample
 */
export function chosenRequests(target: TestTarget, limit = MAX_TRACES): TracedRequest[] {
  const { anomalies, healthy, requests } = target;
  const chosen = new Map<string, TracedRequest>();
  const add = (from: TracedRequest[], share: number): number => {
    const some = spread(
      from.filter(({ traceId }) => !chosen.has(traceId)),
      Math.min(share, limit - chosen.size),
    );
    for (const one of some) chosen.set(one.traceId, one);
    return share - some.length;
  };
  if (anomalies.length === 0) {
    add(requests.filter(isOrdinary), Math.floor((limit * 2) / 3));
    add(requests, limit);
    return mixed([...chosen.values()]);
  }
  const share = Math.floor(limit / anomalies.length / 4);
  for (const { window, labels } of anomalies) {
    const concerned = requests.filter(({ label }) => labels === 'all' || labels.includes(label));
    const during = concerned.filter((request) => isIn(request, window));
    let left = 0;
    for (const why of ['failed', 'slow', 'ordinary'] as const)
      left = add(
        during.filter((request) => request.why === why),
        share + left,
      );
    add(during, left);
    add(
      concerned.filter((request) => isOrdinary(request) && healthy.some((one) => isIn(request, one))),
      2 * share,
    );
  }
  return mixed([...chosen.values()]);
}

/** Whether a request began within a window. */
export function isIn({ timestamp }: { timestamp: number }, { start, end }: Window): boolean {
  return timestamp >= start && timestamp <= end;
}

function isOrdinary({ why }: TracedRequest): boolean {
  return why === 'ordinary';
}

/** Some of them: as many of each label as there are, in turn, evenly over time. */
function spread(from: readonly TracedRequest[], count: number): TracedRequest[] {
  const byLabel = new Map<string, TracedRequest[]>();
  for (const one of from) byLabel.set(one.label, [...(byLabel.get(one.label) ?? []), one]);
  const labels = [...byLabel.values()].sort((a, b) => a.length - b.length);
  const some: TracedRequest[] = [];
  for (const [i, own] of labels.entries()) some.push(...evenly(own, Math.floor((count - some.length) / (labels.length - i))));
  return some;
}

function evenly<T>(from: readonly T[], count: number): T[] {
  if (count >= from.length) return [...from];
  return Array.from({ length: Math.max(0, count) }, (_, i) => from[Math.floor(((i + 0.5) * from.length) / count)] as T);
}

/** In strides, so that whoever stops early has seen all of it. */
function mixed<T>(all: readonly T[]): T[] {
  const stride = Math.max(1, Math.floor(Math.sqrt(all.length)));
  return Array.from({ length: stride }, (_, offset) => all.filter((_one, i) => i % stride === offset)).flat();
}
