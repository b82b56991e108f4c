import type { Signal, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { changeOf } from '../observability/signal-change.js';
import { median } from '../stats/robust.js';
import { type Excess, eachIn, justBefore, NO_EXCESS, valueAt, valuesIn } from './excess.js';

/**
 * Seconds per second that requests take beyond what they took when all was well: sum of requests × (duration − reference), of the service's own requests,
 * so that more load alone is no excess (research/science 2.1). The reference is the healthy median, or the median of the time just before where that is
 * the less alarming one.
 */
export function latencyExcess(
  requests: Signal | undefined,
  duration: Signal | undefined,
  target: Pick<TestTarget, 'healthy' | 'load'>,
  anomaly: Window,
): Excess {
  if (!requests || !duration) return NO_EXCESS;
  const change = changeOf(duration, target.healthy, anomaly, target.load);
  if (!change || change.effect <= 0) return NO_EXCESS;
  const before = justBefore(target.healthy, anomaly);
  const recent = before ? valuesIn(duration, before) : [];
  const reference = recent.length === 0 ? change.before : Math.max(change.before, median(recent));
  // What had drifted before is taken from the effect, too: it must be beyond chance without it.
  const score = change.score * (1 - (reference - change.before) / change.effect);
  if (score < 1) return NO_EXCESS;
  const perSecond = valueAt(requests);
  let sum = 0;
  let n = 0;
  eachIn(duration, anomaly, (time, value) => {
    const rate = perSecond(time);
    if (rate === null) return;
    sum += rate * (value - reference);
    n++;
  });
  return n === 0 || sum <= 0 ? NO_EXCESS : { perSecond: sum / n, score, onset: change.onset };
}
