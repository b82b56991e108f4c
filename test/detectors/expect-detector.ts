import { expect } from 'vitest';
import { detectors } from '../../src/detectors/catalog.js';
import { analyzeRows } from '../kpi/jtl.js';
import { runScenario } from '../scenarios/run-scenario.js';

/**
 * What each detector must do on a simulated run with its fault: name it once, where and when it was, with figures, evidence and a next step.
 * @param severity 1 to 3
 * @param seconds how far the start of the finding may lie from the true onset
 */
export async function findsItsFault(kind: string, fault: string, seed: number, seconds: number, severity = 3): Promise<void> {
  const { truth, analysis } = await runScenario(fault, severity, seed);
  const alarms = analysis.findings.filter(({ severity }) => severity !== 'info');
  expect(alarms.map((finding) => finding.kind)).toEqual([kind]);
  const [finding] = alarms as [(typeof alarms)[number]];
  const [event] = truth.expected.mustFind as [(typeof truth.expected.mustFind)[number]];
  const start = ((finding.window?.start ?? Number.NaN) - truth.testStart) / 1000;
  expect(Math.abs(start - event.window[0]), `found at ${start} s, true ${event.window[0]} s`).toBeLessThanOrEqual(seconds);
  expect(finding.summary).toMatch(/\d/);
  expect(finding.recommendation).not.toBe('');
  expect(finding.confidence).toBeGreaterThan(0.5);
  const own = analysis.evidence.filter(({ id }) => finding.evidence.includes(id));
  expect(own[0]?.facts.length).toBeGreaterThan(2);
  expect(own[0]?.query).toContain('heimr analyze');
  for (const id of [...finding.evidence, ...finding.counterEvidence]) expect(analysis.evidence.map((one) => one.id)).toContain(id);
  expect(['degraded', 'failing', 'invalid-test']).toContain(analysis.verdict.status);
}

/** And on a healthy run of a kind that looks a little like it: it looked, and said nothing. */
export async function isSilentOn(detector: string, healthy: string, seed: number): Promise<void> {
  const { analysis } = await runScenario(healthy, 0, seed);
  expect(analysis.checks.find(({ id }) => id === detector)).toMatchObject({ outcome: 'checked' });
  const kinds = detectors.find(({ id }) => id === detector)?.kinds ?? [];
  expect(analysis.findings.filter(({ kind, severity }) => severity !== 'info' && kinds.includes(kind))).toEqual([]);
}

/** Too little to look at is said, and is no silence. */
export async function saysWhyNot(detector: string, reason: RegExp): Promise<void> {
  const { checks } = await analyzeRows(Array.from({ length: 100 }, (_, i) => ({ at: i * 100, ms: 50 })));
  const check = checks.find(({ id }) => id === detector);
  expect(check?.outcome).toBe('not-checked');
  expect(check?.reason).toMatch(reason);
}
