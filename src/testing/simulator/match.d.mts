import type { RunTruth } from '../truth.js';

export function matchRun(
  truth: RunTruth,
  answer: {
    findings: readonly { kind: string; severity: string; start: number | null; end: number | null; label: string | readonly string[] | null }[];
  },
): {
  alarms: number;
  falseAlarms: number;
  events: { hit: boolean; timely?: boolean; strict?: boolean; right?: boolean; onsetError?: number }[];
};
