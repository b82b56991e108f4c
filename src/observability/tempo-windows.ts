import type { TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { inFlight } from './in-flight.js';
import type { TraceCollection } from './tempo-collection.js';
import type { Found, FoundTrace, TraceSearch } from './tempo-search.js';
import { isIn } from './tempo-selection.js';
import type { TraceById } from './tempo-trace.js';

/** Traces of a window that suffice, so that nothing is searched there. */
const ENOUGH = 12;
/** Healthy windows that are searched. */
const MAX_HEALTHY = 3;
/** Tries to find a duration that neither too many nor too few traces exceed. */
const TRIES = 3;

/** Searches the windows that too few traces are known of: errors and the slowest where there is trouble, any where there is none. */
export async function searchWindows(collection: TraceCollection, byId: TraceById, search: TraceSearch, target: TestTarget): Promise<void> {
  const { anomalies, healthy } = target;
  const usual = anomalies.length === 0 && healthy.length === 0 ? [target.window] : longest(healthy);
  const share = (): number => Math.ceil(collection.room / (anomalies.length + usual.length));
  for (const { window } of anomalies.filter(({ window }) => count(collection, window) < ENOUGH)) {
    const half = share() / 2;
    const failed = await find(collection, search, 'status = error', window, 'traces with an error');
    await fetchSome(collection, byId, failed.traces, half);
    await fetchSome(collection, byId, await slowest(collection, search, window, target), half);
  }
  for (const window of usual.filter((one) => count(collection, one) < ENOUGH)) {
    const some = await find(collection, search, 'kind = server', window, 'traces of healthy time');
    await fetchSome(collection, byId, some.traces, share());
  }
}

function longest(windows: readonly Window[]): Window[] {
  return [...windows].sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, MAX_HEALTHY);
}

function count(collection: TraceCollection, window: Window): number {
  return [...collection.traces.values()].filter(({ start }) => isIn({ timestamp: start }, window)).length;
}

async function find(collection: TraceCollection, search: TraceSearch, condition: string, window: Window, title: string): Promise<Found> {
  if (search.asker.dead !== null) return { traces: [], partial: false };
  const outcome = await search.find(condition, window, title);
  collection.note(outcome);
  if (outcome.status !== 'answered') return { traces: [], partial: false };
  if (outcome.value.partial) collection.tally.partial = true;
  return outcome.value;
}

/**
 * The slowest of a window: a search gives the first that it finds, so the duration is raised until they are few enough to be all, or lowered where
 * there are none. It begins with the least of those requests that are known to be slow.
 */
async function slowest(collection: TraceCollection, search: TraceSearch, window: Window, target: TestTarget): Promise<FoundTrace[]> {
  const slow = target.requests.filter((request) => request.why === 'slow' && isIn(request, window)).map(({ latency }) => latency);
  let threshold = slow.length === 0 ? 0 : Math.floor(Math.min(...slow) * 0.8);
  let best: FoundTrace[] = [];
  for (let i = 0; i < TRIES; i++) {
    const condition = threshold > 0 ? `kind = server && traceDuration > ${threshold}ms` : 'kind = server';
    const { traces, partial } = await find(collection, search, condition, window, 'slow traces');
    if (traces.length > 0) best = traces.sort((a, b) => b.duration - a.duration);
    if (!partial && (traces.length >= ENOUGH || threshold === 0)) break;
    const middle = best[best.length >> 1]?.duration ?? 0;
    const next = partial ? Math.max(threshold + 1, middle) : Math.floor(threshold / 3);
    if (search.asker.dead !== null) break;
    threshold = next;
  }
  return best;
}

async function fetchSome(collection: TraceCollection, byId: TraceById, traces: readonly FoundTrace[], share: number): Promise<void> {
  const wanted = traces.filter(({ id }) => !collection.traces.has(id)).slice(0, Math.ceil(share));
  await inFlight(wanted, async ({ id, start, duration }) => {
    if (byId.asker.dead !== null || collection.room <= 0) return;
    collection.take(await byId.fetch(id, { start, end: start + duration }, 'trace that a search found'));
  });
}
