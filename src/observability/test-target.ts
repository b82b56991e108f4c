import type { Exemplar, Finding } from '../model/analysis.js';
import type { Facts, TracedRequest } from '../model/facts.js';
import type { TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';

/** Time at the edge of trouble that is taken neither for healthy nor for sick: what users see begins after its cause, and outlasts it. */
const MARGIN_MS = 15_000;
/** The same where it would leave too little to compare with. */
const NARROW_MARGIN_MS = 5_000;
/** Healthy time in all that is enough. */
const ENOUGH_MS = 30_000;
/** A healthy part shorter than this tells nothing. */
const SHORTEST_MS = 10_000;
/** First part of a run that is left out: caches, connections and just-in-time compilers. At most a tenth of it. */
const WARM_UP_MS = 10_000;
/** Width of a step of the offered load. */
const LOAD_STEP_MS = 5_000;
/** Anomalies asked about; the first ones, which are the earliest. */
const MAX_ANOMALIES = 8;

/**
 * What backends are asked about, from what was found in the results.
 * @param found findings of the run; `info` ones are no trouble
 * @param facts facts of the run; null where the files hold no single requests
 * @param window the run, ms epoch
 * @param offset what must be added to a time of the load tool to get the backends', ms
 */
export function testTarget(found: readonly Finding[], facts: Facts | null, window: Window, offset = 0): TestTarget {
  const trouble = found
    .filter((finding): finding is Finding & { window: Window } => finding.severity !== 'info' && finding.window !== null)
    .sort((a, b) => a.window.start - b.window.start);
  const anomalies = trouble.slice(0, MAX_ANOMALIES).map(({ id, window: when, labels }) => ({ finding: id, window: when, labels }));
  const target: TestTarget = {
    window,
    anomalies,
    healthy: healthyParts(
      window,
      trouble.map((one) => one.window),
    ),
    load: facts === null ? [] : loadOf(facts),
    requests: facts === null ? [] : requestsOf(facts),
  };
  return offset === 0 ? target : shiftedTarget(target, offset);
}

/** The same target on a clock that is `offset` ms ahead. */
export function shiftedTarget({ window, anomalies, healthy, load, requests }: TestTarget, offset: number): TestTarget {
  const shift = ({ start, end }: Window): Window => ({ start: start + offset, end: end + offset });
  return {
    window: shift(window),
    anomalies: anomalies.map((one) => ({ ...one, window: shift(one.window) })),
    healthy: healthy.map(shift),
    ...(load ? { load: load.map((one) => ({ ...one, at: one.at + offset })) } : {}),
    requests: requests.map((one) => ({ ...one, timestamp: one.timestamp + offset })),
  };
}

/** What is left of the run outside all trouble, without its first seconds. */
function healthyParts(run: Window, trouble: readonly Window[]): Window[] {
  const wide = partsBeside(run, trouble, MARGIN_MS);
  const total = wide.reduce((sum, { start, end }) => sum + end - start, 0);
  return total >= ENOUGH_MS ? wide : partsBeside(run, trouble, NARROW_MARGIN_MS);
}

function partsBeside(run: Window, trouble: readonly Window[], margin: number): Window[] {
  const parts: Window[] = [];
  let from = run.start + Math.min(WARM_UP_MS, (run.end - run.start) / 10);
  for (const { start, end } of trouble) {
    parts.push({ start: from, end: start - margin });
    from = Math.max(from, end + margin);
  }
  parts.push({ start: from, end: run.end });
  return parts.filter((part) => part.end - part.start >= SHORTEST_MS);
}

/** Requests started per second, in steps wide enough that single ones do not show. */
function loadOf(facts: Facts): NonNullable<TestTarget['load']> {
  const together = Math.max(1, Math.ceil(LOAD_STEP_MS / facts.stepWidth));
  const load: NonNullable<TestTarget['load']> = [];
  for (let i = 0; i < facts.steps.length; i += together) {
    const steps = facts.steps.slice(i, i + together);
    const started = steps.reduce((sum, { ok, failed }) => sum + ok.n + failed.n, 0);
    load.push({ at: (steps[0] as Facts['steps'][number]).start, perSecond: (started * 1000) / (steps.length * facts.stepWidth) });
  }
  return load;
}

function requestsOf(facts: Facts): TestTarget['requests'] {
  const seen = new Set<string>();
  const requests: TestTarget['requests'] = [];
  const add = (row: TracedRequest | Exemplar | null, why: 'slow' | 'failed' | 'ordinary'): void => {
    const traceId = traceIdOf(row?.traceId ?? '');
    if (row === null || traceId === null || seen.has(traceId)) return;
    seen.add(traceId);
    const { label, latency, success, timestamp } = row;
    requests.push({ traceId, label, latency, success, timestamp, why });
  };
  // A request in the fair sample is an ordinary one even if it is slow too: who compares means needs the sample whole.
  for (const row of facts.traced) add(row, 'ordinary');
  for (const step of facts.stepExemplars) {
    add(step.failed, 'failed');
    add(step.slowest, 'slow');
  }
  return requests.sort((a, b) => a.timestamp - b.timestamp || (a.traceId < b.traceId ? -1 : 1));
}

/** A trace id as backends have it (32 hex digits), from an id or a `traceparent` header; null where there is none. */
function traceIdOf(text: string): string | null {
  const id = /(?:^|-)([0-9a-f]{32})(?:-|$)/i.exec(text)?.[1] ?? (/^[0-9a-f]{16,31}$/i.test(text) ? text.padStart(32, '0') : undefined);
  return id?.toLowerCase() ?? null;
}
