import type { Analysis, ChainLink, Finding, RootCause } from '../model/analysis.js';
import { index } from '../model/quantities.js';
import { type Draft, fact } from './claims.js';
import { alarmsOf, named, whereOf } from './plain-happened.js';
import { plainKind } from './plain-kinds.js';
import { into, lookAt } from './when.js';

/** Causes beside the first that are named, and steps of a chain that are told. */
const OTHERS = 2;
const STEPS = 8;

/** @returns causes, likeliest first */
export function ranked({ rootCauses }: Pick<Analysis, 'rootCauses'>): RootCause[] {
  return [...rootCauses].sort((a, b) => a.rank - b.rank);
}

/** @returns the cause's name for people */
export function causeTitle({ title, cause }: RootCause): string {
  return title === '' ? cause.replaceAll('-', ' ') : title;
}

/** How sure: words for a confidence, which ranks and is no probability. */
function likely(confidence: number): string {
  if (confidence >= 0.85) return 'Very likely';
  return confidence >= 0.6 ? 'Likely' : 'Possibly';
}

/** What it is; where that is not known, so, and what would tell. Nothing for a run without a finding. */
export function cause(analysis: Analysis): Draft[] {
  const [first, ...rest] = ranked(analysis);
  if (first !== undefined) {
    const others = rest.slice(0, OTHERS).map((one) => `${lower(causeTitle(one))}${place(one)} (confidence ${index(one.confidence)})`);
    return [
      fact('cause', inWords(first, analysis), [...first.evidence, 'rootCauses']),
      ...(others.length === 0 ? [] : [fact('cause', `Less likely: ${others.join('; ')}.`, ['rootCauses'])]),
    ];
  }
  const alarms = alarmsOf(analysis);
  const [lead] = alarms;
  if (lead === undefined) return [];
  const own = alarms.find(({ kind }) => plainKind(kind)?.isCause !== undefined);
  if (own !== undefined)
    return [
      fact('cause', `What the results show by themselves: ${plainKind(own.kind)?.isCause} (confidence ${index(own.confidence)}).`, [
        own.id,
      ]),
      fact('cause', `Why it came to that is not known. What would tell: ${wouldTell(own)}.`, [own.id]),
    ];
  return [
    fact('cause', `The cause is not known. ${unknown(analysis)}`, [lead.id, 'checks']),
    fact('cause', `What would tell: ${wouldTell(lead)}.`, [lead.id]),
  ];
}

const place = ({ service }: RootCause): string => (service === null ? '' : ` in ${named(service)}`);

function inWords(first: RootCause, { evidence }: Analysis): string {
  const why = evidence.find(({ id }) => id === first.evidence[0])?.summary ?? '';
  const proven = first.experimental ? ' No recording of a real run has shown this kind yet.' : '';
  return `${likely(first.confidence)} the cause is: ${lower(causeTitle(first))}${place(first)} (confidence ${index(first.confidence)} of 1). ${why}${proven}`;
}

/** Why no cause is known: nobody was asked, or what was told supports none. */
function unknown({ sources }: Analysis): string {
  if (sources.length === 0)
    return 'Results of a load test show what its users met, and not why; no metrics, logs or traces of the system were looked at.';
  const answered = sources.reduce((sum, source) => sum + source.answered, 0);
  return answered === 0
    ? 'The monitoring that was asked gave no answer.'
    : 'What the monitoring showed supports no single cause well enough to name it.';
}

function wouldTell(finding: Finding): string {
  const words = plainKind(finding.kind)?.wouldTell ?? 'metrics, logs and traces of the services behind it';
  return `${words}, ${lookAt(finding.window)}`;
}

const lower = (text: string): string => (/^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** What came after what, with times; only where there are two events or more. */
export function chain(analysis: Analysis): Draft[] {
  const { start } = analysis.window;
  if (start === null) return [];
  const [first] = ranked(analysis);
  const steps = first === undefined || first.chain.length < 2 ? symptomSteps(analysis) : first.chain;
  if (steps.length < 2) return [];
  return steps.slice(0, STEPS).map(({ at, text, evidence }) => {
    const when = at === null ? '' : into(at, start);
    const told = at === null ? text : `${when.charAt(0).toUpperCase()}${when.slice(1)}: ${lower(text)}`;
    return fact('chain', told, evidence.length > 0 ? evidence : ['rootCauses']);
  });
}

/** Symptoms alone, where no cause tells more. */
function symptomSteps(analysis: Analysis): ChainLink[] {
  return alarmsOf(analysis)
    .flatMap((finding): ChainLink[] => {
      const words = plainKind(finding.kind)?.happened.replace('{where}', whereOf(finding));
      return finding.window === null
        ? []
        : [{ at: finding.window.start, text: words === undefined ? finding.summary : `${words}.`, evidence: [finding.id] }];
    })
    .sort((a, b) => (a.at as number) - (b.at as number));
}
