import type { Detector } from './detector.js';
import { signalsOf } from './signals.js';
import { findSlowStart } from './start-and-recovery.js';
import { tooFewPerLabel } from './too-little.js';
import { lasting, times } from './words.js';

/** A beginning that stays slow for longer than a warm-up takes. */
export const slowStart: Detector = {
  id: 'slow-start',
  title: 'Slow start',
  docs: 'docs/detectors/slow-start.md',
  kinds: ['slow-start'],
  unable: tooFewPerLabel,
  detect(facts) {
    const found = findSlowStart(signalsOf(facts));
    if (!found) return [];
    return [
      {
        kind: 'slow-start',
        window: { start: found.from, end: found.to },
        labels: 'all',
        before: { start: found.to, end: facts.window.end },
        strength: (found.slower - 1) / 0.25,
        critical: found.slower >= 2,
        summary: `The system needs ${lasting(found.to - found.from)} to get to its level: in the first part requests take ${times(found.slower)} as long as at the end, at no more load.`,
        facts: [
          { name: 'latency of the first part over that of the end', value: found.slower, unit: 'ratio' },
          { name: 'time to settle', value: found.to - found.from, unit: 'ms' },
        ],
        against: ['There is no healthy time before it to compare with; it is compared with the end of the run.'],
      },
    ];
  },
};
