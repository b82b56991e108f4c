import type { Check } from '../model/analysis.js';
import type { Facts } from '../model/facts.js';
import type { Anomaly, Detector } from './detector.js';

/** What a detector found, and whether it could look at all. */
export interface Detection {
  check: Check;
  anomalies: Anomaly[];
}

/** Runs all detectors. One that throws is a failed check, not a failed analysis. */
export function runDetectors(detectors: readonly Detector[], facts: Facts): Detection[] {
  return detectors.map((detector): Detection => {
    const { id, title } = detector;
    const reason = detector.unable(facts);
    if (reason !== null) return { check: { id, title, outcome: 'not-checked', reason }, anomalies: [] };
    try {
      return { check: { id, title, outcome: 'checked', reason: '' }, anomalies: detector.detect(facts) };
    } catch (error) {
      return { check: { id, title, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) }, anomalies: [] };
    }
  });
}
