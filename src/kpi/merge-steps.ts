import type { Step } from '../model/facts.js';
import { ERROR_CLASSES } from './error-classes.js';
import { mergeTotals } from './merge-totals.js';
import { noTotals } from './read-totals.js';

/** Several steps as one: totals and errors add up, of users the largest number counts. */
export function mergeSteps(steps: readonly Step[]): Step {
  const users = steps.map((step) => step.users).filter((one) => one !== null);
  return {
    start: steps[0]?.start ?? 0,
    ok: steps.reduce((sum, step) => mergeTotals(sum, step.ok), noTotals()),
    failed: steps.reduce((sum, step) => mergeTotals(sum, step.failed), noTotals()),
    errorClasses: ERROR_CLASSES.flatMap((errorClass) => {
      const count = steps.reduce((sum, step) => sum + (step.errorClasses.find((c) => c.class === errorClass)?.count ?? 0), 0);
      return count > 0 ? [{ class: errorClass, count }] : [];
    }),
    users:
      users.length === 0
        ? null
        : {
            max: users.reduce((most, { max }) => Math.max(most, max), 0),
            mean: users.reduce((sum, { mean }) => sum + mean, 0) / users.length,
          },
  };
}
