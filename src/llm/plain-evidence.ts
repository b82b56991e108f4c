import type { Analysis, Evidence, Exemplar } from '../model/analysis.js';
import { type Draft, fact } from './claims.js';
import { ranked } from './plain-cause.js';
import { answerTime } from './plain-figures.js';
import { alarmsOf, named } from './plain-happened.js';
import { clock } from './when.js';

/** Facts of the cause, findings, and doubts that are told. */
const CAUSE = 6;
const FINDINGS = 4;
const DOUBTS = 5;
/** Characters of a message from a file. */
const MESSAGE = 100;

/** What shows it: facts behind the cause, figures of the findings, a real request. */
export function shown(analysis: Analysis, evidence: ReadonlyMap<string, Evidence>): Draft[] {
  const [first] = ranked(analysis);
  const causes = (first?.evidence ?? []).slice(0, CAUSE).flatMap((id) => {
    const one = evidence.get(id);
    return one === undefined ? [] : [fact('evidence', `${sentence(one.summary)} (${one.source})`, [id])];
  });
  const findings = alarmsOf(analysis)
    .slice(0, FINDINGS)
    .flatMap((finding) => {
      const [own] = finding.evidence;
      const one = own === undefined ? undefined : evidence.get(own);
      if (one === undefined || first?.evidence.includes(one.id)) return [];
      const [request] = one.exemplars;
      return [fact('evidence', `${sentence(one.summary)}${request === undefined ? '' : ` ${realRequest(request)}`}`, [finding.id, one.id])];
    });
  return [...causes, ...findings];
}

/** What speaks against it; that nothing does is said, too. */
export function against(analysis: Analysis, evidence: ReadonlyMap<string, Evidence>): Draft[] {
  const [first] = ranked(analysis);
  const alarms = alarmsOf(analysis);
  if (alarms.length === 0 && first === undefined) return [];
  const ids = [...new Set([...(first?.counterEvidence ?? []), ...alarms.flatMap(({ counterEvidence }) => counterEvidence)])];
  const doubts = new Map(ids.map((id) => [evidence.get(id)?.summary ?? '', id]));
  doubts.delete('');
  if (doubts.size === 0)
    return [
      fact(
        'against',
        'Nothing that was measured speaks against it.',
        alarms.map(({ id }) => id),
      ),
    ];
  return [...doubts].slice(0, DOUBTS).map(([summary, id]) => fact('against', sentence(summary), [id]));
}

/** @returns one request that anybody can look up */
function realRequest({ label, timestamp, latency, success, code, message, file, line, traceId }: Exemplar): string {
  const outcome = success
    ? `took ${answerTime(latency)}`
    : `failed after ${answerTime(latency)}${code === '' ? '' : ` with ${named(code)}`}`;
  const said = success || message === '' || message === code ? '' : `, ${quotedMessage(message)}`;
  const trace = traceId === null ? '' : `, trace ${named(traceId)}`;
  return `One real request: ${named(label)} at ${clock(timestamp)} ${outcome}${said} (${named(file.replace(/^.*[/\\]/, ''))}, line ${line}${trace}).`;
}

const quotedMessage = (message: string): string => `"${message.length > MESSAGE ? `${message.slice(0, MESSAGE - 1)}…` : message}"`;

const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
