import type { TempoScope } from '../model/scope.js';
import { jsonOf } from '../observability/asker.js';
import type { BackendReply } from '../observability/connection.js';
import type { Kind } from './examination.js';

/** Traces that are looked for: that there are some is enough. */
const ENOUGH = 20;

/** Tempo. */
export const tempoKind: Kind<TempoScope> = {
  name: 'Tempo',
  backend: 'tempo',
  probe: {
    method: 'GET',
    path: '/api/search',
    params: [
      ['q', '{ }'],
      ['limit', '1'],
    ],
  },
  readProbe: (reply) => void tracesOf(reply),
  advice: 'Give the address up to where /api/search begins, as http://host:3200 (not the port that takes traces in, 4317 or 4318).',
  version: (asker) =>
    asker.ask({
      title: 'Version',
      query: '/api/status/buildinfo',
      window: null,
      request: { method: 'GET', path: '/api/status/buildinfo', params: [] },
      read: (reply) => {
        const { version } = (jsonOf(reply) ?? {}) as { version?: unknown };
        return typeof version === 'string' ? `Tempo ${version}`.slice(0, 60) : null;
      },
    }),
  scopeText: ({ filter }) => (filter === undefined ? null : `{ ${inside(filter)} }`),
  async data(asker, window, scope) {
    const query = scope?.filter === undefined ? '{ }' : `{ ${inside(scope.filter)} }`;
    const start = ['start', String(Math.floor(window.start / 1000))] as const;
    const end = ['end', String(Math.ceil(window.end / 1000))] as const;
    const found = await asker.ask({
      title: 'Traces',
      query,
      window,
      request: { method: 'GET', path: '/api/search', params: [['q', query], start, end, ['limit', String(ENOUGH)]] },
      read: (reply) => {
        const { length } = tracesOf(reply);
        return length === 0 ? null : length;
      },
    });
    if (found.status !== 'answered') return found;
    return { status: 'answered', value: found.value >= ENOUGH ? `${ENOUGH} traces and more` : `${found.value} traces` };
  },
};

function inside(filter: string): string {
  return filter
    .trim()
    .replace(/^\{|\}$/g, '')
    .trim();
}

function tracesOf(reply: BackendReply): unknown[] {
  const { traces, metrics } = (jsonOf(reply) ?? {}) as { traces?: unknown; metrics?: unknown };
  if (Array.isArray(traces)) return traces;
  if (traces === undefined && typeof metrics === 'object') return [];
  throw new Error('it holds no traces, so this is not the API of Tempo');
}
