import { badDeploy } from './bad-deploy.js';
import { cacheStampede } from './cache-stampede.js';
import { cpuSaturation } from './cpu-saturation.js';
import { cpuThrottling } from './cpu-throttling.js';
import { dbLock } from './db-lock.js';
import { dependencyErrors } from './dependency-errors.js';
import type { Diagnosis } from './diagnosis.js';
import { diskIo } from './disk-io.js';
import { eventLoopBlock } from './event-loop-block.js';
import { gcPressure } from './gc-pressure.js';
import { generatorSaturation } from './generator-saturation.js';
import { memoryLeak } from './memory-leak.js';
import { nPlusOne } from './n-plus-one.js';
import { networkDelay } from './network-delay.js';
import { noisyNeighbour } from './noisy-neighbour.js';
import { poolExhaustion } from './pool-exhaustion.js';
import { rateLimit } from './rate-limit.js';
import { restart } from './restart.js';
import { retryStorm } from './retry-storm.js';
import { slowDependency } from './slow-dependency.js';
import { slowQuery } from './slow-query.js';
import { telemetryGap } from './telemetry-gap.js';
import { unexplained } from './unexplained.js';

/** All diagnoses, most specific first: of equal points the earlier one stands first. */
export const diagnoses: readonly Diagnosis[] = [
  generatorSaturation,
  badDeploy,
  restart,
  poolExhaustion,
  dbLock,
  diskIo,
  slowQuery,
  cacheStampede,
  nPlusOne,
  retryStorm,
  rateLimit,
  memoryLeak,
  cpuThrottling,
  gcPressure,
  cpuSaturation,
  eventLoopBlock,
  noisyNeighbour,
  networkDelay,
  dependencyErrors,
  slowDependency,
  telemetryGap,
  unexplained,
];
