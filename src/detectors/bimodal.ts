import type { Detector } from './detector.js';
import { anomaliesOfRises } from './rise-anomalies.js';
import { tooFewToFollow } from './too-little.js';

/** A tenth or more of the requests that becomes slow while the others stay as they were: two kinds of answers. */
export const bimodal: Detector = {
  id: 'bimodal',
  title: 'Second mode',
  docs: 'docs/detectors/bimodal.md',
  kinds: ['bimodal'],
  unable: tooFewToFollow,
  detect: (facts) => anomaliesOfRises(facts, 'bimodal'),
};
