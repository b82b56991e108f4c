import type { Analysis, Evidence, Finding } from '../model/analysis.js';
import type { Candidate, EvidenceItem, ItemFact, Subject } from './evidence-item.js';
import { slotOf } from './evidence-item.js';
import { template } from './neutral-text.js';
import { causeTitle, ranked } from './plain-cause.js';
import { normalChecks, openQuestions } from './plain-checked.js';
import { alarmsOf } from './plain-happened.js';
import { plainKind } from './plain-kinds.js';

/** Findings, causes, groups of failures and gaps that are offered. */
const FINDINGS = 12;
const CAUSES = 8;
const ERRORS = 5;
const GAPS = 8;

/** What a model may speak of, from the analysis alone; ids follow from ranks, so the same analysis gives the same. */
export function subjectOf(analysis: Analysis): Subject {
  const byId = new Map(analysis.evidence.map((one) => [one.id, one]));
  const findings = [...alarmsOf(analysis), ...analysis.findings.filter(({ severity }) => severity === 'info')].slice(0, FINDINGS);
  const causes = ranked(analysis).slice(0, CAUSES);
  const cited = new Set(findings.flatMap(({ evidence }) => evidence.slice(0, 1)));
  const evidenceIds = [
    ...new Set([...causes.flatMap(({ evidence }) => evidence), ...findings.flatMap(({ evidence }) => evidence.slice(1))]),
  ].filter((id) => byId.has(id) && !cited.has(id));
  const doubtIds = [
    ...new Set([
      ...causes.flatMap(({ counterEvidence = [] }) => counterEvidence),
      ...findings.flatMap(({ counterEvidence }) => counterEvidence),
    ]),
  ].filter((id) => byId.has(id));
  const items: EvidenceItem[] = [
    figures(analysis),
    ...findings.map((finding, i) => ofFinding(finding, `F${i + 1}`, byId)),
    ...evidenceIds.map((id, i) => ofEvidence(byId.get(id) as Evidence, `E${i + 1}`, 'evidence', analysis)),
    ...errors(analysis, evidenceIds.length),
    ...doubtIds.map((id, i) => ofEvidence(byId.get(id) as Evidence, `X${i + 1}`, 'doubt', analysis)),
    ...normalChecks(analysis).map(({ words }, i) => plain(`N${i + 1}`, 'normal', `Looked for and not found: ${words}.`, ['checks'])),
    ...gaps(analysis),
  ];
  const idOf = (ref: string): string[] =>
    items.filter(({ role, refs }) => role !== 'normal' && role !== 'gap' && refs.includes(ref)).map(({ id }) => id);
  const own = findings.filter(({ kind, severity }) => severity !== 'info' && plainKind(kind)?.isCause !== undefined);
  const candidates: Candidate[] =
    causes.length > 0
      ? causes.map((cause, i) => ({
          id: `C${i + 1}`,
          cause: cause.cause,
          title: causeTitle(cause),
          service: cause.service,
          confidence: cause.confidence,
          supporting: [...new Set(cause.evidence.flatMap(idOf))],
          opposing: [...new Set((cause.counterEvidence ?? []).flatMap(idOf))],
          fix: cause.fix,
        }))
      : own.map((finding, i) => ({
          id: `C${i + 1}`,
          cause: finding.kind,
          title: finding.title,
          service: finding.service,
          confidence: finding.confidence,
          supporting: idOf(finding.id),
          opposing: finding.counterEvidence.flatMap(idOf),
          fix: finding.recommendation,
        }));
  return {
    items,
    candidates,
    start: analysis.window.start,
    healthy: analysis.verdict.status === 'healthy',
    advice: [...causes.map(({ fix }) => fix), ...findings.map(({ recommendation }) => recommendation)].filter((text) => text !== ''),
  };
}

const facts = (all: Evidence['facts']): ItemFact[] => all.map(({ name, value, unit }) => ({ slot: slotOf(name), name, value, unit }));

const plain = (id: string, role: EvidenceItem['role'], text: string, refs: readonly string[]): EvidenceItem => ({
  id,
  role,
  refs,
  text,
  facts: [],
  window: null,
  names: [],
  signal: 'results',
});

/** Figures of the whole run. */
function figures({ kpis: { overall }, window, load }: Analysis): EvidenceItem {
  const all: [string, number | null, string][] = [
    ['requests', overall.count, 'requests'],
    ['failed requests', overall.errors, 'requests'],
    ['error rate', overall.errorRate, '0..1'],
    ['requests per second', overall.throughput, '1/s'],
    ['duration of the test', window.duration, 'ms'],
    ['p50', overall.latency.p50, 'ms'],
    ['p95', overall.latency.p95, 'ms'],
    ['p99', overall.latency.p99, 'ms'],
    ['users at most', load.usersMax, 'users'],
  ];
  const known = facts(all.flatMap(([name, value, unit]) => (value === null ? [] : [{ name, value, unit }])));
  const at = window.start === null || window.end === null ? null : { start: window.start, end: window.end };
  return { ...plain('K1', 'figures', 'Figures of the whole test, all requests.', ['kpis']), facts: known, window: at };
}

function ofFinding(finding: Finding, id: string, byId: ReadonlyMap<string, Evidence>): EvidenceItem {
  const own = finding.evidence[0] === undefined ? undefined : byId.get(finding.evidence[0]);
  const names = [...(finding.labels === 'all' ? [] : finding.labels.slice(0, 5)), ...(finding.service === null ? [] : [finding.service])];
  return {
    ...plain(id, 'finding', `${finding.title}. ${finding.summary}`, [finding.id, ...(own === undefined ? [] : [own.id])]),
    facts: facts(own?.facts ?? []),
    window: finding.window,
    names,
  };
}

function ofEvidence(one: Evidence, id: string, role: EvidenceItem['role'], { rootCauses }: Analysis): EvidenceItem {
  const services = rootCauses
    .filter(({ evidence }) => evidence.includes(one.id))
    .flatMap(({ service }) => (service === null ? [] : [service]));
  const signal = /loki|log/i.test(one.source)
    ? 'logs'
    : /tempo|trace/i.test(one.source)
      ? 'traces'
      : /prometheus|metric/i.test(one.source)
        ? 'metrics'
        : 'results';
  return { ...plain(id, role, one.summary, [one.id]), facts: facts(one.facts), window: one.window, names: [...new Set(services)], signal };
}

/** Groups of failures: code and class as they are, the message as a template only. */
function errors({ errors: { groups } }: Analysis, before: number): EvidenceItem[] {
  return groups.slice(0, ERRORS).map((group, i) => {
    const message = template(group.message);
    const said = message === '' || message === group.code ? '' : `, message "${message}"`;
    const item = plain(
      `E${before + i + 1}`,
      'evidence',
      `Failed requests of class ${group.class}, code ${template(group.code).includes('<*>') ? group.code.slice(0, 20) : template(group.code)}${said}.`,
      ['kpis'],
    );
    const when = group.firstSeen === null || group.lastSeen === null ? null : { start: group.firstSeen, end: group.lastSeen };
    return {
      ...item,
      facts: facts([
        { name: 'failed requests', value: group.count, unit: 'requests' },
        { name: 'share of all failures', value: group.share, unit: '0..1' },
      ]),
      window: when,
      names: group.labels.slice(0, 3).map(({ label }) => label),
    };
  });
}

function gaps(analysis: Analysis): EvidenceItem[] {
  const open = openQuestions(analysis).map(({ titles, reason }) => `Not looked at: ${titles.join(', ')}. ${reason}`);
  const silent = analysis.sources
    .filter(({ failed, noData }) => failed + noData > 0)
    .map(({ backend, noData, failed }) => `Questions to ${backend}: ${noData} without data, ${failed} failed.`);
  const limits = analysis.notices.filter(({ level }) => level === 'warning').map(({ what }) => `Limit of the data: ${what}`);
  return [...open, ...silent, ...limits]
    .slice(0, GAPS)
    .map((text, i) => plain(`G${i + 1}`, 'gap', text, [i < open.length ? 'checks' : 'notices']));
}
