import { benjaminiHochberg } from '../stats/false-discovery.js';
import { fisherExact } from '../stats/fisher-exact.js';
import { type ValueCount, valueCounts } from './attribute-counts.js';
import type { Compared, TraceSets } from './trace-sets.js';

/** A value of an attribute that slow traces have more often, or less, than normal ones. */
export interface AttributeShare {
  service: string;
  /** `service.version`, `service.instance.id`, or the name of the attribute. */
  attribute: string;
  value: string;
  /** Share of the traces that have the service, 0..1. */
  share: Compared;
  /** Traces with the value. */
  traces: Compared;
  /** Fisher's exact test, two-sided. */
  p: number;
  /** The same, adjusted for all values tested (Benjamini and Hochberg). */
  adjusted: number;
}

/** Expected share of false ones among those that are kept. */
const FALSE_SHARE = 0.1;
/** Values that are kept, at most. */
const KEPT = 40;
/** Values of an attribute that are never too many, however few traces there are. */
const FEW = 8;

/**
 * Values whose share differs by more than chance, the one surest to do first. An attribute with a value of its own for more than half of the traces
 * is an id, and is left out.
 */
export function attributeShares(sets: TraceSets): AttributeShare[] {
  if (sets.slow.length === 0 || sets.normal.length === 0) return [];
  const counts = valueCounts(sets);
  const kinds = new Map<string, number>();
  for (const one of counts) kinds.set(kindOf(one), (kinds.get(kindOf(one)) ?? 0) + 1);
  const tested = counts.filter((one) => (kinds.get(kindOf(one)) as number) <= Math.max(FEW, (one.of.slow + one.of.normal) / 2));
  const p = tested.map(({ slow, normal, of }) => fisherExact(slow, of.slow - slow, normal, of.normal - normal));
  const adjusted = benjaminiHochberg(p);
  return tested
    .map((one, i) => shareOf(one, p[i] as number, adjusted[i] as number))
    .filter((one) => one.adjusted <= FALSE_SHARE)
    .sort((a, b) => a.p - b.p || b.share.slow - b.share.normal - (a.share.slow - a.share.normal))
    .slice(0, KEPT);
}

function kindOf({ service, attribute }: ValueCount): string {
  return `${service}\n${attribute}`;
}

function shareOf({ service, attribute, value, slow, normal, of }: ValueCount, p: number, adjusted: number): AttributeShare {
  const share = { slow: of.slow === 0 ? 0 : slow / of.slow, normal: of.normal === 0 ? 0 : normal / of.normal };
  return { service, attribute, value, share, traces: { slow, normal }, p, adjusted };
}
