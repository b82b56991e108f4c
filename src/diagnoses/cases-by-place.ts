import { Case } from './case.js';
import { locateByTraces } from './locate-by-traces.js';

/** Endpoints looked at one by one: those with most traces. */
const MOST_LABELS = 12;
/** An endpoint is another matter only where it is this many times as slow, loses this much, ms, and most of that in one place. */
const TIMES = 2;
const LEAST_LOST_MS = 20;
const MOST_OF_IT = 0.5;

/**
 * What happens to some endpoints at the same time may be another trouble than what happens to the rest: two faults at once are two causes. Seen together,
 * the one that costs less time is lost in the other.
 * @returns cases of endpoints that lose their time in another service than all together do; none where one place explains all
 */
export function casesByPlace(whole: Case): Case[] {
  const { finding, anomaly, labels, target, telemetry, location } = whole;
  const { traces } = telemetry;
  const main = location?.latency[0];
  if (!traces || !main || location?.basis !== 'traces' || (labels !== 'all' && labels.length < 2)) return [];
  const elsewhere = new Map<string, string[]>();
  for (const label of labelsOf(whole)) {
    const own = locateByTraces(traces, target, anomaly, [label]);
    const [first] = own?.latency ?? [];
    if (!first || first.share < MOST_OF_IT || placeOf(first) === placeOf(main) || !isMuchSlower(whole, label)) continue;
    // A place that the whole has found, too, is judged there.
    const known = location.latency.find((part) => placeOf(part) === placeOf(first));
    if (known && known.share >= MOST_OF_IT / 2) continue;
    const group = elsewhere.get(placeOf(first)) ?? [];
    group.push(label);
    elsewhere.set(placeOf(first), group);
  }
  return [...elsewhere.values()].map((group) => new Case(finding, anomaly, group, target, telemetry));
}

function placeOf({ kind, service, peer }: { kind: string; service: string; peer: string | null }): string {
  return kind === 'network' || kind === 'peer' ? (peer ?? service) : service;
}

/** Endpoints with traces in the trouble, most traces first. */
function labelsOf({ telemetry, labels, anomaly }: Case): string[] {
  const counts = new Map<string, number>();
  for (const { request } of telemetry.traces?.traces ?? [])
    if (
      request &&
      request.timestamp >= anomaly.start &&
      request.timestamp <= anomaly.end &&
      (labels === 'all' || labels.includes(request.label))
    )
      counts.set(request.label, (counts.get(request.label) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_LABELS)
    .map(([label]) => label);
}

function isMuchSlower({ target, anomaly }: Case, label: string): boolean {
  const mean = (windows: readonly { start: number; end: number }[]): number => {
    const own = target.requests.filter(
      (request) =>
        request.label === label &&
        request.why === 'ordinary' &&
        windows.some(({ start, end }) => request.timestamp >= start && request.timestamp <= end),
    );
    return own.length === 0 ? Number.NaN : own.reduce((sum, { latency }) => sum + latency, 0) / own.length;
  };
  const [before, during] = [mean(target.healthy), mean([anomaly])];
  return during >= TIMES * before && during - before >= LEAST_LOST_MS;
}
