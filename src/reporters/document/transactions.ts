import type { Analysis } from '../../model/analysis.js';
import { bySlowest, LABEL_ROWS, labelText } from './endpoints.js';
import { kpiTable } from './kpi-table.js';
import { paragraph, type Section } from './tree.js';

/** Transactions: groups of requests with times of their own, kept out of every other figure. Empty where there are none. */
export function transactions({ transactions, settings }: Analysis): Section[] {
  if (transactions.length === 0) return [];
  const rows = [...transactions].sort(bySlowest).map((kpis) => ({ name: labelText(kpis.label), kpis }));
  const shown = kpiTable('transaction', rows, settings.apdexT, {
    noun: 'transactions',
    limit: LABEL_ROWS,
    brief: 5,
    where: 'transactions',
    dropUnknown: settings.percentiles.estimator === 'as-reported',
  });
  const blocks = [
    paragraph(
      'A transaction is a group of requests; its time spans them. It is counted here only and in no other figure of this report.',
      true,
    ),
    shown,
  ];
  return [{ title: 'Transactions', brief: true, blocks }];
}
