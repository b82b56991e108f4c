import type { Analysis, Evidence } from '../model/analysis.js';
import { type Draft, fact } from './claims.js';
import { ranked } from './plain-cause.js';
import { plainFigures } from './plain-figures.js';
import { alarmsOf, whereOf } from './plain-happened.js';

/** Steps that are told; more is no plan. */
const STEPS = 4;

/** What to do, most urgent first, and how to see that it worked. */
export function toDo(analysis: Analysis, evidence: ReadonlyMap<string, Evidence>): Draft[] {
  const alarms = alarmsOf(analysis);
  const causes = ranked(analysis);
  const [first] = causes;
  const fixes = causes.slice(0, 1).map(({ fix, evidence: ids }) => ({ text: fix, ids: [...ids.slice(0, 1), 'rootCauses'] }));
  // Where the cause is known, advice on how to look for it is none any more.
  const advice = first === undefined ? alarms.map(({ id, recommendation }) => ({ text: recommendation, ids: [id] })) : [];
  const steps = [...new Map([...fixes, ...advice].filter(({ text }) => text.trim() !== '').map((step) => [step.text, step])).values()];
  const drafts = steps.slice(0, STEPS).map(({ text, ids }) => fact('to-do', text, ids));
  if (alarms.length === 0 && first === undefined) return [withoutFinding(analysis)];
  const [lead] = alarms;
  const goal = lead === undefined ? null : plainFigures(lead, evidence).goal;
  const how =
    (first?.verify === '' ? undefined : first?.verify) ??
    (goal === null || lead === undefined ? undefined : `Repeat the same test; it worked if ${goal.replace('{where}', whereOf(lead))}.`);
  return how === undefined
    ? drafts
    : [
        ...drafts,
        fact(
          'to-do',
          `To see whether it worked: ${how.charAt(0).toLowerCase()}${how.slice(1)}`,
          lead === undefined ? ['rootCauses'] : [lead.id],
        ),
      ];
}

/** Length and requests of a run from which on changes are looked for, ms. */
const LEAST = { ms: 120_000, requests: 300 };

function withoutFinding({ verdict, notices, gate, window, kpis, timeline, input }: Analysis): Draft {
  if (gate !== null && !gate.passed) return fact('to-do', 'Look at the conditions that are not met, above.', ['gate']);
  if (verdict.status === 'healthy') return fact('to-do', 'Nothing has to be done.', ['checks']);
  if (input.every(({ format }) => format === 'har'))
    return fact('to-do', 'Run a load test and give Heimr its results: one browser shows how a page loads, not what a system bears.', [
      'checks',
    ]);
  if (timeline === null)
    return fact(
      'to-do',
      'Give Heimr the single requests of this test, where the load tool can write them: totals do not show what changed.',
      ['checks'],
    );
  if ((window.duration ?? LEAST.ms) < LEAST.ms || kpis.overall.count < LEAST.requests)
    return fact('to-do', 'Let the test run longer: changes are looked for from 2 minutes and 300 requests on.', ['checks']);
  const todo = notices.find((notice) => notice.level === 'warning' && notice.todo !== '')?.todo;
  return fact(
    'to-do',
    todo ?? 'Give Heimr what is missing (see what could not be asked), and analyse again.',
    todo === undefined ? ['checks'] : ['notices'],
  );
}
