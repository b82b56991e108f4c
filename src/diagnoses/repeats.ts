import type { Span, TestTarget, Trace, TracesAnswer } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { spanTree } from './critical-path.js';
import { type Owner, ownerOf, peerOf } from './span-owner.js';

/** The same call made several times within one request: again after a failure (retry), or once for each item (N+1). */
export interface Repeat {
  service: string;
  /** What is called: service or database. */
  peer: string;
  /** Operation or statement; of calls to services the peer alone tells. */
  operation: string;
  /** Mean calls per request that makes any, in the healthy parts and in the anomaly; 0 where none was seen. */
  before: number;
  during: number;
  /** Share of requests in the anomaly that called again after a call that failed or ran out of time, and before. */
  afterFailure: { before: number; during: number };
  /** Requests in the anomaly that make the call. */
  requests: number;
}

/** Calls per request from which a change is worth naming. */
const LEAST_CALLS = 1.3;
const LEAST_RATIO = 1.25;
const LEAST_REQUESTS = 3;

interface Tally {
  service: string;
  peer: string;
  operation: string;
  before: Count;
  during: Count;
}

interface Count {
  requests: number;
  calls: number;
  afterFailure: number;
}

/** @returns calls that became more per request, the largest ratio first */
export function repeatsOf({ traces }: TracesAnswer, target: TestTarget, anomaly: Window, labels: readonly string[] | 'all'): Repeat[] {
  const tallies = new Map<string, Tally>();
  const within = (at: number, part: Window): boolean => at >= part.start && at <= part.end;
  for (const trace of traces) {
    if (labels !== 'all' && trace.request !== null && !labels.includes(trace.request.label)) continue;
    const at = trace.request?.timestamp ?? trace.start;
    const side = within(at, anomaly) ? 'during' : target.healthy.some((part) => within(at, part)) ? 'before' : null;
    if (side) addTrace(tallies, trace, side);
  }
  return [...tallies.values()]
    .filter(({ during }) => during.requests >= LEAST_REQUESTS)
    .map(({ service, peer, operation, before, during }): Repeat => {
      const per = ({ calls, requests }: Count): number => (requests === 0 ? 0 : calls / requests);
      const share = ({ afterFailure, requests }: Count): number => (requests === 0 ? 0 : afterFailure / requests);
      return {
        service,
        peer,
        operation,
        before: per(before),
        during: per(during),
        afterFailure: { before: share(before), during: share(during) },
        requests: during.requests,
      };
    })
    .filter(({ before, during }) => during >= LEAST_CALLS && during >= LEAST_RATIO * Math.max(before, 1))
    .sort((a, b) => b.during / Math.max(b.before, 1) - a.during / Math.max(a.before, 1) || (a.service < b.service ? -1 : 1));
}

function addTrace(tallies: Map<string, Tally>, trace: Trace, side: 'before' | 'during'): void {
  const tree = spanTree(trace);
  const calls = new Map<string, { owner: Owner; peer: string; operation: string; spans: Span[] }>();
  for (const span of trace.spans) {
    if (span.kind !== 'client' && span.kind !== 'producer') continue;
    const owner = ownerOf(span, tree);
    if (owner.kind === 'pool') continue;
    const isService = owner.kind === 'network' || owner.kind === 'peer';
    const peer = owner.peer ?? peerOf(span) ?? '';
    const operation = isService ? '' : owner.operation;
    const key = JSON.stringify([span.service, peer, operation]);
    const known = calls.get(key);
    if (known) known.spans.push(span);
    else calls.set(key, { owner, peer, operation, spans: [span] });
  }
  for (const [key, { owner, peer, operation, spans }] of calls) {
    const none = (): Count => ({ requests: 0, calls: 0, afterFailure: 0 });
    const tally = tallies.get(key) ?? { service: owner.service, peer, operation, before: none(), during: none() };
    tally[side].requests++;
    tally[side].calls += spans.length;
    if (hasCallAfterFailure(spans)) tally[side].afterFailure++;
    tallies.set(key, tally);
  }
}

/** Whether one of the calls failed and another began after it had ended, within the same parent. */
function hasCallAfterFailure(spans: readonly Span[]): boolean {
  return spans.some(
    (failed) =>
      (failed.error || failed.attributes['http.resend_count'] !== undefined) &&
      spans.some((next) => next !== failed && next.parent === failed.parent && next.start >= failed.start + failed.duration - 1),
  );
}
