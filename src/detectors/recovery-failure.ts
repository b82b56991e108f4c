import type { Detector } from './detector.js';
import { signalsOf } from './signals.js';
import { findRecoveryFailure } from './start-and-recovery.js';
import { tooFewPerLabel } from './too-little.js';
import { lasting, times } from './words.js';

/** A system that stays slow when a spike of load is over. */
export const recoveryFailure: Detector = {
  id: 'recovery-failure',
  title: 'Recovery after a load spike',
  docs: 'docs/detectors/recovery-failure.md',
  kinds: ['recovery-failure'],
  unable: tooFewPerLabel,
  detect(facts) {
    const found = findRecoveryFailure(signalsOf(facts));
    if (!found) return [];
    return [
      {
        kind: 'recovery-failure',
        window: { start: found.from, end: found.to },
        labels: 'all',
        before: null,
        strength: (found.slower - 1) / 0.2,
        critical: found.slower >= 2,
        summary: `After the load spike the load is back where it was, but requests take ${times(found.slower)} as long as before it, for ${lasting(found.to - found.from)} to the end.`,
        facts: [{ name: 'latency over that before the spike', value: found.slower, unit: 'ratio' }],
        against: [],
      },
    ];
  },
};
