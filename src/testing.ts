/**
 * Simulated load tests whose faults are known, for trying thresholds, gates and detectors of your own.
 *
 * @example
 * const { file, truth } = simulateRun({ kind: 'latency-step-one', seed: 7 });
 * const { findings } = await analyze([file]);
 * console.log(scoreRun(truth, findings).events[0]?.timely);
 */
export { type EventScore, type RunScore, scoreRun } from './testing/score-run.js';
export { faultKinds, healthyKinds, type SimulatedRun, type SimulateOptions, simulateRun } from './testing/simulate-run.js';
export type { ExpectedFinding, RunFormat, RunTruth, ScoredFinding, TrueEvent } from './testing/truth.js';
