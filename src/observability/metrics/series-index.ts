import type { Window } from '../../model/window.js';
import { type Clock, clockOf } from './clock.js';
import { knownName } from './metric-names.js';
import { plainName, type RawSeries } from './raw-series.js';

/** A series with its clock. */
export interface IndexedSeries {
  raw: RawSeries;
  /** Name, as packs spell it. */
  metric: string;
  /** Labels without the name, as packs spell them. */
  labels: Readonly<Record<string, string>>;
  clock: Clock;
  /** Value at each moment of the clock; NaN where there is none. */
  values: Float64Array;
  /** Whether its target speaks for another system: what such a process says of itself is not about the system under test. */
  exporter: boolean;
}

/** All series of an answer, by name of the metric. */
export interface SeriesIndex {
  byMetric: ReadonlyMap<string, readonly IndexedSeries[]>;
  clocks: readonly Clock[];
  /** Labels that any series of a metric has. */
  labelsOf(metric: string): ReadonlySet<string>;
}

/** Metrics that only exporters have. */
const EXPORTER =
  /_exporter_build_info$|^(?:pg_up|mysql_up|redis_up|node_cpu_seconds_total|kube_pod_info|cadvisor_version_info)$|^namedprocess_/;
/** Clocks are shared where at least this share of a series' samples stands on it: exporters may stamp samples themselves. */
const SHARED = 0.9;

/**
 * Puts series in order: by metric, each on the clock of its target, cut to a window.
 * @param series raw samples
 * @param window part of time that counts
 */
export function indexSeries(series: readonly RawSeries[], window: Window): SeriesIndex {
  const targets = new Map<string, RawSeries[]>();
  for (const one of inOrder(series)) {
    const cut = within(one, window);
    if (cut.times.length === 0) continue;
    const key = targetOf(cut.labels);
    const list = targets.get(key);
    if (list === undefined) targets.set(key, [cut]);
    else list.push(cut);
  }
  const byMetric = new Map<string, IndexedSeries[]>();
  const clocks: Clock[] = [];
  for (const members of targets.values()) {
    const shared = sharedClock(members);
    if (shared.times.length > 1) clocks.push(shared);
    const exporter = members.some((one) => EXPORTER.test(one.labels['__name__'] ?? ''));
    for (const raw of members) {
      const one = { ...placed(raw, shared), exporter };
      const list = byMetric.get(one.metric);
      if (list === undefined) byMetric.set(one.metric, [one]);
      else list.push(one);
    }
  }
  const seen = new Map<string, Set<string>>();
  const labelsOf = (metric: string): ReadonlySet<string> => {
    let labels = seen.get(metric);
    if (labels === undefined) {
      labels = new Set((byMetric.get(metric) ?? []).flatMap((one) => Object.keys(one.labels)));
      seen.set(metric, labels);
    }
    return labels;
  };
  return { byMetric, clocks, labelsOf };
}

/** By labels: sums of fractions depend on the order, and backends give series in any. */
function inOrder(series: readonly RawSeries[]): RawSeries[] {
  const keyed = series.map((one) => ({ one, key: JSON.stringify(Object.entries(one.labels).sort(([a], [b]) => (a < b ? -1 : 1))) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}

/** Series pushed by a program have neither job nor instance: those with the same first word come from the same one. */
function targetOf(labels: Readonly<Record<string, string>>): string {
  const { job, instance } = labels;
  if (job === undefined && instance === undefined) return `pushed ${(labels['__name__'] ?? '').split('_', 1)[0]}`;
  return `${job ?? ''}\n${instance ?? ''}`;
}

/** `up` stands at every scrape, also where it failed; without it, the moments of all samples. */
function sharedClock(members: readonly RawSeries[]): Clock {
  const up = members.find((one) => one.labels['__name__'] === 'up');
  if (up !== undefined) {
    const failed = new Set<number>();
    for (let i = 0; i < up.times.length; i++) if (up.values[i] === 0) failed.add(up.times[i] as number);
    return clockOf(up.times, failed);
  }
  let longest = 0;
  const all = new Set<number>();
  for (const one of members) {
    longest = Math.max(longest, one.times.length);
    for (let i = 0; i < one.times.length; i++) all.add(one.times[i] as number);
  }
  // Series that stamp their samples on their own would make a clock on which each of them is absent most of the time.
  if (all.size > 1.5 * longest + 2) return clockOf([], new Set());
  return clockOf(Float64Array.from(all).sort(), new Set());
}

function placed(raw: RawSeries, shared: Clock): Omit<IndexedSeries, 'exporter'> {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw.labels)) if (name !== '__name__') labels[plainName(name)] = value;
  const metric = knownName(raw.labels['__name__'] ?? '');
  const values = new Float64Array(shared.times.length).fill(Number.NaN);
  let on = 0;
  let at = 0;
  for (let i = 0; i < raw.times.length; i++) {
    const place = shared.indexOf(raw.times[i] as number, at);
    if (place < 0) continue;
    values[place] = raw.values[i] as number;
    at = place + 1;
    on++;
  }
  if (on >= SHARED * raw.times.length) return { raw, metric, labels, clock: shared, values };
  const own = clockOf(raw.times, new Set());
  const ownValues = new Float64Array(own.times.length).fill(Number.NaN);
  for (let i = 0, k = 0; i < own.times.length; i++) if (own.times[i] === raw.times[k]) ownValues[i] = raw.values[k++] as number;
  return { raw, metric, labels, clock: own, values: ownValues };
}

function within(one: RawSeries, window: Window): RawSeries {
  const { times, values } = one;
  let from = 0;
  let to = times.length;
  while (from < to && (times[from] as number) < window.start) from++;
  while (to > from && (times[to - 1] as number) > window.end) to--;
  if (from === 0 && to === times.length) return one;
  return { ...one, times: Array.prototype.slice.call(times, from, to), values: Array.prototype.slice.call(values, from, to) };
}
