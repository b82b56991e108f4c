import type { Detector } from './detector.js';
import { anomaliesOfRises } from './rise-anomalies.js';
import { tooFewToFollow } from './too-little.js';

/** A level of latency that rises at one moment and stays for a while, without more load. */
export const latencyShift: Detector = {
  id: 'latency-shift',
  title: 'Latency level',
  docs: 'docs/detectors/latency-shift.md',
  kinds: ['latency-shift'],
  unable: tooFewToFollow,
  detect: (facts) => anomaliesOfRises(facts, 'latency-shift'),
};
