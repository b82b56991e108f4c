import type { Check } from '../model/check.js';
import type { Notice } from '../model/notice.js';
import type { BackendName, BackendScopes } from '../model/scope.js';
import type { Source } from '../model/source.js';
import type { Telemetry, TestTarget } from '../model/telemetry.js';
import { Asker } from './asker.js';
import type { Connection } from './connection.js';
import type { Grafana } from './grafana-link.js';
import { clockToReckonWith, toldClock } from './load-tool-clock.js';
import { askLoki } from './loki.js';
import { askPrometheus } from './prometheus.js';
import { askTempo } from './tempo.js';
import { TraceById } from './tempo-trace.js';
import { shiftedTarget } from './test-target.js';

/** Backends to ask: each a way to it, and what of it belongs to the system under test. */
export interface Backends {
  prometheus?: { connection: Connection; scope: NonNullable<BackendScopes['prometheus']> };
  loki?: { connection: Connection; scope: NonNullable<BackendScopes['loki']> };
  tempo?: { connection: Connection; scope: NonNullable<BackendScopes['tempo']> };
  /** How far the backends' clock is ahead of the load tool's, ms; by default as traces of the test's own requests tell, 0 where they do not. */
  clockOffset?: number;
  /** Where queries can be looked at. */
  grafana?: Grafana;
}

/** What came of asking. */
export interface Observed {
  telemetry: Telemetry;
  /** What was asked about, on the backends' clock. */
  target: TestTarget;
  sources: Source[];
  checks: Check[];
  notices: Notice[];
}

/** Questions kept in the analysis. */
const MAX_QUERIES = 500;

/**
 * Asks all backends at once, after some traces have told how clocks differ. Never throws for what is a backend's trouble: that is a notice, and a check that
 * was not made.
 * @param given what is asked about, with the offset of clocks that the user gave
 */
export async function observe(backends: Backends, given: TestTarget): Promise<Observed> {
  const { prometheus, loki, tempo, clockOffset } = backends;
  const tempoAsker = tempo ? new Asker(tempo.connection) : null;
  const byId = tempoAsker ? new TraceById(tempoAsker, given.window) : null;
  const found = byId && clockOffset === undefined ? await clockToReckonWith(byId, given) : 0;
  const target = found === 0 ? given : shiftedTarget(given, found);
  const [metrics, logs, traces] = await Promise.all([
    prometheus ? one('prometheus', new Asker(prometheus.connection), (asker) => askPrometheus(asker, target, prometheus.scope)) : null,
    loki ? one('loki', new Asker(loki.connection), (asker) => askLoki(asker, target, loki.scope)) : null,
    tempo && tempoAsker && byId ? one('tempo', tempoAsker, (asker) => askTempo(asker, target, tempo.scope, byId)) : null,
  ]);
  const told = traces ? toldClock(traces.answer.traces, found + (clockOffset ?? 0), clockOffset !== undefined) : null;
  if (traces && told) traces.source.loadToolClock = told.clock;
  const all = [metrics, logs, traces].filter((answer) => answer !== null);
  return {
    telemetry: { metrics: metrics?.answer ?? null, logs: logs?.answer ?? null, traces: traces?.answer ?? null },
    target,
    sources: all.map(({ source }) => source),
    checks: [
      checkOf('metrics', 'Metrics', 'prometheus', metrics?.source, metrics !== null && metrics.answer.signals.length > 0),
      // No line of an error is an answer too.
      checkOf('logs', 'Logs', 'loki', logs?.source, logs !== null && logs.source.answered > 0),
      checkOf('traces', 'Traces', 'tempo', traces?.source, traces !== null && traces.answer.traces.length > 0),
    ],
    notices: [...(told?.notices ?? []), ...all.flatMap((answer) => answer.notices)],
  };
}

async function one<T>(
  backend: BackendName,
  asker: Asker,
  ask: (asker: Asker) => Promise<{ answer: T; notices: Notice[] }>,
): Promise<{ answer: T; source: Source; notices: Notice[] }> {
  const { answer, notices } = await ask(asker);
  const source = sourceOf(backend, asker);
  return { answer, source, notices: [...failures(source), ...notices] };
}

function sourceOf(backend: BackendName, asker: Asker): Source {
  const count = (status: Source['queries'][number]['status']): number => asker.asked.filter((query) => query.status === status).length;
  const { asked } = asker;
  return {
    backend,
    url: asker.connection.url,
    asked: asked.length,
    answered: count('answered'),
    noData: count('no-data'),
    failed: count('failed'),
    message: asker.dead ?? asked.find(({ status }) => status === 'failed')?.message ?? '',
    clockOffset: asker.clockOffset === null ? null : Math.round(asker.clockOffset),
    loadToolClock: null,
    // Questions run side by side; by text they stand in the same order each time.
    queries: [...asked].sort((a, b) => compare(a.title, b.title) || compare(a.query, b.query)).slice(0, MAX_QUERIES),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function failures(source: Source): Notice[] {
  if (source.failed === 0) return [];
  const all = source.answered === 0 && source.noData === 0;
  return [
    {
      id: 'backend-failed',
      level: 'warning',
      file: null,
      what: `${nameOf(source.backend)} at ${source.url} ${all ? 'could not be asked' : `did not answer ${source.failed} of ${source.asked} questions`}: ${source.message}.`,
      why: 'What it would have told is not known. That is not the same as nothing being wrong.',
      todo: `heimr doctor --${source.backend} ${source.url} says what to mend.`,
    },
  ];
}

function nameOf(backend: BackendName): string {
  return `${backend.charAt(0).toUpperCase()}${backend.slice(1)}`;
}

/** @param told whether it told anything that can be judged: a list of names alone is no measurement */
function checkOf(id: string, title: string, backend: BackendName, source: Source | undefined, told: boolean): Check {
  if (!source) return { id, title, outcome: 'not-checked', reason: `No backend was given (--${backend} URL).` };
  if (told) return { id, title, outcome: 'checked', reason: '' };
  const name = nameOf(backend);
  if (source.failed > 0) return { id, title, outcome: 'not-checked', reason: `${name} could not be asked: ${source.message}.` };
  if (source.asked === 0) return { id, title, outcome: 'not-checked', reason: `${name} was asked nothing.` };
  return { id, title, outcome: 'not-checked', reason: `${name} has nothing of this time.` };
}
