import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';
import { faultKinds, healthyKinds, type RunScore, type RunTruth, type ScoredFinding, scoreRun, simulateRun } from '../../src/testing.js';
import { REFERENCES, rowsOf } from './reference-detectors.js';

/** A run that was made, analysed and compared with what is true. */
export interface Scenario {
  truth: RunTruth;
  analysis: Analysis;
  match: RunScore;
  /** How what others do fits, by its name; empty where nobody asked. */
  references: Map<string, RunScore>;
}

/**
 * Makes a run, analyses its result file as any other, and compares.
 * @param severity 0 for a healthy kind
 * @param beside whether the reference detectors are asked too
 */
export async function runScenario(kind: string, severity: number, seed: number, beside = false): Promise<Scenario> {
  const { file, truth } = simulateRun({ kind, seed, ...(severity === 0 ? {} : { severity: severity as 1 | 2 | 3 }) });
  const analysis = await analyze([file]);
  const references = new Map<string, RunScore>();
  if (beside) {
    const rows = await rowsOf(file);
    for (const [name, find] of Object.entries(REFERENCES)) references.set(name, scoreRun(truth, find(rows).map(asFinding)));
  }
  return { truth, analysis, match: scoreRun(truth, analysis.findings), references };
}

function asFinding({ kind, start, end, label }: ReturnType<(typeof REFERENCES)[string]>[number]): ScoredFinding {
  return { kind, severity: 'warning', window: { start, end }, labels: label === null ? 'all' : [label].flat() };
}

export { faultKinds, healthyKinds };
