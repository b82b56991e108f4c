import type { LokiScope } from '../model/scope.js';
import type { Window } from '../model/window.js';
import { type Asker, jsonOf, type Outcome } from '../observability/asker.js';
import type { BackendReply } from '../observability/connection.js';
import type { Kind } from './examination.js';

/** Loki. Its streams are what is counted: the lines themselves may be millions. */
export const lokiKind: Kind<LokiScope> = {
  name: 'Loki',
  backend: 'loki',
  probe: { method: 'GET', path: '/loki/api/v1/labels', params: [] },
  readProbe: (reply) => void listOf(reply),
  advice: 'Give the address up to where /loki/api/v1 begins, as http://host:3100; a gateway may need a tenant.',
  version: (asker) =>
    asker.ask({
      title: 'Version',
      query: '/loki/api/v1/status/buildinfo',
      window: null,
      request: { method: 'GET', path: '/loki/api/v1/status/buildinfo', params: [] },
      read: (reply) => {
        const { version } = (jsonOf(reply) ?? {}) as { version?: unknown };
        return typeof version === 'string' ? `Loki ${version}`.slice(0, 60) : null;
      },
    }),
  scopeText: ({ selector }) => selector ?? null,
  async data(asker, window, scope) {
    const selector = scope?.selector;
    const found = selector === undefined ? await list(asker, window, 'labels') : await list(asker, window, 'series', selector);
    if (found.status !== 'answered') return found;
    const { length } = found.value;
    const noun = selector === undefined ? 'label' : 'stream';
    return { status: 'answered', value: `${length} ${noun}${length === 1 ? '' : 's'}` };
  },
};

function list(asker: Asker, window: Window, what: 'labels' | 'series', selector?: string): Promise<Outcome<unknown[]>> {
  const match = selector === undefined ? [] : [['match[]', selector] as const];
  // Nanoseconds, as Loki counts.
  const params = [['start', `${Math.floor(window.start)}000000`] as const, ['end', `${Math.ceil(window.end)}000000`] as const, ...match];
  return asker.ask({
    title: what === 'labels' ? 'Labels' : 'Streams',
    query: selector ?? what,
    window,
    request: { method: 'GET', path: `/loki/api/v1/${what}`, params },
    read: (reply) => {
      const found = listOf(reply);
      return found.length === 0 ? null : found;
    },
  });
}

function listOf(reply: BackendReply): unknown[] {
  const { status, data } = (jsonOf(reply) ?? {}) as { status?: unknown; data?: unknown };
  // Where there is nothing, it leaves the list out.
  if (status === 'success' && (data === undefined || data === null)) return [];
  if (status !== 'success' || !Array.isArray(data)) throw new Error('it holds no list, so this is not the API of Loki');
  return data;
}
