import type { Analysis, Evidence, Finding, RootCause } from '../model/analysis.js';
import { index } from '../model/quantities.js';
import { type Draft, fact } from './claims.js';
import { alarmsOf, named, whereOf } from './plain-happened.js';
import { plainKind } from './plain-kinds.js';
import { into, lookAt } from './when.js';

/** Causes beside the first that are named, and steps of a chain that are told. */
const OTHERS = 2;
const STEPS = 8;

/** What a diagnosis may say of its cause beyond what every cause has. */
type Told = RootCause & { title?: string; summary?: string; mechanism?: string; counterEvidence?: string[]; verification?: string };

/** @returns causes, likeliest first */
export function ranked({ rootCauses }: Pick<Analysis, 'rootCauses'>): Told[] {
  return [...rootCauses].sort((a, b) => a.rank - b.rank);
}

/** @returns the cause's name for people: its own title, that of the finding under the same name, or its id in words */
export function causeTitle(cause: Told, findings: readonly Finding[]): string {
  return cause.title ?? findings.find(({ kind }) => kind === cause.cause)?.title ?? cause.cause.replaceAll('-', ' ');
}

/** How sure: words for what a calibrated confidence bears. */
function likely(confidence: number): string {
  if (confidence >= 0.85) return 'Very likely';
  return confidence >= 0.6 ? 'Likely' : 'Possibly';
}

/** What it is; where that is not known, so, and what would tell. Nothing for a run without a finding. */
export function cause(analysis: Analysis): Draft[] {
  const [first, ...rest] = ranked(analysis);
  if (first !== undefined) {
    const others = rest
      .slice(0, OTHERS)
      .map((one) => `${causeTitle(one, analysis.findings)}${place(one)} (confidence ${index(one.confidence)})`);
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

function inWords(first: Told, { findings, evidence }: Analysis): string {
  const title = causeTitle(first, findings);
  const why = first.mechanism ?? first.summary ?? evidence.find(({ id }) => id === first.evidence[0])?.summary ?? '';
  return `${likely(first.confidence)} the cause is: ${lower(title)}${place(first)} (confidence ${index(first.confidence)} of 1). ${why}`;
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

const lower = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** What came after what, with times; only where there are two events or more. */
export function chain(analysis: Analysis, evidence: ReadonlyMap<string, Evidence>): Draft[] {
  const { start } = analysis.window;
  if (start === null) return [];
  const [first] = ranked(analysis);
  const causes = (first?.evidence ?? []).flatMap((id) => {
    const one = evidence.get(id);
    return one?.window ? [{ at: one.window.start, text: one.summary, ids: [id] }] : [];
  });
  const symptoms = alarmsOf(analysis).flatMap((finding) => {
    const words = plainKind(finding.kind)?.happened.replace('{where}', whereOf(finding));
    // A finding that is the cause itself is told by the cause's evidence.
    return finding.window === null || finding.kind === first?.cause
      ? []
      : [{ at: finding.window.start, text: words === undefined ? finding.summary : `${words}.`, ids: [finding.id] }];
  });
  const steps = [...new Map([...causes, ...symptoms].map((step) => [step.text, step])).values()].sort((a, b) => a.at - b.at);
  if (steps.length < 2) return [];
  return steps.slice(0, STEPS).map(({ at, text, ids }) => {
    const when = into(at, start);
    return fact('chain', `${when.charAt(0).toUpperCase()}${when.slice(1)}: ${lower(text)}`, ids);
  });
}
