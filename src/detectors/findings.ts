import type { Evidence, Exemplar, Finding } from '../model/analysis.js';
import type { Facts } from '../model/facts.js';
import { confidenceOf } from './confidence.js';
import type { Anomaly } from './detector.js';
import { kindWords } from './kinds.js';
import { type Event, nameEvents } from './name-events.js';
import { type PeriodFigures, periodFigures } from './period-figures.js';

/** Real requests shown with a finding. */
const EXEMPLARS = 3;
/** Findings kept; a run with more is described by the first. */
const MAX_FINDINGS = 100;

/**
 * Anomalies to findings: one for each event, with what speaks for it and against it.
 * @param files names of the input files
 */
export function findingsOf(
  anomalies: readonly Anomaly[],
  facts: Facts,
  files: readonly string[],
): { findings: Finding[]; evidence: Evidence[] } {
  const evidence: Evidence[] = [];
  const ids = new Set<string>();
  const findings = nameEvents(anomalies)
    .slice(0, MAX_FINDINGS)
    .map((event): Finding => {
      const id = idOf(event, facts.window.start, ids);
      const own = evidenceOf(event, id, facts, files);
      evidence.push(...own.supporting, ...own.opposing);
      const { title, todo } = kindWords(event.kind);
      return {
        id,
        kind: event.kind,
        severity: event.informative ? 'info' : event.critical || event.covers.some(({ critical }) => critical) ? 'critical' : 'warning',
        window: event.window,
        labels: event.labels,
        service: null,
        title,
        summary: event.summary,
        evidence: own.supporting.map((one) => one.id),
        counterEvidence: own.opposing.map((one) => one.id),
        recommendation: todo,
        confidence: confidenceOf(event.kind, event.strength),
      };
    });
  return { findings, evidence };
}

/** Derived from what it is, where and when, so that the same file gives the same id. */
function idOf({ kind, labels, window }: Event, start: number, taken: Set<string>): string {
  const where = labels === 'all' ? '' : `:${(labels[0] ?? '').slice(0, 80)}${labels.length > 1 ? `+${labels.length - 1}` : ''}`;
  let id = `${kind}@${Math.round((window.start - start) / 1000)}s${where}`;
  while (taken.has(id)) id += "'";
  taken.add(id);
  return id;
}

function evidenceOf(event: Event, id: string, facts: Facts, files: readonly string[]): { supporting: Evidence[]; opposing: Evidence[] } {
  const source = files.length === 1 ? (files[0] as string) : `${files.length} files`;
  const query = queryOf(event, facts, files);
  const during = periodFigures(facts, event.labels, event.window.start, event.window.end);
  const before = event.before && periodFigures(facts, event.labels, event.before.start, event.before.end);
  const one = (name: string, summary: string, more: Partial<Evidence> = {}): Evidence => ({
    id: `${id}/${name}`,
    source,
    summary,
    query,
    window: event.window,
    facts: [],
    link: null,
    series: null,
    exemplars: [],
    ...more,
  });
  const figures = [...event.facts, ...(before ? named(before, 'before') : []), ...named(during, 'during')];
  const supporting = [one('figures', event.summary, { facts: figures, exemplars: exemplarsOf(event, facts) })];
  event.covers.forEach((part, i) => {
    supporting.push(
      one(`part-${i + 1}-${part.kind}`, `Seen with it: ${lower(kindWords(part.kind).title)}. ${part.summary}`, {
        window: part.window,
        facts: part.facts,
      }),
    );
  });
  const opposing = event.against.map((text, i) => one(`against-${i + 1}`, text));
  return { supporting, opposing };
}

function named({ count, errors, rate, p50, p95, p99 }: PeriodFigures, when: string): Evidence['facts'] {
  const all: [string, number | null, string][] = [
    [`requests ${when}`, count, 'requests'],
    [`failed requests ${when}`, errors, 'requests'],
    [`requests per second ${when}`, rate, '1/s'],
    [`p50 of good answers ${when}`, p50, 'ms'],
    [`p95 of good answers ${when}`, p95, 'ms'],
    [`p99 of good answers ${when}`, p99, 'ms'],
  ];
  return all.flatMap(([name, value, unit]) => (value === null ? [] : [{ name, value, unit }]));
}

/** Command that prints the rows behind it. */
function queryOf({ window, labels }: Event, facts: Facts, files: readonly string[]): string {
  const after = (at: number): string => `+${Math.max(0, Math.round((at - facts.window.start) / 1000))}s`;
  const included =
    labels === 'all'
      ? ''
      : labels
          .slice(0, 3)
          .map((label) => ` --include ${JSON.stringify(label)}`)
          .join('');
  return `heimr analyze ${files.slice(0, 3).join(' ')}${files.length > 3 ? ' …' : ''} --from ${after(window.start)} --to ${after(window.end)}${included}`;
}

/** The worst real requests of an event: failed ones where it is about failures, else the slowest. */
function exemplarsOf({ kind, window, labels }: Event, facts: Facts): Exemplar[] {
  const failures = /error|limit|retry/.test(kind);
  const wanted = labels === 'all' ? null : new Set(labels);
  const inside = facts.stepExemplars
    .filter(({ label, start, width }) => start + width > window.start && start < window.end && (wanted === null || wanted.has(label)))
    .flatMap(({ slowest, failed }) => (failures ? (failed ? [failed] : []) : [slowest]));
  const sorted = failures ? inside.sort((a, b) => a.timestamp - b.timestamp) : inside.sort((a, b) => b.latency - a.latency);
  return sorted.slice(0, EXEMPLARS);
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
