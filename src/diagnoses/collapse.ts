import type { SignalType } from '../model/telemetry.js';
import type { SignalChange } from '../observability/signal-change.js';

/** Nearest to a cause first: a full resource explains a busy one, and both explain a slow answer (USE before RED). */
const TYPES: Readonly<Record<SignalType, number>> = {
  event: 6,
  saturation: 5,
  utilisation: 4,
  errors: 3,
  state: 2,
  latency: 1,
  traffic: 0,
};
/** Rank correlation from which two series are one story (research/observability 4.6). */
const TOGETHER = 0.9;
/** Series compared with each other at most; the comparison is quadratic. */
const MOST = 400;

/** A change that stands for others which move with it. */
export interface CollapsedChange {
  change: SignalChange;
  /** Others of the group, most telling first. */
  similar: SignalChange[];
}

/** Groups changes that move together (complete linkage on Spearman's rank correlation), each under the one nearest to a cause. */
export function collapse(changes: readonly SignalChange[]): CollapsedChange[] {
  const ordered = [...changes].sort(mostTellingFirst).slice(0, MOST);
  const ranks = new Map(ordered.map((change) => [change, ranksOf(change)]));
  const groups: SignalChange[][] = [];
  for (const change of ordered) {
    const group = groups.find((members) => members.every((member) => goTogether(ranks.get(change) as Ranks, ranks.get(member) as Ranks)));
    if (group) group.push(change);
    else groups.push([change]);
  }
  return groups.map(([first, ...similar]) => ({ change: first as SignalChange, similar }));
}

function mostTellingFirst(a: SignalChange, b: SignalChange): number {
  return (
    TYPES[b.signal.type] - TYPES[a.signal.type] ||
    b.score - a.score ||
    compare(a.signal.id, b.signal.id) ||
    compare(a.signal.service ?? '', b.signal.service ?? '') ||
    compare(JSON.stringify(a.signal.labels), JSON.stringify(b.signal.labels))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Ranks = ReadonlyMap<number, number>;

/** Rank of each value by its moment, whole seconds; ties share their mean rank. */
function ranksOf({ signal }: SignalChange): Ranks {
  const points = signal.times.flatMap((time, i): [number, number][] => {
    const value = signal.values[i];
    return value === null || value === undefined ? [] : [[Math.round(time / 1000), value]];
  });
  const sorted = [...points].sort((a, b) => a[1] - b[1]);
  const ranks = new Map<number, number>();
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j < sorted.length && (sorted[j] as [number, number])[1] === (sorted[i] as [number, number])[1]) j++;
    for (let k = i; k < j; k++) ranks.set((sorted[k] as [number, number])[0], (i + j - 1) / 2);
    i = j;
  }
  return ranks;
}

function goTogether(a: Ranks, b: Ranks): boolean {
  let n = 0;
  let sa = 0;
  let sb = 0;
  for (const [time, rank] of a) {
    const other = b.get(time) ?? b.get(time + 1) ?? b.get(time - 1);
    if (other === undefined) continue;
    n++;
    sa += rank;
    sb += other;
  }
  if (n < 8) return false;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (const [time, rank] of a) {
    const other = b.get(time) ?? b.get(time + 1) ?? b.get(time - 1);
    if (other === undefined) continue;
    ab += (rank - sa / n) * (other - sb / n);
    aa += (rank - sa / n) ** 2;
    bb += (other - sb / n) ** 2;
  }
  return aa > 0 && bb > 0 && Math.abs(ab) / Math.sqrt(aa * bb) >= TOGETHER;
}
