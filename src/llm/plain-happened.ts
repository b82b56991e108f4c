import type { Analysis, Evidence, Finding } from '../model/analysis.js';
import { span } from '../model/moments.js';
import { count, counted, measure, percentage } from '../model/quantities.js';
import { type Draft, fact } from './claims.js';
import { answerTime, plainFigures } from './plain-figures.js';
import { plainKind } from './plain-kinds.js';
import { during } from './when.js';

/** Findings told one by one, and of those that are only good to know. */
const TOLD = 4;
const KNOWN = 2;
/** Requests below which neither a rate nor a twentieth of them says anything. */
const FEW = 20;
/** Characters of a name from a file. */
const NAME = 60;

/** @returns a name from a file in quotes, cut */
export function named(name: string): string {
  return `"${name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name}"`;
}

/** @returns ` of "checkout"`, ` of "a" and "b"`, ` of 7 endpoints`; empty for all */
export function whereOf({ labels }: Pick<Finding, 'labels'>): string {
  if (labels === 'all' || labels.length === 0) return '';
  if (labels.length > 3) return ` of ${count(labels.length)} endpoints`;
  const names = labels.map(named);
  return ` of ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`}`;
}

/** @returns findings that ask for action, those that the verdict names first in front */
export function alarmsOf({ findings, verdict }: Pick<Analysis, 'findings' | 'verdict'>): Finding[] {
  const order = verdict.reasons.flatMap((reason) => reason.findings);
  const place = ({ id }: Finding): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return findings.filter(({ severity }) => severity !== 'info').sort((a, b) => place(a) - place(b));
}

/** What was tested, what came of it, and each finding in a sentence or two. */
export function happened(analysis: Analysis, evidence: ReadonlyMap<string, Evidence>): Draft[] {
  const alarms = alarmsOf(analysis);
  const known = analysis.findings.filter(({ severity }) => severity === 'info');
  return [
    fact('happened', theTest(analysis), ['kpis']),
    ...(alarms.length === 0 ? [fact('happened', analysis.verdict.sentence, ['checks'])] : []),
    ...alarms
      .slice(0, TOLD)
      .map((finding) => fact('happened', told(finding, analysis, evidence), [finding.id, ...finding.evidence.slice(0, 1)])),
    ...(alarms.length > TOLD
      ? [
          fact(
            'happened',
            `Under Findings: ${counted(alarms.length - TOLD, 'more finding')} of less weight.`,
            alarms.slice(TOLD).map(({ id }) => id),
          ),
        ]
      : []),
    ...known.slice(0, KNOWN).map((finding) => fact('happened', `Good to know${whereOf(finding)}: ${finding.summary}`, [finding.id])),
    ...(known.length > KNOWN
      ? [
          fact(
            'happened',
            `Under Findings: ${counted(known.length - KNOWN, 'more thing')} to know.`,
            known.slice(KNOWN).map(({ id }) => id),
          ),
        ]
      : []),
    ...gate(analysis),
  ];
}

/** The test in two sentences. */
function theTest({ kpis: { overall }, window, settings }: Analysis): string {
  if (overall.count === 0) return 'The test recorded no request that could be counted.';
  const lasted = window.duration === null ? '' : ` in ${span(window.duration)}`;
  const isMany = overall.count >= FEW;
  const rate = overall.throughput === null || !isMany ? '' : `, ${measure(overall.throughput)} a second on average`;
  const failed =
    overall.errors === null
      ? 'the file does not say how many failed'
      : overall.errors === 0
        ? 'none failed'
        : `${count(overall.errors)} failed (${percentage(overall.errorRate)})`;
  const { p50, p95, max } = overall.latency;
  const fast = isMany
    ? p50 === null || p95 === null
      ? ''
      : ` Half of the answers took ${answerTime(p50)} or less, 95 of 100 took ${answerTime(p95)} or less.`
    : max === null
      ? ''
      : overall.count === 1
        ? ` The answer took ${answerTime(max)}.`
        : ` The slowest answer took ${answerTime(max)}.`;
  const part =
    settings.from !== null || settings.to !== null || settings.include.length + settings.exclude.length > 0
      ? ' (only a part of the test was counted)'
      : '';
  return `The test sent ${counted(overall.count, 'request')}${lasted}${rate}${part}; ${failed}.${fast}`;
}

/** A finding in plain words: when, what, how much, what it means. One whose kind has no words of its own is told as it was found. */
function told(finding: Finding, { window, kpis }: Analysis, evidence: ReadonlyMap<string, Evidence>): string {
  const words = plainKind(finding.kind);
  if (words === undefined) return finding.summary;
  const { clause } = plainFigures(finding, evidence);
  const what = words.happened.replace('{where}', whereOf(finding));
  // Where all failures of the run are the finding, their number was said before.
  const failed = evidence.get(finding.evidence[0] ?? '')?.facts.find(({ name }) => name === 'failed requests')?.value;
  const isSaid = finding.kind === 'error-rate' && finding.labels === 'all' && failed === kpis.overall.errors;
  const how = isSaid ? '.' : clause === null ? `. ${finding.summary}` : `: ${clause}.`;
  return `${during(finding.window, window)} ${what}${how} ${words.means}`;
}

function gate({ gate }: Analysis): Draft[] {
  if (gate === null) return [];
  const missed = gate.conditions.filter(({ level, passed }) => level === 'fail' && !passed);
  if (missed.length === 0)
    return [fact('happened', `Everything that was demanded of it holds (${counted(gate.conditions.length, 'condition')}).`, ['gate'])];
  const [first] = missed;
  return [
    fact(
      'happened',
      `It does not pass what was demanded: ${counted(missed.length, 'condition')} of ${count(gate.conditions.length)} not met, first ${named(first?.expression ?? '')}: ${first?.reason ?? ''}.`.replace(
        /\.\.$/,
        '.',
      ),
      ['gate'],
    ),
  ];
}
