import type { Detector } from './detector.js';
import { anomaliesOfRises } from './rise-anomalies.js';
import { tooFewToFollow } from './too-little.js';

/** A small part of the requests that becomes slow while the others stay as they were. */
export const tail: Detector = {
  id: 'tail',
  title: 'Slow tail',
  docs: 'docs/detectors/tail.md',
  kinds: ['tail'],
  unable: tooFewToFollow,
  detect: (facts) => anomaliesOfRises(facts, 'tail'),
};
