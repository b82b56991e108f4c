import type { Notice } from '../model/notice.js';
import type { Source } from '../model/source.js';
import type { TestTarget, Trace } from '../model/telemetry.js';
import { type ClockEstimate, estimateClock, matters } from './clock-estimate.js';
import { spread } from './spread.js';
import { tracesOfRequests } from './tempo.js';
import type { TraceById } from './tempo-trace.js';
import { chooseRequests } from './trace-choice.js';

/** Traces that are fetched before anything else is asked. */
const FIRST = 40;

/**
 * Offset to reckon with where the user gave none: from some traces of the test's own requests, and only where it is so large that other backends would be
 * asked about the wrong time.
 * @returns ms to add to the load tool's times; 0 where it is small, or not known
 */
export async function clockToReckonWith(byId: TraceById, target: TestTarget): Promise<number> {
  const { traces } = await tracesOfRequests(byId, spread(chooseRequests(target), FIRST));
  const estimate = estimateClock(traces);
  return estimate !== null && matters(estimate) ? Math.round(estimate.offset) : 0;
}

/**
 * What all traces say of the clock.
 * @param traces with requests whose times have the offset that was reckoned with
 * @param reckoned that offset, ms
 * @param isGiven whether the user gave it
 */
export function toldClock(
  traces: readonly Trace[],
  reckoned: number,
  isGiven: boolean,
): { clock: Source['loadToolClock']; notices: Notice[] } {
  const left = estimateClock(traces);
  if (left === null) return { clock: null, notices: [] };
  // Never −0.
  const round = (time: number): number => Math.round(time + reckoned) + 0;
  const clock = { offset: round(left.offset), low: round(left.low), high: round(left.high), traces: left.traces, reckonedWith: reckoned };
  if (matters(left)) return { clock, notices: [notReckonedWith(clock, isGiven)] };
  return { clock, notices: reckoned !== 0 && !isGiven ? [reckonedWith(clock)] : [] };
}

function reckonedWith(clock: ClockEstimate): Notice {
  return {
    id: 'clock-offset',
    level: 'warning',
    file: null,
    what: `${inWords(clock)} It was reckoned with: backends were asked about the test by their clock.`,
    why: 'Without it, metrics and logs of another time would have been compared with what the load tool saw.',
    todo: `Set both clocks by NTP. --clock-offset ${flagValue(clock.offset)} says it from the start.`,
  };
}

function notReckonedWith(clock: NonNullable<Source['loadToolClock']>, isGiven: boolean): Notice {
  const taken = isGiven ? `--clock-offset said ${seconds(clock.reckonedWith)}` : `${seconds(clock.reckonedWith)} was reckoned with`;
  return {
    id: 'clock-offset',
    level: 'warning',
    file: null,
    what: `${inWords(clock)} But ${taken}.`,
    why: 'Metrics and logs of another time were compared with what the load tool saw, so that causes may be missed or wrong.',
    todo: `Run again with --clock-offset ${flagValue(clock.offset)}, and set both clocks by NTP.`,
  };
}

function inWords({ offset, low, high, traces }: ClockEstimate): string {
  const where = offset > 0 ? 'behind that' : 'ahead of that';
  const range = [low, high].map((time) => seconds(Math.abs(time), '')).sort((a, b) => Number(a) - Number(b));
  return `The load tool's clock is ≈ ${seconds(Math.abs(offset))} ${where} of the traced services (from ${traces} traces, ${range.join(' to ')} s).`;
}

function seconds(time: number, unit = ' s'): string {
  return `${(time / 1000).toFixed(Math.abs(time) < 10_000 ? 2 : 1)}${unit}`;
}

function flagValue(offset: number): string {
  return `${Math.round(offset / 100) / 10}s`;
}
