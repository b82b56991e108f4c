import type { Window } from '../model/window.js';
import type { Asker, Outcome, Question } from './asker.js';
import { jsonOf } from './asker.js';
import { type AssembledTrace, assembledTraces } from './trace-assembly.js';

/** Time around a request in which its trace is looked for, ms: without, every block of the backend is read; with too little, a trace is cut. */
const PADDING = 300_000;

/** Fetches traces by id: the second version of the API, the first where there is no second. */
export class TraceById {
  #version: 1 | 2 = 2;

  constructor(readonly asker: Asker) {}

  /**
   * One trace.
   * @param id 32 hex digits
   * @param window when its request was, ms
   * @param title what it is wanted for
   */
  async fetch(id: string, window: Window, title: string): Promise<Outcome<AssembledTrace>> {
    const version = this.#version;
    const outcome = await this.asker.ask(question(version, id, window, title));
    // A path that is not there, or a version that says 404 for an unknown id with a text: the first version tells which.
    if (outcome.status !== 'failed' || outcome.httpStatus !== 404 || version === 1) return outcome;
    const older = await this.asker.ask(question(1, id, window, title));
    if (older.status !== 'failed') this.#version = 1;
    return older;
  }
}

function question(version: 1 | 2, id: string, { start, end }: Window, title: string): Question<AssembledTrace> {
  const path = version === 2 ? `/api/v2/traces/${id}` : `/api/traces/${id}`;
  const params: [string, string][] = [
    ['start', String(Math.max(0, Math.floor((start - PADDING) / 1000)))],
    ['end', String(Math.ceil((end + PADDING) / 1000))],
  ];
  return {
    title,
    query: path,
    window: { start, end },
    request: { method: 'GET', path, params, headers: { accept: 'application/json' } },
    read: (reply) => {
      const traces = assembledTraces(jsonOf(reply));
      const own = traces.find(({ trace }) => trace.id === id);
      if (own === undefined && traces.length > 0) throw new Error('it holds another trace than the one asked for');
      return own ?? null;
    },
  };
}
