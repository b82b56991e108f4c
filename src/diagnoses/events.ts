import type { SignalChange } from '../observability/signal-change.js';
import type { Case } from './case.js';

/** Signals that tell of another version. */
export const VERSION_EVENTS: readonly string[] = ['version-change', 'kube-rollout'];
/** Signals that tell of a process that started again. */
export const RESTART_EVENTS: readonly string[] = ['service-restarts', 'kube-restarts', 'group-restarts'];

/** Signals that tell of a container that is stopped at its CPU limit. */
export const THROTTLED: readonly string[] = ['container-throttled', 'container-throttled-time'];

/** Signals that tell of a process that gets no CPU, or stands still: it takes requests and answers late, which looks like the way to it. */
export const LATE: readonly string[] = ['nodejs-loop-p99', 'nodejs-gc-time', 'process-cpu', 'container-throttled'];

/** How long before the trouble, and how long into it, its cause may happen, ms. */
const BEFORE_MS = 45_000;
const AFTER_MS = 20_000;

/**
 * Events of a service at the onset of the trouble.
 * @param looks how many scrapes later they may be seen: a process that was away tells of its start when it is back, and the trouble may be over then
 */
export function near(c: Case, service: string, looks = 0): (change: SignalChange) => boolean {
  const { start, end } = c.anomaly;
  const last = Math.min(end, start + AFTER_MS) + looks * (c.telemetry.metrics?.scrapeInterval ?? 0);
  return ({ signal, onset }) => signal.service === service && onset !== null && onset >= start - BEFORE_MS && onset <= last;
}
