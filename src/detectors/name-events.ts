import type { Anomaly } from './detector.js';

/** From the most to the least specific: what a kind explains goes under its name. */
const SPECIFIC: readonly string[] = [
  'generator-saturation',
  'rate-limit',
  'retry-storm',
  'recovery-failure',
  'slow-start',
  'throughput-ceiling',
  'queueing',
  'error-burst',
  'error-rate',
  'stall',
  'latency-trend',
  'bimodal',
  'latency-shift',
  'tail',
  'label-outlier',
  'coordinated-omission',
  'littles-law',
];
/** Kinds in whose course requests fail. */
const BRING_FAILURES: ReadonlySet<string> = new Set([
  'rate-limit',
  'retry-storm',
  'throughput-ceiling',
  'queueing',
  'generator-saturation',
]);
/** Kinds that may concern some endpoints only, and then tell nothing of the others; a system at its end slows all of them. */
const ENDPOINTS_ALONE: ReadonlySet<string> = new Set([
  'error-burst',
  'error-rate',
  'rate-limit',
  'stall',
  'latency-trend',
  'bimodal',
  'latency-shift',
]);
/** Events this close to each other may be one, ms. */
const SLACK = 20_000;
/** What is longer than this many times a stall or a burst of failures, and so many ms, is more than these. */
const BRIEF_TIMES = 3;
const BRIEF_MS = 30_000;

/** An event under its name, with what else was seen of it. */
export interface Event extends Anomaly {
  /** Kinds of anomalies that are part of it. */
  covers: Anomaly[];
}

/** One event, one name: an anomaly that a more specific one explains is part of that one. */
export function nameEvents(anomalies: readonly Anomaly[]): Event[] {
  const events: Event[] = [];
  // Some seconds of waiting of one endpoint are part of what else it shows, and not the other way round.
  const order = ({ kind, labels }: Anomaly): number => (kind === 'stall' && labels !== 'all' ? SPECIFIC.length : SPECIFIC.indexOf(kind));
  for (const anomaly of [...anomalies].sort((a, b) => order(a) - order(b) || a.window.start - b.window.start)) {
    const cover = anomaly.informative ? undefined : events.find((event) => !event.informative && explains(event, anomaly));
    if (cover) cover.covers.push(anomaly);
    else events.push({ ...anomaly, covers: [] });
  }
  return events.sort((a, b) => a.window.start - b.window.start || order(a) - order(b));
}

function explains(event: Anomaly, other: Anomaly): boolean {
  const [a, b] = [event.window, other.window];
  if (!(a.start < b.end + SLACK && b.start < a.end + SLACK)) return false;
  // What happens to some endpoints explains nothing of the others: two faults at once are two events.
  if (ENDPOINTS_ALONE.has(event.kind) && !covers(event.labels, other.labels)) return false;
  if (event.kind === 'stall') {
    const inside = a.start < b.end && b.start < a.end;
    return inside && other.kind !== 'stall' && !outlasts(other, event);
  }
  if (other.kind === 'error-burst' || other.kind === 'error-rate') {
    if (event.kind === other.kind) return false;
    return BRING_FAILURES.has(event.kind) && b.start > a.start - SLACK;
  }
  // Failures slow the others down, but nothing that was slow before they began, and not for long after they ended: a service that is restarted fails for
  // seconds, and may be slow from then on.
  if (event.kind === 'error-burst' || event.kind === 'error-rate')
    return b.start >= a.start - SLACK && (other.kind !== 'stall' || other.labels !== 'all') && !outlasts(other, event);
  return true;
}

function covers(labels: Anomaly['labels'], others: Anomaly['labels']): boolean {
  return labels === 'all' || (others !== 'all' && others.every((label) => labels.includes(label)));
}

/** Whether an anomaly lasts much longer than a brief event. */
function outlasts({ window }: Anomaly, { window: brief }: Anomaly): boolean {
  return window.end - window.start >= BRIEF_TIMES * (brief.end - brief.start) + BRIEF_MS;
}
