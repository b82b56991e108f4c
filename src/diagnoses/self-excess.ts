import type { Excess } from './excess.js';

/** Calls of one service to another, in one anomaly. */
export interface Calls {
  caller: string;
  callee: string;
  /** Excess as the caller saw it; null where nobody measured the calls themselves. */
  seen: Excess | null;
  /** Share of the callee's requests that come this way, 0..1. */
  share: number;
}

/** What of a service's excess is its own, and what lies between it and those it calls. */
export interface OwnExcess {
  own: number;
  /** Calls whose excess is more than the called service has itself: lost between the two, or with a service that tells nothing of itself. */
  between: { calls: Calls; excess: number }[];
}

/**
 * Self-excess over the call graph (research/science 2.1): of each service's excess that of its calls is taken off. Waiting and failures add up along
 * synchronous calls, deviations do not: a victim may deviate more than its cause, and yet nothing of it is its own. What is within its own noise is 0
 * here already (`latency-excess.ts`, `failure-excess.ts`), so only calls that changed count.
 * @param total each service's whole excess
 */
export function selfExcess(total: ReadonlyMap<string, Excess>, calls: readonly Calls[]): Map<string, OwnExcess> {
  const result = new Map<string, OwnExcess>();
  for (const [service, { perSecond }] of total) {
    let own = perSecond;
    const between: OwnExcess['between'] = [];
    for (const one of calls) {
      if (one.caller !== service || one.callee === service) continue;
      const callees = Math.max(0, total.get(one.callee)?.perSecond ?? 0) * one.share;
      const seen = one.seen === null ? callees : Math.max(0, one.seen.perSecond);
      own -= seen;
      if (seen > callees) between.push({ calls: one, excess: seen - callees });
    }
    result.set(service, { own, between });
  }
  return result;
}
