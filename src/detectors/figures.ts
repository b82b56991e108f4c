import type { Analysis, Check, Evidence, Finding, Kpis, LoadTool } from '../model/analysis.js';
import { thousands } from '../model/thousands.js';
import { confidenceOf } from './confidence.js';
import { CRITICAL, MIN_FAILURES, WHOLE_LABEL, WHOLE_RUN } from './error-rate.js';
import { DROPPED } from './generator-saturation.js';
import { kindWords } from './kinds.js';
import { percent } from './words.js';

/** Labels named one by one. */
const MOST_LABELS = 10;

/** What a file of figures can show: totals, and what the tool says of its load. */
export type Figures = Pick<Analysis, 'kpis' | 'loadTool'> & { window: Analysis['window']; files: readonly string[] };

/** What was looked at in figures, and what was found. */
export interface FigureFindings {
  checks: Check[];
  findings: Finding[];
  evidence: Evidence[];
}

/**
 * What can be judged without single requests: whether failures are too many over the whole run, and whether the load tool dropped iterations.
 * By the same limits as the detectors `error-rate` and `generator-saturation`.
 */
export function findingsInFigures(figures: Figures): FigureFindings {
  const { overall, byLabel } = figures.kpis;
  const told = [overall, ...byLabel].some(({ errors }) => errors !== null);
  const planned = plannedOf(figures.loadTool);
  const found = [...dropped(planned), ...failures(overall, byLabel)];
  const checks: Check[] = [
    told
      ? { id: 'error-rate', title: 'Failures over the whole run', outcome: 'checked', reason: '' }
      : { id: 'error-rate', title: 'Failures over the whole run', outcome: 'not-checked', reason: 'The file does not count failures.' },
    planned === null
      ? {
          id: 'generator-saturation',
          title: 'Dropped iterations',
          outcome: 'not-checked',
          reason: 'The file does not say whether planned iterations were dropped.',
        }
      : { id: 'generator-saturation', title: 'Dropped iterations', outcome: 'checked', reason: '' },
  ];
  const all = found.map((one, i) => written(one, i, figures));
  return { checks, findings: all.map(({ finding }) => finding), evidence: all.flatMap(({ evidence }) => evidence) };
}

/** Something found, before it has an id. */
interface Found {
  kind: string;
  labels: string[] | 'all';
  critical: boolean;
  strength: number;
  summary: string;
  facts: Evidence['facts'];
  against: string;
}

function plannedOf(loadTool: LoadTool | null): { made: number; lost: number } | null {
  if (loadTool?.droppedIterations == null) return null;
  return { made: loadTool.iterations ?? 0, lost: loadTool.droppedIterations };
}

function dropped(planned: { made: number; lost: number } | null): Found[] {
  if (planned === null || planned.lost === 0) return [];
  const { made, lost } = planned;
  const share = lost / (lost + made);
  if (share < DROPPED) return [];
  return [
    {
      kind: 'generator-saturation',
      labels: 'all',
      critical: true,
      strength: share / DROPPED,
      summary: `The load tool dropped ${thousands(lost)} of ${thousands(lost + made)} planned iterations (${percent(share)}): it had no free user to run them, so less load was offered than planned.`,
      facts: [
        { name: 'dropped iterations', value: lost, unit: 'iterations' },
        { name: 'share of planned iterations', value: share, unit: '0..1' },
      ],
      against: 'A system that answers slowly keeps users busy, too; then more users are needed to offer the planned load.',
    },
  ];
}

function failures(overall: Kpis, byLabel: readonly Kpis[]): Found[] {
  if (isAbove(overall, WHOLE_RUN)) return [tooMany(overall, 'all', WHOLE_RUN)];
  return byLabel
    .filter((one) => isAbove(one, WHOLE_LABEL))
    .sort((a, b) => (b.errors as number) - (a.errors as number))
    .slice(0, MOST_LABELS)
    .map((one) => tooMany(one, [one.label as string], WHOLE_LABEL));
}

function isAbove({ errors, count }: Kpis, limit: number): boolean {
  return errors !== null && errors >= MIN_FAILURES && errors / count >= limit;
}

function tooMany({ errors, count }: Kpis, labels: string[] | 'all', limit: number): Found {
  const failed = errors as number;
  const rate = failed / count;
  return {
    kind: 'error-rate',
    labels,
    critical: rate >= CRITICAL,
    strength: rate / limit,
    summary: `${thousands(failed)} of ${thousands(count)} requests fail (${percent(rate)}). When they failed is not in the file.`,
    facts: [
      { name: 'failed requests', value: failed, unit: 'requests' },
      { name: 'requests', value: count, unit: 'requests' },
      { name: 'error rate', value: rate, unit: '0..1' },
    ],
    against: 'Totals do not tell a fault of the test itself (data, logins, checks) from one of the system.',
  };
}

function written(found: Found, i: number, { window, files }: Figures): { finding: Finding; evidence: Evidence[] } {
  const { kind, labels, critical, strength, summary, facts, against } = found;
  const id = `${kind}@run${labels === 'all' ? '' : `:${(labels[0] as string).slice(0, 80)}`}${labels === 'all' ? '' : `#${i + 1}`}`;
  const when = window.start === null || window.end === null ? null : { start: window.start, end: window.end };
  const source = files.length === 1 ? (files[0] as string) : `${files.length} files`;
  const query = `heimr analyze ${files.slice(0, 3).join(' ')}${files.length > 3 ? ' …' : ''}`;
  const one = (name: string, text: string, own: Evidence['facts']): Evidence => ({
    id: `${id}/${name}`,
    source,
    summary: text,
    query,
    window: when,
    facts: own,
    link: null,
    series: null,
    exemplars: [],
  });
  const { title, todo } = kindWords(kind);
  return {
    finding: {
      id,
      kind,
      severity: critical ? 'critical' : 'warning',
      window: when,
      labels,
      service: null,
      title,
      summary,
      evidence: [`${id}/figures`],
      counterEvidence: [`${id}/against-1`],
      recommendation: todo,
      confidence: confidenceOf(kind, strength),
    },
    evidence: [one('figures', summary, facts), one('against-1', against, [])],
  };
}
