import { HeimrError } from '../errors.js';
import type { Analysis, GateWindow, Kpis } from '../model/analysis.js';
import { redact } from '../model/redact.js';
import { nearest } from '../model/spelling.js';
import type { Condition } from './condition.js';

/** Figures that conditions are about, and what is known of them. */
export type Judged = Pick<Analysis, 'kpis' | 'transactions' | 'phases' | 'load' | 'loadTool' | 'settings' | 'verdict'>;

/** Labels that an error names. */
const NAMED = 5;

/**
 * Figures of the requests that a condition is about; several where there are several steady phases.
 * @returns or why there are none, in words
 * @throws HeimrError `usage` for an endpoint that the run does not have: a misspelt one would be a gate that never fails
 */
export function populationsOf(condition: Condition, window: GateWindow, judged: Judged): Kpis[] | string {
  const { label, transaction } = condition;
  if (label !== undefined) return named(label, judged.kpis.byLabel, 'label', judged);
  if (transaction !== undefined) return named(transaction, judged.transactions, 'transaction', judged);
  if (window === 'whole') return [judged.kpis.overall];
  const steady = judged.phases.filter(({ name }) => name === 'steady').map(({ kpis }) => kpis);
  if (steady.length > 0) return steady;
  const reason = judged.phases.find(({ name }) => name === 'whole')?.reason ?? '';
  return `no phase of steady load was found${reason === '' ? '' : ` (${reason.replace(/\.$/, '')})`}`;
}

/** Reports show labels with secrets masked, so such a label is understood as well. */
function named(wanted: string, rows: readonly Kpis[], kind: 'label' | 'transaction', judged: Judged): Kpis[] | string {
  const exact = rows.filter(({ label }) => label === wanted);
  if (exact.length === 1) return exact;
  const masked = rows.filter(({ label }) => label !== null && redact(label) === redact(wanted));
  if (masked.length === 1) return masked;
  if (masked.length > 1) return `${masked.length} endpoints bear this label once secrets are masked`;
  throw unknown(wanted, rows, kind, judged);
}

function unknown(wanted: string, rows: readonly Kpis[], kind: 'label' | 'transaction', { kpis, transactions }: Judged): HeimrError {
  const labels = (of: readonly Kpis[]): string[] => of.flatMap(({ label }) => (label === null ? [] : [redact(label)]));
  const known = labels(rows);
  const other = kind === 'label' ? 'transaction' : 'label';
  const isOther = labels(kind === 'label' ? transactions : kpis.byLabel).includes(redact(wanted));
  // Far longer or shorter ones are not meant, and comparing them costs.
  const near = nearest(
    wanted,
    known.filter(({ length }) => Math.abs(length - wanted.length) <= 2),
  );
  const list = `${known.slice(0, NAMED).map(quoted).join(', ')}${known.length > NAMED ? ` and ${known.length - NAMED} more` : ''}`;
  const hint = isOther
    ? `It is a ${other}: write ${other}=${quoted(wanted)}.`
    : near !== undefined
      ? `Did you mean ${quoted(near)}?`
      : known.length === 0
        ? `The run has no ${kind}.`
        : `The run has ${list}. If it was not called in this run, that is what went wrong.`;
  const what = kind === 'label' ? 'endpoint' : 'transaction';
  return new HeimrError('usage', `Gate: the run has no ${what} ${quoted(redact(wanted))}.`, hint);
}

const quoted = (text: string): string => `'${text}'`;
