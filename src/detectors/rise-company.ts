import type { Facts } from '../model/facts.js';
import { Histogram } from '../stats/histogram.js';
import { percentile } from '../stats/quantile.js';
import { rankSumZ } from '../stats/rank-sum.js';

/** Requests of an endpoint on each side that are needed to tell. */
const FEW = 8;
/** Standard deviations of the rank sum that are no chance, some hundred endpoints looked at. */
const LEAST_Z = 3.5;

/** Endpoints beside those that were followed over time. */
export interface Company {
  /** Those that are slower in the same time. */
  slower: string[];
  /** How many have enough requests to tell. */
  judged: number;
}

/**
 * Endpoints with too few requests to be followed over time, by themselves before and in the time of a rise of others: whether their median rises as well.
 * @param followed labels that were followed
 * @param floor what a rise must be
 */
export function companyOf(
  facts: Facts,
  { from, to }: { from: number; to: number },
  followed: ReadonlySet<string>,
  floor: { share: number; ms: number },
): Company {
  const sides = new Map<string, { before: Histogram; during: Histogram }>();
  for (const { label } of facts.labels)
    if (!followed.has(label as string)) sides.set(label as string, { before: new Histogram(), during: new Histogram() });
  const company: Company = { slower: [], judged: 0 };
  if (sides.size === 0) return company;
  facts.labelPages((label, start, failed, page, counts, at) => {
    const own = failed ? undefined : sides.get(label);
    if (own === undefined || start >= to) return;
    (start < from ? own.before : own.during).addPage(page, counts, at);
  });
  for (const { label, ok } of facts.labels) {
    const own = sides.get(label as string);
    if (!own || own.before.total < FEW || own.during.total < FEW) continue;
    company.judged++;
    const bounds = { min: ok.min, max: ok.max, resolution: facts.resolution };
    const [before, during] = [own.before, own.during].map((one) => percentile(one, 0.5, bounds) as number) as [number, number];
    if (during - before < Math.max(floor.ms, floor.share * before)) continue;
    if (rankSumZ(own.before, own.during) >= LEAST_Z) company.slower.push(label as string);
  }
  return company;
}
