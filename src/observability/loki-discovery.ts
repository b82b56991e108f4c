import type { Window } from '../model/window.js';
import type { Asker, Outcome } from './asker.js';
import { readNames, readSeries } from './loki-answers.js';
import { LOKI_API } from './loki-client.js';
import { anyOf, nanoseconds, withMatcher } from './loki-query.js';
import { serviceLabel } from './loki-service-label.js';

/** Labels that carry a level. */
const LEVEL_LABELS = ['level', 'severity', 'severity_text', 'loglevel', 'log_level', 'lvl'];
/** Services that are told apart. */
const MAX_SERVICES = 60;

/** What is asked about, and by which labels. */
export interface LokiPlace {
  /** Stream selector that all queries start from. */
  selector: string;
  /** The user's; null where there is none. */
  scope: string | null;
  /** Label that names the service; null where none does. */
  service: string | null;
  /** Whether that label is no usual one, but was chosen by its values. */
  guessed: boolean;
  /** Labels of streams that carry a level. */
  levels: string[];
  /** Services left out, as there are more than are told apart: those that write least. */
  leftOut: number;
}

/**
 * Finds out which labels name services and levels, and which streams to read.
 * @param selector the user's; undefined for all streams
 */
export async function discover(asker: Asker, window: Window, selector: string | undefined): Promise<Outcome<LokiPlace>> {
  const span = [
    ['start', String(nanoseconds(window.start))],
    ['end', String(nanoseconds(window.end))],
  ] as const;
  const names = await asker.ask({
    title: 'names of labels',
    query: `${LOKI_API}/labels`,
    window,
    request: {
      method: 'GET',
      path: `${LOKI_API}/labels`,
      params: [...span, ...(selector === undefined ? [] : [['query', selector] as const])],
    },
    read: readNames,
  });
  if (names.status !== 'answered') return names;
  const has = new Set(names.value);
  const found = await serviceLabel(asker, names.value, window);
  const service = found?.name ?? null;
  const levels = LEVEL_LABELS.filter((name) => has.has(name));
  const label = service ?? names.value.find((name) => /^[a-zA-Z_]\w*$/.test(name) && !name.startsWith('__'));
  if (selector === undefined && label === undefined)
    return { status: 'failed', message: 'no label can be used to select streams', httpStatus: null };
  const base = selector ?? `{${label}=~".+"}`;
  const place: LokiPlace = { selector: base, scope: selector ?? null, service, guessed: found?.guessed ?? false, levels, leftOut: 0 };
  if (service === null) return { status: 'answered', value: place };
  // Switched off in some installations: then nothing is known of sizes, and all services are asked about.
  const sizes = await asker.ask({
    title: 'bytes by service',
    query: `${LOKI_API}/index/volume ${base}`,
    window,
    request: {
      method: 'GET',
      path: `${LOKI_API}/index/volume`,
      params: [['query', base], ...span, ['targetLabels', service], ['limit', '1000']],
    },
    read: readSeries,
  });
  if (sizes.status !== 'answered' || sizes.value.length <= MAX_SERVICES) return { status: 'answered', value: place };
  const largest = sizes.value
    .map(({ labels, points }) => ({ name: labels[service] ?? '', bytes: points[0]?.[1] ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_SERVICES)
    .map(({ name }) => name);
  return {
    status: 'answered',
    value: { ...place, selector: withMatcher(base, anyOf(service, largest)), leftOut: sizes.value.length - largest.length },
  };
}
