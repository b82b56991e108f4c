import { HeimrError } from '../errors.js';
import { nearest } from '../model/spelling.js';
import family from './simulator/families/dev.mjs';
import { FAULTS, HEALTHY } from './simulator/kinds.mjs';
import { buildRun } from './simulator/run.mjs';
import type { RunFormat, RunTruth } from './truth.js';

/** Kinds of runs in which nothing is wrong: warm-up, ramps, planned spikes, drift, garbage collection, long tails, few requests, … */
export const healthyKinds: readonly string[] = Object.keys(HEALTHY);
/** Kinds of faults. */
export const faultKinds: readonly string[] = Object.keys(FAULTS);

/** Which run to make. */
export interface SimulateOptions {
  /** One of {@link healthyKinds} or {@link faultKinds}. */
  kind: string;
  /** How clear the fault is: 1 slight, 2 moderate, 3 clear (the default). Without meaning for healthy kinds. */
  severity?: 1 | 2 | 3;
  /** A whole number; the same one gives the same bytes. 1 by default. */
  seed?: number;
  /** Format of the result file; by default one that the seed chooses. */
  format?: RunFormat;
}

/** A simulated run. */
export interface SimulatedRun {
  /** The result file as the load tool would have written it; an input of `analyze`. */
  file: { name: string; bytes: Uint8Array };
  /** What is true of it. */
  truth: RunTruth;
}

/**
 * Makes a load test whose faults are known: single requests through services with workers, queues, pools, caches, timeouts and retries (discrete-event
 * simulation), written as a load tool writes its results. Nothing is drawn as noise on a curve, so ceilings, queues and retry storms emerge. What is
 * true of it is measured beside the same run without the fault. Pure: a function of its options. Some 0.1 to 3 s and up to 100 MB of memory.
 * @throws HeimrError `usage` for an unknown kind, severity, seed or format
 */
export function simulateRun({ kind, severity = 3, seed = 1, format }: SimulateOptions): SimulatedRun {
  const kinds = [...healthyKinds, ...faultKinds];
  if (!kinds.includes(kind)) {
    const near = nearest(kind, kinds);
    throw new HeimrError(
      'usage',
      `There is no kind of run "${kind}".`,
      near === undefined ? `Use one of: ${kinds.join(', ')}.` : `Did you mean "${near}"?`,
    );
  }
  if (![1, 2, 3].includes(severity)) throw new HeimrError('usage', `The severity is ${severity}.`, 'Use 1, 2 or 3.');
  if (!Number.isSafeInteger(seed)) throw new HeimrError('usage', `The seed is ${seed}.`, 'Use a whole number.');
  if (format !== undefined && !['jtl', 'k6-json', 'k6-csv', 'gatling'].includes(format))
    throw new HeimrError('usage', `There is no format "${format}".`, 'Use jtl, k6-json, k6-csv or gatling.');
  // A healthy run is the same whatever severity is given: there is nothing to be clear or slight.
  return buildRun(family, { kind, severity: healthyKinds.includes(kind) ? 0 : severity, seed, format });
}
