import type { Notice } from '../model/notice.js';
import type { TestTarget, TracesAnswer } from '../model/telemetry.js';
import type { Asker } from './asker.js';
import { inFlight } from './in-flight.js';
import { plain } from './span-attributes.js';
import { TraceCollection } from './tempo-collection.js';
import { tempoNotices } from './tempo-notices.js';
import { TraceSearch } from './tempo-search.js';
import { TraceById } from './tempo-trace.js';
import { searchWindows } from './tempo-windows.js';

/** Which traces are looked at. */
export interface TempoScope {
  /** TraceQL condition that spans of the system fulfil, such as `resource.service.namespace = "store"`; with or without braces. */
  filter?: string;
}

/** Look-ups without a single trace after which no more are made by id. */
const IN_VAIN = 40;
/** Failures without a single answer after which no more are made. */
const HOPELESS = 8;
/**
 * Asks Tempo for traces of the test: first of known requests by their ids, then by search where that gave too few. Never throws; what could not be
 * learnt is in the notices and in the asker's record.
 * @param asker with budget and record
 * @param target the test, its trouble and its requests
 * @returns traces in order of start
 */
export async function askTempo(asker: Asker, target: TestTarget, scope: TempoScope): Promise<{ answer: TracesAnswer; notices: Notice[] }> {
  const collection = new TraceCollection(target, asker);
  const byId = new TraceById(asker);
  await lookUp(collection, byId);
  await searchWindows(collection, byId, new TraceSearch(asker, conditionOf(scope)), target);
  const { asked, found } = collection.tally.ids;
  const traces = [...collection.traces.values()].sort((a, b) => a.start - b.start);
  return { answer: { traces, byId: { asked, found } }, notices: tempoNotices(collection.closed(target.window.end)) };
}

function conditionOf({ filter = '' }: TempoScope): string {
  return filter
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .trim();
}

async function lookUp(collection: TraceCollection, byId: TraceById): Promise<void> {
  const { ids } = collection.tally;
  let failed = 0;
  await inFlight(collection.chosen, async ({ traceId, label, latency, timestamp, why }) => {
    if (byId.asker.dead !== null && failed > 0) return;
    if (collection.room <= 0 || (ids.found === 0 && (ids.asked >= IN_VAIN || failed >= HOPELESS))) return;
    const title = `trace of ${why === 'ordinary' ? 'an' : 'a'} ${why} request of ${plain(label, 80)}`;
    const outcome = await byId.fetch(traceId, { start: timestamp, end: timestamp + latency }, title);
    // What failed says nothing of sampling, so it is not among those asked.
    if (outcome.status === 'failed') failed++;
    else ids.asked++;
    if (collection.take(outcome)) ids.found++;
  });
}
