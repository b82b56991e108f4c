import type { Telemetry, TestTarget } from '../model/telemetry.js';
import type { Case } from './case.js';
import type { Diagnosis } from './diagnosis.js';
import type { Suspect } from './judge-causes.js';

/** What is said at most. */
const MOST = 8;
/** Share of the traced requests that a backend should know. */
const FEW_TRACES = 0.5;

const SOURCES = [
  { member: 'metrics', flag: '--prometheus', word: 'metrics' },
  { member: 'logs', flag: '--loki', word: 'logs' },
  { member: 'traces', flag: '--tempo', word: 'traces' },
] as const;

/** What would have to be known to tell more: backends that were not asked, holes in what they told, and what was looked at in vain. */
export function unknownsOf(
  cases: readonly Case[],
  suspects: readonly Suspect[],
  telemetry: Telemetry | null,
  target: TestTarget | null,
): string[] {
  // Where nobody was asked, the checks say so, and the finding says what would tell.
  if (telemetry === null) return [];
  const said: string[] = [];
  for (const { member, flag, word } of SOURCES) {
    if (telemetry[member]) continue;
    const questions = questionsFor(member, suspects);
    said.push(`No ${word} were read (${flag}). They would tell: ${questions.join(' ')}`);
  }
  const byId = telemetry.traces?.byId;
  if (byId && byId.asked > 0 && byId.found < FEW_TRACES * byId.asked)
    said.push(`Of ${byId.asked} requests whose trace was asked for, ${byId.found} were found: traces are sampled, or not all are kept.`);
  if (target && target.healthy.length === 0 && target.anomalies.length > 0)
    said.push('The trouble covers the whole run, so there is no healthy part to compare with.');
  for (const c of cases) {
    for (const { signal } of c.changed(['scrape-up']))
      said.push(
        `Scrapes of ${signal.instance ?? signal.service ?? 'a target'} failed during the trouble, so its metrics have a hole there.`,
      );
    if (c.location === null && telemetry.metrics)
      said.push('No service tells how long its requests take, so where time is lost could not be told.');
    if (suspects.length === 0 && c.location && c.location.summary !== '') said.push(`Looked at: ${c.location.summary}`);
  }
  return [...new Set(said)].slice(0, MOST);
}

/** Questions that the missing backend would have answered for the likeliest causes, else the most telling of all. */
function questionsFor(source: 'metrics' | 'logs' | 'traces', suspects: readonly Suspect[]): string[] {
  const of = (list: readonly Diagnosis[]): string[] =>
    list.flatMap(({ asks }) => asks.filter((ask) => ask.source === source).map(({ question }) => question));
  const first = of(suspects.map(({ diagnosis }) => diagnosis)).slice(0, 2);
  return first.length > 0 ? first : [GENERAL[source]];
}

const GENERAL = {
  metrics: 'Which resource is full, and which service takes longer than its own calls explain?',
  logs: 'Which errors and warnings are new, and which service logged them first?',
  traces: 'In which service or call is the time of slow requests lost?',
} as const;
