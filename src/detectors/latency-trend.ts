import type { Detector } from './detector.js';
import { anomaliesOfRises } from './rise-anomalies.js';
import { tooFewToFollow } from './too-little.js';

/** Latency that grows to the end of the run, without more load. */
export const latencyTrend: Detector = {
  id: 'latency-trend',
  title: 'Latency trend',
  docs: 'docs/detectors/latency-trend.md',
  kinds: ['latency-trend'],
  unable: tooFewToFollow,
  detect: (facts) => anomaliesOfRises(facts, 'latency-trend'),
};
