import { type Operator, ORDERED, OUTSIDE, type Status } from './condition.js';
import type { Outcome } from './judge-figure.js';

/**
 * A condition on the verdict. healthy < degraded < failing; a test that proves nothing stands outside that order, and meets no goal: only a
 * condition that names such a verdict itself is decided by what it says.
 */
export function judgeVerdict(operator: Operator, limit: Status, status: Status): Outcome {
  const met = compares(operator, status, limit);
  const isOutside = OUTSIDE.some((one) => one === status);
  const namesOutside = OUTSIDE.some((one) => one === limit);
  const outside = isOutside && (met || !namesOutside);
  return {
    outcome: outside ? 'outside' : met ? 'failed' : 'passed',
    reason: outside ? `The verdict is ${status}: the test proves nothing, so the condition cannot hold.` : `The verdict is ${status}.`,
    metric: 'verdict',
    label: null,
    value: null,
    limit: null,
    unit: '',
    margin: null,
    n: null,
    population: null,
    window: 'whole',
    smallSample: false,
    withinError: false,
  };
}

function compares(operator: Operator, status: Status, limit: Status): boolean {
  if (operator === '==') return status === limit;
  if (operator === '!=') return status !== limit;
  const [at, bound] = [status, limit].map((one) => ORDERED.indexOf(one as (typeof ORDERED)[number])) as [number, number];
  if (at < 0 || bound < 0) return false;
  return { '>': at > bound, '>=': at >= bound, '<': at < bound, '<=': at <= bound }[operator];
}
