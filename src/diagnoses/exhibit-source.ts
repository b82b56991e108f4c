import type { Signal, Trace } from '../model/telemetry.js';
import type { Case } from './case.js';
import type { Exhibit } from './dossier.js';
import type { PartKind } from './part.js';
import { nameOfSignal } from './words.js';

/** Where an exhibit can be looked at, and its values over time, if it has any. */
export interface ExhibitSource {
  query: string;
  values: { title: string; unit: string; times: readonly number[]; values: readonly (number | null)[] } | null;
}

const NONE: ExhibitSource = { query: '', values: null };

/** Signals that show a part of lost time, or of failures, best first. */
const DURATIONS: Readonly<Partial<Record<PartKind, readonly string[]>>> = {
  database: ['db-client-duration', 'db-client-duration-by-statement'],
  pool: ['pool-wait', 'hikari-wait', 'pool-pending', 'hikari-pending'],
};
const SERVED = ['http-server-duration', 'rpc-server-duration', 'span-server-duration'];
const FAILED = ['http-server-failed', 'rpc-server-failed', 'span-server-failed'];

/**
 * What shows an exhibit that no single change shows: traces of the service, or its request durations.
 * @param place where the cause is
 */
export function exhibitSource({ family, part, signal, view, isOfPlace }: Exhibit, c: Case, place: string): ExhibitSource {
  if (signal) return ofSignal(signal);
  const service = part?.service ?? place;
  if (family === 'traces') return { query: `{ resource.service.name = ${JSON.stringify(service)} }`, values: durationsOf(c, service) };
  if (family !== 'metrics' || (!part && !isOfPlace)) return NONE;
  const wanted = view === 'failures' ? FAILED : [...((part && DURATIONS[part.kind]) ?? []), ...SERVED];
  const found = wanted.flatMap((id) => c.signals([id]).filter((one) => one.service === service))[0];
  return found ? ofSignal(found) : NONE;
}

function ofSignal(signal: Signal): ExhibitSource {
  const { query, unit, times, values } = signal;
  return { query, values: { title: nameOfSignal(signal), unit, times, values } };
}

/** How long a service took for each traced request of the endpoints that are concerned: its longest span that somebody called. */
function durationsOf({ telemetry, labels }: Case, service: string): ExhibitSource['values'] {
  const points = (telemetry.traces?.traces ?? [])
    .filter(({ request }) => labels === 'all' || request === null || labels.includes(request.label))
    .flatMap((trace) => longest(trace, service))
    .sort((a, b) => a.at - b.at);
  if (points.length === 0) return null;
  return {
    title: `Time in ${service}, of each traced request`,
    unit: 's',
    times: points.map(({ at }) => at),
    values: points.map(({ ms }) => ms / 1000),
  };
}

function longest({ start, request, spans }: Trace, service: string): { at: number; ms: number }[] {
  const own = spans.filter((span) => span.service === service && (span.kind === 'server' || span.kind === 'consumer'));
  const ms = Math.max(...own.map(({ duration }) => duration));
  return own.length === 0 ? [] : [{ at: request?.timestamp ?? start, ms }];
}
