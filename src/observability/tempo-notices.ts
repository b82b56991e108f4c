import type { Notice } from '../model/notice.js';

/** What happened while Tempo was asked. */
export interface TempoTally {
  /** Requests with ids of traces, and those looked up and found. */
  ids: { given: number; unusable: number; asked: number; found: number };
  /** Questions that failed, and what the first said. */
  failures: { count: number; first: string };
  /** Traces got, those with missing parents, and those whose clocks were moved. */
  traces: { count: number; incomplete: number; moved: number; greatestShift: number };
  /** Whether a search gave only some of what there is. */
  partial: boolean;
  /** Whether traces were left out since they held too many spans together. */
  full: boolean;
  /** How long after the test's end it was asked, ms; null where unknown. */
  age: number | null;
}

/** Age from which on a backend shows all that it got, ms: 3.x hides the last 30 s by default, and traces stay open for some seconds. */
const SETTLED = 60_000;
/** Share of found requests that is all, but for a few that were lost. */
const NEARLY_ALL = 0.95;

/** What a reader must know of the traces. */
export function tempoNotices(tally: TempoTally): Notice[] {
  const { ids, failures, traces } = tally;
  const notices: Notice[] = [];
  const add = (id: string, level: Notice['level'], what: string, why: string, todo: string): void => {
    notices.push({ id: `tempo-${id}`, level, file: null, what, why, todo });
  };
  if (failures.count > 0)
    add(
      'failed',
      'warning',
      `${count(failures.count, 'question')} to Tempo failed. ${failures.first}`,
      'What was asked for is not known; that is not the same as healthy.',
      'See the sources for each question, and ask Tempo with the same query.',
    );
  if (ids.given === 0)
    add(
      'no-ids',
      'info',
      'The requests of the test have no trace ids.',
      'Traces are then found by search, and none belongs to a known request.',
      'Let the load tool send a traceparent header and write the trace id beside each request.',
    );
  if (ids.unusable > 0)
    add(
      'bad-ids',
      'warning',
      `${count(ids.unusable, 'trace id')} in the results are none.`,
      'A trace id is 32 hex digits.',
      'Check the column or tag that they come from.',
    );
  if (ids.asked > 0 && ids.found / ids.asked < NEARLY_ALL)
    add(
      'match-rate',
      ids.found / ids.asked < 0.5 ? 'warning' : 'info',
      `Tempo has traces of ${ids.found} of ${ids.asked} requests (${percent(ids.found / ids.asked)}).`,
      'The system samples, drops or does not receive the trace ids; what is kept need not be like the rest.',
      'Keep all traces while a test runs, or sample by the flag that the load tool sends.',
    );
  if (traces.count === 0 && failures.count === 0)
    add(
      'no-traces',
      'warning',
      'Tempo has no traces of the test.',
      'Traces say where the time of a request goes.',
      'Check that the system sends traces, the tenant, and the filter.',
    );
  if (traces.incomplete > 0)
    add(
      'incomplete',
      traces.incomplete / traces.count > 0.2 ? 'warning' : 'info',
      `${traces.incomplete} of ${count(traces.count, 'trace')} lack spans in their middle.`,
      'A service does not send its spans, or they came too late; its time counts as its caller’s.',
      'Ask again a minute later. If it stays so, check the exporters of the services.',
    );
  if (traces.moved > 0)
    add(
      'clocks',
      'info',
      `Clocks of the services differ by up to ${Math.round(traces.greatestShift)} ms in ${count(traces.moved, 'trace')}.`,
      'Answers that stood outside of their calls were moved into their middle; time on the way there and back is a guess then.',
      'Let the hosts keep time by NTP.',
    );
  if (tally.partial)
    add(
      'partial',
      'info',
      'Tempo found more traces than it gave.',
      'A search gives some of what there is, not the slowest.',
      'Set a filter, or let the load tool send trace ids.',
    );
  if (tally.full)
    add('many-spans', 'warning', 'Traces were left out since they hold too many spans together.', 'Memory is bounded.', 'Set a filter.');
  if (tally.age !== null && tally.age < SETTLED)
    add(
      'fresh',
      'info',
      `Tempo was asked ${Math.max(0, Math.round(tally.age / 1000))} s after the test.`,
      'It may not show its last seconds yet.',
      'Wait a minute after the test.',
    );
  return notices;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? 'below 1 %' : `${Math.round(100 * share)} %`;
}
