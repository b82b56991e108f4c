import type { Signal, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { quantileOf } from '../stats/robust.js';
import { type Excess, justBefore, NO_EXCESS } from './excess.js';

/** Deviations of a binomial from which failures are more than chance (research/science 2.1). */
const LEAST_DEVIATIONS = 3;
/** Share of its own requests that must fail beyond what is usual: healthy systems have up to this (research/science 5.1, base errors). */
const LEAST_SHARE = 0.005;
/** Healthy samples with requests that are needed, as of every signal that is compared: a service that was called for the first time in the trouble has no
 * usual share of failures, and who began to call it has changed. */
const LEAST_SAMPLES = 3;
/** Pieces of the healthy time that are compared with the rest of it; more of them would tell nothing new. */
const MOST_PIECES = 100;

/** Requests and failures in a sample's time. */
interface Counted {
  time: number;
  requests: number;
  failed: number;
}

/**
 * Failures per second beyond those that the service's own requests have when all is well: failed − requests × usual share (research/science 2.1). They
 * are counted as a binomial, so few requests need more; and calibrated on the healthy time, since failures come in bursts and no binomial knows that.
 */
export function failureExcess(
  requests: Signal | null | undefined,
  failed: Signal | null | undefined,
  target: Pick<TestTarget, 'healthy'>,
  anomaly: Window,
): Excess {
  if (!requests || !failed) return NO_EXCESS;
  const seconds = secondsOf(failed);
  const all = countedOf(requests, failed, seconds);
  const within = ({ start, end }: Window): Counted[] => all.filter(({ time }) => time >= start && time <= end);
  const sick = within(anomaly);
  const quiet = target.healthy.flatMap(within).filter((one) => one.requests > 0);
  const sum = sumOf(sick);
  if (sum.requests <= 0 || quiet.length < LEAST_SAMPLES) return NO_EXCESS;
  const before = justBefore(target.healthy, anomaly);
  // The drift guard: of two usual shares the less alarming one.
  const usual = Math.max(shareOf(sumOf(quiet)), before ? shareOf(sumOf(within(before))) : 0);
  const excess = sum.failed - sum.requests * usual;
  const score = deviations(sum, usual) / Math.max(LEAST_DEVIATIONS, usualDeviations(quiet, sick.length));
  if (score < 1 || excess < LEAST_SHARE * sum.requests) return NO_EXCESS;
  const half = usual + excess / sum.requests / 2;
  const onset = sick.find((one) => one.failed > half * one.requests)?.time ?? null;
  return { perSecond: excess / (sick.length * seconds), score, onset };
}

function deviations({ requests, failed }: Pick<Counted, 'requests' | 'failed'>, usual: number): number {
  return (failed - requests * usual) / Math.sqrt(Math.max(requests * usual * (1 - usual), 1));
}

/** The same between pieces of the healthy time and the rest of it: its 95th percentile (research/science 4, evidence fusion). */
function usualDeviations(quiet: readonly Counted[], length: number): number {
  const all = sumOf(quiet);
  const found: number[] = [];
  const step = Math.max(1, Math.floor(length / 3), Math.ceil((quiet.length - length) / MOST_PIECES));
  for (let from = 0; from + length < quiet.length; from += step) {
    const piece = sumOf(quiet.slice(from, from + length));
    found.push(deviations(piece, shareOf({ requests: all.requests - piece.requests, failed: all.failed - piece.failed })));
  }
  return found.length === 0 ? 0 : quantileOf(found, 0.95);
}

/** Rates as counts, where both are known. */
function countedOf(requests: Signal, failed: Signal, seconds: number): Counted[] {
  const rates = new Map(requests.times.map((time, i) => [time, requests.values[i] ?? null]));
  return failed.times.flatMap((time, i) => {
    const [rate, bad] = [rates.get(time), failed.values[i]];
    return rate === null || rate === undefined || bad === null || bad === undefined
      ? []
      : [{ time, requests: rate * seconds, failed: bad * seconds }];
  });
}

/** Seconds that a sample stands for: the usual time between two. */
function secondsOf({ times }: Signal): number {
  const gaps = times.slice(1).map((time, i) => time - (times[i] as number));
  return gaps.length === 0 ? 1 : quantileOf(gaps, 0.5) / 1000;
}

function sumOf(counted: readonly Counted[]): Pick<Counted, 'requests' | 'failed'> {
  let requests = 0;
  let failed = 0;
  for (const one of counted) {
    requests += one.requests;
    failed += one.failed;
  }
  return { requests, failed };
}

function shareOf({ requests, failed }: Pick<Counted, 'requests' | 'failed'>): number {
  return requests <= 0 ? 0 : Math.min(1, Math.max(0, failed / requests));
}
