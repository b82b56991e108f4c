import type { Notice } from '../model/notice.js';
import type { TempoScope } from '../model/scope.js';
import type { TestTarget, Trace, TracesAnswer } from '../model/telemetry.js';
import type { Asker } from './asker.js';
import { inFlight } from './in-flight.js';
import { searchTraces } from './tempo-search.js';
import { TraceById } from './tempo-trace.js';
import { type AskedRequest, chooseRequests } from './trace-choice.js';

/** Share of the requests' traces below which sampling is told. */
const FEW = 0.9;
/** Found below this, searching fills up. */
const ENOUGH = 30;

/**
 * Asks a Tempo for traces of the test: first those of real requests by their ids, then, where there are too few, what a search finds in trouble and in the
 * healthy parts.
 * @param asker the backend
 * @param target the test, its trouble and its requests
 * @param scope what belongs to the system under test
 * @param fetcher traces that it has already are not asked for again
 */
export async function askTempo(
  asker: Asker,
  target: TestTarget,
  scope: TempoScope,
  fetcher = new TraceById(asker, target.window),
): Promise<{ answer: TracesAnswer; notices: Notice[] }> {
  const notices: Notice[] = [];
  const { traces, byId } = await tracesOfRequests(fetcher, chooseRequests(target));
  if (traces.length < ENOUGH && asker.dead === null) {
    const known = new Set(traces.map(({ id }) => id));
    traces.push(...(await searchTraces(fetcher, target, scope, known)));
  }
  if (byId.found > 0 && byId.found < FEW * byId.asked) notices.push(sampled(byId));
  if (byId.found === 0 && byId.asked > 0 && isTempo(asker)) notices.push(noneFound(byId.asked));
  const holes = traces.filter(({ incomplete }) => incomplete).length;
  if (holes > traces.length / 5 && holes > 2) notices.push(incomplete(holes, traces.length));
  traces.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  return { answer: { traces, byId }, notices };
}

/** Traces of requests by their ids. What failed is not known to be missing, and does not count as asked for. */
export async function tracesOfRequests(fetcher: TraceById, wanted: readonly AskedRequest[]): Promise<TracesAnswer> {
  const traces: Trace[] = [];
  const byId = { asked: 0, found: 0 };
  await inFlight(wanted, async (request) => {
    if (fetcher.isHopeless) return;
    const outcome = await fetcher.fetch(request.traceId);
    if (outcome.status !== 'failed') byId.asked++;
    if (outcome.status !== 'answered') return;
    byId.found++;
    const { label, latency, success, timestamp } = request;
    traces.push({ ...outcome.value, request: { label, latency, success, timestamp } });
  });
  return { traces, byId };
}

/** Whether what says that it has no trace is one: any server says 404 of an address that it does not know. */
function isTempo({ asked }: Asker): boolean {
  return asked.some(({ status }) => status === 'answered') || asked.every(({ status }) => status === 'no-data');
}

function sampled({ asked, found }: { asked: number; found: number }): Notice {
  return {
    id: 'traces-sampled',
    level: 'info',
    file: null,
    what: `Of ${asked} requests whose trace was asked for, Tempo has ${found} (${Math.round((found / asked) * 100)} %).`,
    why: 'Traces are sampled, or not all of them were kept; what is said of them rests on those that were found.',
    todo: '',
  };
}

function noneFound(asked: number): Notice {
  return {
    id: 'traces-not-found',
    level: 'warning',
    file: null,
    what: `Tempo has none of the ${asked} traces that were asked for by the ids in the results.`,
    why: 'The ids were not sent as traceparent, the services take no part in tracing, or Tempo keeps another time. Its newest half minute may not be shown yet.',
    todo: 'Send traceparent with each request and keep its id in the results (docs/guides/observability.md).',
  };
}

function incomplete(holes: number, all: number): Notice {
  return {
    id: 'traces-incomplete',
    level: 'info',
    file: null,
    what: `${holes} of ${all} traces have spans whose parents are missing.`,
    why: 'A service drops spans or takes no part in tracing; its time is counted to the one that called it.',
    todo: '',
  };
}
