import type { Analysis, Kpis } from '../../model/analysis.js';
import { count, counted } from '../../model/quantities.js';
import { kpiTable } from './kpi-table.js';
import { type Block, paragraph, quoted, type Section } from './tree.js';

/** Rows that a report shows of a table with one row a label. */
export const LABEL_ROWS = 500;

/** Rows that a summary shows of it. */
const SUMMARY_ROWS = 10;

/** Under this many requests the nearest-rank p95 is the largest value: one unlucky request would head the table. */
const FEW = 20;

/** The order of every table of labels: slowest p95 first, labels with fewer than 20 requests after the others. */
export function bySlowest(a: Kpis, b: Kpis): number {
  const few = Number(a.count < FEW) - Number(b.count < FEW);
  const slow = (b.latency.p95 ?? -1) - (a.latency.p95 ?? -1);
  return few || slow || b.count - a.count || order(a.label ?? '', b.label ?? '');
}

/** By code unit, so that the order does not hang on a locale. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Figures of each label. */
export function endpoints(analysis: Analysis): Section[] {
  const title = 'Endpoints';
  const { kpis, settings } = analysis;
  const reported = settings.percentiles.estimator === 'as-reported';
  if (kpis.byLabel.length === 0) return reported ? [] : [{ title, brief: true, blocks: [paragraph('No request was counted.')] }];
  const rows = [...kpis.byLabel].sort(bySlowest).map((kpis) => ({ name: labelText(kpis.label), kpis }));
  const shown = kpiTable('endpoint', rows, settings.apdexT, {
    noun: 'endpoints',
    limit: LABEL_ROWS,
    brief: SUMMARY_ROWS,
    where: 'kpis.byLabel',
    dropUnknown: reported,
  });
  const blocks: Block[] = [paragraph(introduction(kpis.byLabel)), shown];
  if (settings.labels.distinct > settings.labels.reported) blocks.push(paragraph(folded(analysis)));
  return [{ title, brief: true, blocks }];
}

function introduction(labels: readonly Kpis[]): string {
  const few = labels.some((kpis) => kpis.count < FEW) && labels.some((kpis) => kpis.count >= FEW);
  return (
    'Slowest p95 first, all requests (failed ones too).' +
    (few ? ` Endpoints with fewer than ${FEW} requests come last: there p95 is simply the slowest request.` : '')
  );
}

function folded({ settings: { labels } }: Analysis): string {
  return (
    `The files hold ${counted(labels.distinct, 'label')}; they were folded by template to ${count(labels.reported)}. ` +
    'A folded row is many labels taken together.'
  );
}

/** @returns a label as a cell; null is all requests */
export function labelText(label: string | null): ReturnType<typeof quoted>[] {
  if (label === null) return ['all requests'];
  return label === '' ? ['(empty label)'] : [quoted(label)];
}
