import { findSaturation } from './capacity.js';
import type { Detector } from './detector.js';
import { minuteBefore } from './period-figures.js';
import { signalsOf } from './signals.js';
import { tooFewPerLabel } from './too-little.js';
import { percent, perSecond, times } from './words.js';

/** Load that makes the system slow: a queue that grows with it, or a ceiling where more of it brings no more answers. */
export const throughputCeiling: Detector = {
  id: 'throughput-ceiling',
  title: 'Capacity',
  docs: 'docs/detectors/throughput-ceiling.md',
  kinds: ['throughput-ceiling', 'queueing'],
  unable: tooFewPerLabel,
  detect(facts) {
    const saturation = findSaturation(signalsOf(facts));
    if (!saturation) return [];
    const { kind, from, to, slower, ceiling, moreLoad } = saturation;
    const what =
      kind === 'throughput-ceiling'
        ? `More load brings no more answers: good answers stay at about ${perSecond(ceiling)} while more is asked`
        : 'With more load requests wait longer and longer';
    return [
      {
        kind,
        window: { start: from, end: to },
        labels: 'all',
        before: minuteBefore(facts, from),
        strength: slower / 1.5,
        critical: slower >= 2,
        summary: `${what}; they take ${times(slower)} as long as at the lightest load.`,
        facts: [
          { name: 'latency over that at the lightest load', value: slower, unit: 'ratio' },
          { name: 'load over the lightest', value: moreLoad, unit: 'ratio' },
          { name: 'good answers per second at most', value: ceiling, unit: '1/s' },
        ],
        against: [`The load in it is ${percent(moreLoad - 1)} above the lightest one; which resource is used up cannot be seen from here.`],
      },
    ];
  },
};
