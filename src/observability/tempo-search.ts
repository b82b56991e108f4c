import type { TempoScope } from '../model/scope.js';
import type { TestTarget, Trace } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { jsonOf } from './asker.js';
import type { BackendReply } from './connection.js';
import { inFlight } from './in-flight.js';
import type { TraceById } from './tempo-trace.js';

/** Traces fetched from one search. A search gives the first that it finds, in no order: neither the slowest nor a fair sample. */
const PER_SEARCH = 30;

/**
 * Traces found by searching: in each anomaly any, failed and slow ones; in the healthy parts any.
 * @param known ids that are there already
 */
export async function searchTraces(byId: TraceById, target: TestTarget, scope: TempoScope, known: ReadonlySet<string>): Promise<Trace[]> {
  const { asker } = byId;
  const all = target.anomalies.length === 0 ? [target.window] : target.anomalies.map(({ window }) => window);
  const searches: { title: string; query: string; window: Window }[] = [];
  for (const window of all.slice(0, 4)) {
    searches.push({ title: 'Traces in the trouble', query: condition(scope, 'kind = server'), window });
    searches.push({ title: 'Failed traces in the trouble', query: condition(scope, 'status = error'), window });
  }
  if (target.anomalies.length > 0)
    for (const window of target.healthy.slice(0, 2))
      searches.push({ title: 'Traces of the healthy part', query: condition(scope, 'kind = server'), window });
  const ids = new Set<string>();
  for (const { title, query, window } of searches) {
    const found = await asker.ask({
      title,
      query,
      window,
      request: {
        method: 'GET',
        path: '/api/search',
        params: [
          ['q', query],
          ['start', String(Math.floor(window.start / 1000))],
          ['end', String(Math.ceil(window.end / 1000))],
          ['limit', String(PER_SEARCH)],
        ],
      },
      read: readIds,
    });
    if (found.status === 'answered') for (const id of found.value) if (!known.has(id)) ids.add(id);
  }
  const outcomes = await inFlight([...ids], (id) => byId.fetch(id));
  return outcomes.flatMap((outcome) => (outcome.status === 'answered' ? [outcome.value] : []));
}

/** TraceQL for one condition within the user's scope. */
function condition({ filter }: TempoScope, what: string): string {
  const scope =
    filter
      ?.trim()
      .replace(/^\{|\}$/g, '')
      .trim() ?? '';
  return scope === '' ? `{ ${what} }` : `{ ${scope} && ${what} }`;
}

function readIds(reply: BackendReply): string[] | null {
  const { traces, metrics } = (jsonOf(reply) ?? {}) as { traces?: unknown; metrics?: unknown };
  // Where it found nothing it leaves the list away, but always tells what it looked through.
  if ((traces === undefined || traces === null) && typeof metrics === 'object') return null;
  if (!Array.isArray(traces)) throw new Error('it holds no list of traces');
  // Tempo leaves leading zeros of ids away.
  const ids = traces.flatMap(({ traceID }: { traceID?: unknown }) =>
    typeof traceID === 'string' && /^[0-9a-f]{1,32}$/i.test(traceID) ? [traceID.toLowerCase().padStart(32, '0')] : [],
  );
  return ids.length === 0 ? null : ids;
}
