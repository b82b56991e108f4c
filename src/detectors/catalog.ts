import { bimodal } from './bimodal.js';
import { coordinatedOmission } from './coordinated-omission.js';
import type { Detector } from './detector.js';
import { errorRate } from './error-rate.js';
import { generatorSaturation } from './generator-saturation.js';
import { labelOutlier } from './label-outlier.js';
import { latencyShift } from './latency-shift.js';
import { latencyTrend } from './latency-trend.js';
import { littlesLaw } from './littles-law.js';
import { rateLimit } from './rate-limit.js';
import { recoveryFailure } from './recovery-failure.js';
import { retryStorm } from './retry-storm.js';
import { slowStart } from './slow-start.js';
import { stall } from './stall.js';
import { tail } from './tail.js';
import { throughputCeiling } from './throughput-ceiling.js';

export { KINDS, type KindWords, kindWords } from './kinds.js';

/** All detectors, in the order in which reports name their checks: is the test valid, does it fail, is it slow, when and for whom. */
export const detectors: readonly Detector[] = [
  generatorSaturation,
  errorRate,
  rateLimit,
  retryStorm,
  throughputCeiling,
  latencyShift,
  latencyTrend,
  stall,
  tail,
  bimodal,
  slowStart,
  recoveryFailure,
  labelOutlier,
  coordinatedOmission,
  littlesLaw,
];
