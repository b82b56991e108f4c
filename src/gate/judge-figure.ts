import type { GateCondition } from '../model/analysis.js';
import type { Condition, Limit, Operator } from './condition.js';
import { type Figure, figureOf } from './figure.js';
import type { PlannedCondition } from './gate-plan.js';
import { type Metric, metricOf } from './metrics.js';
import { type Judged, populationsOf } from './population.js';
import { fromBase, type Quantity, toBase, withUnit } from './units.js';

/** What judging adds to a condition. */
export type Outcome = Omit<GateCondition, 'expression' | 'origin' | 'level' | 'passed'>;

const COMPARE: Readonly<Record<Operator, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '==': (value, limit) => value === limit,
  '!=': (value, limit) => value !== limit,
};
const WORDS: Readonly<Record<Operator, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
  '==': 'at',
  '!=': 'at anything but',
};

/** A condition on a number. Of several steady phases each must hold; the worst is told. */
export function judgeFigure({ condition, window }: PlannedCondition, limit: Limit, judged: Judged): Outcome {
  const metric = metricOf(condition.metric) as Metric;
  const label = condition.label ?? condition.transaction ?? null;
  const population = metric.of === 'run' ? null : (condition.population ?? 'all');
  const base = { metric: metric.name, label, unit: limit.unit, population, window };
  const scale = (value: number): number => fromBase(value, metric.quantity as Quantity, limit.unit);
  const bound = toBase(limit.amount, metric.quantity as Quantity, limit.unit);
  const open = { ...base, limit: Number(limit.amount), margin: null, value: null, smallSample: false, withinError: false };
  const rows = metric.of === 'run' ? [null] : populationsOf(condition, window, judged);
  if (typeof rows === 'string') return { ...open, outcome: 'unknown', n: null, reason: `Not known: ${rows}.` };
  const figures = rows.map((row) => figureOf(metric, condition, row, judged));
  const isMet = (value: number): boolean => COMPARE[condition.operator](value, bound);
  const worst = worstOf(figures, condition.operator, isMet);
  if (worst.value === null) return { ...open, outcome: 'unknown', n: worst.n, reason: `Not known: ${worst.why}.` };
  const met = isMet(worst.value);
  const withinError = worst.error > 0 && bound >= worst.value / (1 + worst.error) && bound <= worst.value / (1 - worst.error);
  const room = {
    '>': bound - worst.value,
    '>=': bound - worst.value,
    '<': worst.value - bound,
    '<=': worst.value - bound,
    '==': null,
    '!=': null,
  };
  const margin = room[condition.operator];
  return {
    ...base,
    outcome: met ? 'failed' : 'passed',
    value: scale(worst.value),
    limit: Number(limit.amount),
    margin: margin === null ? null : scale(margin),
    n: worst.n,
    smallSample: worst.smallSample,
    withinError,
    reason: sentence(condition, scale(worst.value), limit, { ...worst, withinError, phases: rows.length }),
  };
}

/** A failed one before an unknown one before the one with the least room. */
function worstOf(figures: readonly Figure[], operator: Operator, isMet: (value: number) => boolean): Figure {
  const failed = figures.filter(({ value }) => value !== null && isMet(value));
  const unknown = figures.find(({ value }) => value === null);
  if (failed.length === 0 && unknown) return unknown;
  const sorted = [...(failed.length > 0 ? failed : figures)].sort((a, b) => (a.value as number) - (b.value as number));
  return (operator === '<' || operator === '<=' ? sorted[0] : sorted[sorted.length - 1]) as Figure;
}

function sentence(
  condition: Condition,
  value: number,
  limit: Limit,
  { smallSample, withinError, error, phases }: Figure & { withinError: boolean; phases: number },
): string {
  const where = phases > 1 ? ` in the worst of ${phases} steady phases` : '';
  const shown = withUnit(apart(value, Number(limit.amount)), limit.unit);
  const parts = [`${condition.metric} is ${shown}${where}; ${WORDS[condition.operator]} ${withUnit(limit.amount, limit.unit)} fails.`];
  if (withinError)
    parts.push(`The limit is within the error of the figure (${Number((error * 100).toPrecision(2))}%): decided by the figure as shown.`);
  if (smallSample) parts.push('It rests on few requests.');
  return parts.join(' ');
}

/** Four digits, or as many as it takes to tell a value from its limit. */
function apart(value: number, limit: number): string {
  for (let digits = 4; digits < 15; digits++) {
    const shown = Number(value.toPrecision(digits));
    if (value === limit || shown !== limit) return plain(Math.abs(value) >= 10 ** digits ? Math.round(value) : shown);
  }
  return plain(value);
}

/** Never with an exponent. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(value < 1 ? 12 : 0) : text;
}
