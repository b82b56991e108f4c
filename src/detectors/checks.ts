import type { Check } from '../model/analysis.js';
import type { Detection } from './run-detectors.js';

/** Stages of the road that this version does not have yet. They stand in every analysis as what they are: not checked. */
const LATER: readonly Check[] = [
  {
    id: 'detectors',
    title: 'Anomalies over time',
    outcome: 'not-checked',
    reason: 'This version computes figures and looks for no anomalies (shifts, spikes, stalls, errors over time).',
  },
  { id: 'gate', title: 'Gate conditions', outcome: 'not-checked', reason: 'No conditions were given (--fail-on).' },
  { id: 'baseline', title: 'Comparison with a baseline', outcome: 'not-checked', reason: 'This version does not compare runs.' },
  { id: 'observability', title: 'Metrics, logs and traces', outcome: 'not-checked', reason: 'This version asks no backend.' },
  {
    id: 'diagnoses',
    title: 'Root causes',
    outcome: 'not-checked',
    reason: 'Causes are told apart by metrics, logs and traces, and this version asks no backend.',
  },
];

/** Outcome of every check: of the detectors that exist, and of the stages that do not yet. */
export function checksOf(detections: readonly Detection[]): Check[] {
  const made = detections.map((detection) => detection.check);
  return [...made, ...LATER.filter((check) => check.id !== 'detectors' || made.length === 0)];
}

/**
 * Checks over a file of figures: few can be made.
 * @param made those that were
 * @param only what the file has, such as "totals over the whole run"
 */
export function checksWithout(made: readonly Check[], only: string): Check[] {
  const reason = `This file has only ${only}.`;
  const needsRequests: Check = {
    id: 'requests',
    title: 'Phases, outlier statistics, load facts and exemplars',
    outcome: 'not-checked',
    reason,
  };
  return [...made, needsRequests, ...LATER.map((check) => (check.id === 'detectors' ? { ...check, reason } : check))];
}
