import type { Check, Verdict } from '../model/analysis.js';

/**
 * The verdict. Without detectors nothing was judged, so it is always inconclusive: figures alone do not tell a healthy system.
 * @param checks outcome of every check
 */
export function verdictOf(checks: readonly Check[]): Verdict {
  const open = checks.filter((check) => check.outcome !== 'checked');
  return {
    status: 'inconclusive',
    sentence: 'Not judged: the figures are complete, but nothing was checked for anomalies.',
    reasons: open.length === 0 ? [] : [{ text: `Not made: ${open.map((check) => check.title.toLowerCase()).join(', ')}.`, findings: [] }],
  };
}
