import type { Analysis, Finding, RootCause, Timeline, TimelinePoint } from '../../model/analysis.js';
import type { EvidenceSeries } from '../../model/evidence.js';
import { percentage } from '../../model/quantities.js';
import { quantity } from '../../model/quantity.js';
import { cut } from '../document/visible.js';
import type { Role } from './ink.js';

/** Findings of failures: what users met is their share. Users met all others as time. */
const FAILURES = /error|rate-limit|retry-storm/;

/** Percentiles of which one is shown: the first, unless another rises so many times as much. */
const CLEARER = 1.2;
const PERCENTILES = ['p95', 'p50', 'p99'] as const;
type Percentile = (typeof PERCENTILES)[number];

/** Values over time that are drawn under each other. */
export interface CauseRow {
  words: string;
  role: Role;
  at: readonly number[];
  values: readonly (number | null)[];
  /** The largest value in words. */
  shown(value: number): string;
  /** When it was first seen, ms epoch; null where unknown. */
  seen: number | null;
}

/** What users met, over the steps of the run: failures, or the percentile that tells the trouble best from the rest of the run. */
export function symptomRow({ points, step }: Timeline, finding: Finding | undefined): CauseRow | null {
  const at = points.map(({ start }) => start + step / 2);
  const seen = finding?.window?.start ?? null;
  if (FAILURES.test(finding?.kind ?? '') && points.some(({ errorRate }) => errorRate !== null))
    return {
      words: 'Failed requests of the test',
      role: 'high',
      at,
      values: points.map(({ errorRate }) => errorRate),
      shown: percentage,
      seen,
    };
  const rises = PERCENTILES.map((name) => ({ name, rise: riseOf(points, name, finding?.window ?? null) }));
  const [usual, ...others] = rises as [(typeof rises)[number], ...typeof rises];
  const { name, rise } = others.reduce((best, one) => (one.rise > best.rise * CLEARER ? one : best), usual);
  if (rise < 0) return null;
  return {
    words: `${name} of the test’s requests`,
    role: 'high',
    at,
    values: points.map((point) => point[name]),
    shown: (value) => quantity(value / 1000, 's'),
    seen,
  };
}

/** How many times a percentile's usual value is in the trouble what it is outside; 0 where that cannot be told, -1 where nothing is known of it. */
function riseOf(points: readonly TimelinePoint[], name: Percentile, trouble: Finding['window']): number {
  const usual = (inside: boolean): number | null => {
    const own = points.filter(({ start }) => (trouble !== null && start >= trouble.start && start < trouble.end) === inside);
    const values = own.flatMap((point) => point[name] ?? []).sort((a, b) => a - b);
    return values[values.length >> 1] ?? null;
  };
  const [outside, inside] = [usual(false), usual(true)];
  if (outside === null && inside === null) return -1;
  return outside === null || inside === null || outside === 0 ? 0 : inside / outside;
}

/** What the chain of a cause tells that was measured over time, in the order of the chain. */
export function signalRows({ evidence }: Analysis, { chain }: RootCause): CauseRow[] {
  const known = new Map(evidence.map((one) => [one.id, one.series as EvidenceSeries | null | undefined]));
  return chain.flatMap(({ at: seen, evidence: ids }) =>
    ids.flatMap((id): CauseRow[] => {
      const series = known.get(id);
      if (!series?.values.some((value) => value !== null)) return [];
      const { title, unit, at, values } = series;
      return [{ words: cut(title, 160), role: 'low', at, values, shown: (value) => quantity(value, unit), seen }];
    }),
  );
}
