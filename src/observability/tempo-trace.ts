import type { Trace } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { type Asker, jsonOf } from './asker.js';
import type { BackendReply } from './connection.js';
import { tracesOf } from './trace-spans.js';

/** Time around the test that a trace may lie in, s: without bounds all blocks are searched, and at their edge a trace is cut. */
const PADDING_S = 300;

/**
 * One trace by its id, by Tempo's API of today (v2), else by the one before.
 * @param window the test, ms
 * @returns null where there is none, or it could not be asked; the asker knows which
 */
export async function traceById(asker: Asker, id: string, window: Window): Promise<Trace | null> {
  const params = [
    ['start', String(Math.floor(window.start / 1000) - PADDING_S)],
    ['end', String(Math.ceil(window.end / 1000) + PADDING_S)],
  ] as const;
  const ask = (path: string) =>
    asker.ask({
      title: 'Trace of a request',
      query: id,
      window: null,
      request: { method: 'GET', path: `${path}/${id}`, params, headers: { accept: 'application/json' } },
      absentIs404: true,
      read: (reply) => read(reply, id),
    });
  const outcome = await ask('/api/v2/traces');
  if (outcome.status === 'answered') return outcome.value;
  // Tempo before 2.7 has no v2: its router answers 404 with a text.
  if (outcome.status === 'failed' && (outcome.httpStatus === 404 || outcome.httpStatus === 405)) {
    const older = await ask('/api/traces');
    return older.status === 'answered' ? older.value : null;
  }
  return null;
}

function read(reply: BackendReply, id: string): Trace | null {
  const document = jsonOf(reply) as { status?: unknown } | null;
  const found = tracesOf(document).find((trace) => trace.id === id);
  if (!found || found.spans.length === 0) return null;
  return document?.status === 'PARTIAL' ? { ...found, incomplete: true } : found;
}
