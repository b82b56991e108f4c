import { knownName } from './metrics/metric-names.js';
import { isOther } from './metrics/other-metrics.js';
import { BUILD_INFO } from './metrics/version-changes.js';
import { PACKS } from './packs/catalog.js';
import { metricsOf } from './packs/pack.js';

/** Metrics that packs read, in the order of the packs, with the place of the first pack that wants each. */
const WANTED: ReadonlyMap<string, number> = new Map(
  [...PACKS].reverse().flatMap((pack, i) => [...metricsOf(pack)].map((metric) => [metric, PACKS.length - 1 - i] as const)),
);
/** Tell the text of statements, or begin and end of them. */
const TEXTS: ReadonlySet<string> = new Set(['pg_stat_statements_query_id', 'up']);

/** A metric that will be asked for. */
export interface WantedMetric {
  /** As the backend spells it. */
  name: string;
  /** Lower is dearer: where a budget ends, the highest are left out. */
  rank: number;
}

/**
 * Which metrics of a backend mean anything here: those of packs, build information, and those that no known system owns.
 * @param names all names that it has in the window
 */
export function wantedNames(names: readonly string[]): WantedMetric[] {
  const present = new Set(names.map(knownName));
  const wanted: WantedMetric[] = [];
  for (const name of names) {
    const metric = knownName(name);
    const rank = rankOf(metric, present);
    if (rank !== null) wanted.push({ name, rank });
  }
  return wanted.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

/** All metrics that packs read, for backends that do not list theirs. */
export function packNames(): WantedMetric[] {
  return wantedNames([...WANTED.keys(), ...TEXTS].filter((name) => !name.endsWith('_bucket')));
}

function rankOf(metric: string, present: ReadonlySet<string>): number | null {
  if (TEXTS.has(metric) || BUILD_INFO.test(metric)) return 0;
  const pack = WANTED.get(metric);
  // Buckets are many, and only refine what the sums tell.
  if (pack !== undefined) return metric.endsWith('_bucket') ? 2 * PACKS.length : pack;
  // A native histogram has the bare name, and no parts beside it.
  const native = WANTED.get(`${metric}_count`);
  if (native !== undefined && !present.has(`${metric}_count`)) return native;
  return isOther(metric) ? PACKS.length : null;
}
