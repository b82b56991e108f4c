import type { Check } from '../model/check.js';

/** The check where no backend was given. */
export const NOT_ASKED: Check = {
  id: 'observability',
  title: 'Metrics, logs and traces',
  outcome: 'not-checked',
  reason: 'No backend was given (--prometheus, --loki, --tempo).',
};
