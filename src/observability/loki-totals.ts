import type { LogLevel, LogsAnswer } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import type { Outcome } from './asker.js';
import { binOf, type LogBins } from './log-line.js';
import type { LokiSeries } from './loki-answers.js';
import { asksForLess, type LokiClient } from './loki-client.js';
import type { LokiPlace } from './loki-discovery.js';
import { classOf, type LevelRung, levelField, levelLabels, seriesLevel } from './loki-levels.js';
import type { LokiFilter } from './loki-query.js';

/** Lines per service and level over time. */
export interface LokiTotals {
  totals: LogsAnswer['totals'];
  rung: LevelRung;
  /** Values of the level, as they are spelled, that are routine. */
  routine: string[];
}

/** Why it is not known, or what is. */
export type CountOutcome<T> = { status: 'answered'; value: T } | { status: 'no-data' } | { status: 'failed'; message: string };

/** How often a window is halved. */
const MAX_HALVINGS = 4;

/**
 * Counts per bin, asked in one go, and in halves where that is too much.
 * @returns series per part; failed as soon as one part is
 */
export async function countBins(
  client: LokiClient,
  title: string,
  filter: LokiFilter,
  by: readonly string[],
  bins: LogBins,
): Promise<CountOutcome<LokiSeries[]>> {
  return part(0, bins.count, 0);

  async function part(from: number, to: number, halved: number): Promise<CountOutcome<LokiSeries[]>> {
    const window: Window = { start: bins.start + (from + 1) * bins.width, end: bins.start + to * bins.width };
    // A range of no length is refused, so one step asks for two; Loki may answer more steps at the ends than were asked for.
    const asked = { start: window.start, end: Math.max(window.end, window.start + 1) };
    const outcome = within(await client.count(title, filter, by, bins.width, asked), window);
    if (outcome.status !== 'failed' || to - from < 2 || halved >= MAX_HALVINGS || !asksForLess(outcome)) return outcome;
    const middle = (from + to) >> 1;
    const first = await part(from, middle, halved + 1);
    if (first.status === 'failed') return first;
    const second = await part(middle, to, halved + 1);
    if (second.status === 'failed') return second;
    const series = [first, second].flatMap((one) => (one.status === 'answered' ? one.value : []));
    return series.length === 0 ? { status: 'no-data' } : { status: 'answered', value: series };
  }
}

function within(outcome: Outcome<LokiSeries[]>, window: Window): Outcome<LokiSeries[]> {
  if (outcome.status !== 'answered') return outcome;
  const inside = outcome.value.map(({ labels, points }) => ({
    labels,
    points: points.filter(([time]) => time >= window.start && time <= window.end),
  }));
  return { status: 'answered', value: inside };
}

/** Adds the points of a series to counts; what stands outside of the bins (Loki rounds the ends outward) is left out. */
export function addPoints(counts: number[], series: LokiSeries, bins: LogBins): void {
  for (const [time, value] of series.points) {
    const bin = binOf(time, bins);
    if (bin >= 0 && bin < counts.length) counts[bin]! += value;
  }
}

/** Counts per service, level and bin, by the cheapest rung that tells levels. */
export async function askTotals(client: LokiClient, place: LokiPlace, bins: LogBins, window: Window): Promise<CountOutcome<LokiTotals>> {
  const all: LokiFilter = { selector: place.selector, lines: '', labels: '' };
  const service = place.service === null ? [] : [place.service];
  const outcome = await countBins(client, 'lines by service and level', all, [...service, ...place.levels, 'detected_level'], bins);
  if (outcome.status !== 'answered') return outcome;
  const rung = rungOf(outcome.value, place.levels);
  if (rung.kind !== 'none') return summed(outcome.value, place, rung, bins);
  // Neither a label nor Loki knows levels: a field of the line may.
  const field = await levelField(client.asker, place, window);
  if (field.kind !== 'field') return summed(outcome.value, place, rung, bins);
  // Lines that the parser cannot read would end the whole query.
  const parsed = { ...all, labels: `| ${field.parser} ${field.name}="${field.source}" | __error__=""` };
  const levels = await countBins(client, 'lines by service and level in the line', parsed, [...service, ...levelLabels(field)], bins);
  if (levels.status !== 'answered') return summed(outcome.value, place, rung, bins);
  return summed(outcome.value, place, field, bins, levels.value);
}

function rungOf(series: readonly LokiSeries[], labels: readonly string[]): LevelRung {
  const name = labels.find((label) => series.some((one) => one.labels[label] !== undefined));
  const everywhere = name !== undefined && series.every((one) => one.labels[name] !== undefined);
  if (everywhere) return { kind: 'label', name };
  if (series.some(({ labels }) => (labels.detected_level ?? '') !== '')) return { kind: 'detected' };
  return name === undefined ? { kind: 'none' } : { kind: 'label', name };
}

/** Sums series by service and level. With `levels` (what a parser could tell), the rest of all lines has no level. */
function summed(
  all: readonly LokiSeries[],
  place: LokiPlace,
  rung: LevelRung,
  bins: LogBins,
  levels?: readonly LokiSeries[],
): CountOutcome<LokiTotals> {
  const found = new Map<string, { service: string | null; level: LogLevel; counts: number[] }>();
  const routine = new Set<string>();
  const countsOf = (labels: Readonly<Record<string, string>>, level: LogLevel): number[] => {
    const service = (place.service === null ? undefined : labels[place.service]) ?? null;
    const key = `${level} ${service ?? ''}`;
    const known = found.get(key) ?? { service, level, counts: new Array<number>(bins.count).fill(0) };
    found.set(key, known);
    return known.counts;
  };
  for (const series of levels ?? all) {
    const level = seriesLevel(series.labels, rung);
    const spelled = series.labels[levelLabels(rung)[0] ?? ''];
    if (spelled !== undefined && classOf(level) === 'routine') routine.add(spelled);
    addPoints(countsOf(series.labels, level), series, bins);
  }
  if (levels !== undefined) {
    for (const series of all) addPoints(countsOf(series.labels, 'unknown'), series, bins);
    for (const series of levels) {
      const negative = { ...series, points: series.points.map(([time, value]) => [time, -value] as const) };
      addPoints(countsOf(series.labels, 'unknown'), negative, bins);
    }
  }
  const totals = [...found.values()]
    .filter(({ counts }) => counts.some((count) => count > 0))
    .sort((a, b) => order(a.service ?? '', b.service ?? '') || order(a.level, b.level));
  return totals.length === 0 ? { status: 'no-data' } : { status: 'answered', value: { totals, rung, routine: [...routine].sort() } };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
