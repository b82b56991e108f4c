import type { EvidenceSeries } from '../model/evidence.js';
import type { LogsAnswer } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { median } from '../stats/robust.js';
import type { Exhibit } from './dossier.js';
import type { ExhibitSource } from './exhibit-source.js';
import { nameOfSignal } from './words.js';

/** Values that a series keeps: more than a drawing has room for. */
const MOST = 240;
/** Digits of a value: more than a drawing shows. */
const DIGITS = 4;

/**
 * What an exhibit measured, over the run, for drawings.
 * @param source where it is from, if it is neither a change nor a template
 * @param run part of the time that is kept, on the backends' clock
 * @returns null for what has no values over time
 */
export function seriesOf(
  { change, template }: Exhibit,
  source: ExhibitSource | null,
  run: Window,
  logs: LogsAnswer | null,
): EvidenceSeries | null {
  if (change) {
    const { signal, before } = change;
    return thinned(nameOfSignal(signal), signal.unit, signal.times, signal.values, run, before);
  }
  if (template && logs) {
    const { service, text, counts } = template.template;
    const middles = counts.map((_, i) => logs.binStart + (i + 0.5) * logs.binWidth);
    const rates = counts.map((n) => (n * 1000) / logs.binWidth);
    return thinned(`Log lines${service === null ? '' : ` of ${service}`}: ${text}`, '1/s', middles, rates, run, template.before);
  }
  if (!source?.values) return null;
  const { title, unit, times, values } = source.values;
  return thinned(title, unit, times, values, run, median(values.filter((value) => value !== null)));
}

function thinned(
  title: string,
  unit: string,
  times: readonly number[],
  values: readonly (number | null)[],
  run: Window,
  healthy: number,
): EvidenceSeries | null {
  const kept = times.flatMap((at, i) => (at >= run.start && at <= run.end ? [i] : []));
  const size = Math.ceil(kept.length / MOST);
  const at: number[] = [];
  const worst: (number | null)[] = [];
  for (let from = 0; from < kept.length; from += size) {
    const piece = kept.slice(from, from + size);
    let chosen = piece[piece.length >> 1] as number;
    for (const i of piece) if (distance(values[i], healthy) > distance(values[chosen], healthy)) chosen = i;
    const value = values[chosen];
    at.push(Math.round(times[chosen] as number));
    worst.push(value === null || value === undefined ? null : Number(value.toPrecision(DIGITS)));
  }
  return worst.some((value) => value !== null) ? { title, unit, at, values: worst } : null;
}

function distance(value: number | null | undefined, healthy: number): number {
  return value === null || value === undefined ? -1 : Math.abs(value - healthy);
}
