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
    reasons: open.map((check) => ({ text: `${check.title}: ${check.outcome === 'failed' ? 'failed' : 'not checked'}. ${check.reason}`, findings: [] })),
  };
}
