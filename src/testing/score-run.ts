import { matchRun } from './simulator/match.mjs';
import type { RunTruth, ScoredFinding } from './truth.js';

/** How findings fit what is true of a run. */
export interface RunScore {
  /** Findings that are more than information. */
  alarms: number;
  /** Of these, those with no event at their place. */
  falseAlarms: number;
  /** One for each event that had to be found. */
  events: EventScore[];
}

/** How one event was found. */
export interface EventScore {
  /** Whether a finding overlaps it, give or take 10 s, and names none but its endpoints. */
  hit: boolean;
  /** Whether that finding begins where the event does, within the tolerance of its kind. */
  timely: boolean;
  /** Whether its kind is the one that names the event best, and whether it is that or one of those that are right too. */
  strict: boolean;
  right: boolean;
  /** Start of the finding less the true one, s; null where nothing was found. */
  onsetError: number | null;
}

/**
 * Compares findings with the truth. One finding counts for one event; further ones of the same event are no alarms of their own.
 * @param findings those of an `Analysis`; information is left out
 */
export function scoreRun(truth: RunTruth, findings: readonly ScoredFinding[]): RunScore {
  const { alarms, falseAlarms, events } = matchRun(truth, {
    findings: findings.map(({ kind, severity, window, labels }) => ({
      kind,
      severity,
      start: window?.start ?? null,
      end: window?.end ?? null,
      label: labels === 'all' ? null : labels,
    })),
  });
  return {
    alarms,
    falseAlarms,
    events: events.map(({ hit, timely, strict, right, onsetError }) => ({
      hit,
      timely: timely ?? false,
      strict: strict ?? false,
      right: right ?? false,
      onsetError: onsetError ?? null,
    })),
  };
}
