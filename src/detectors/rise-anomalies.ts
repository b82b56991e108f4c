import type { Facts } from '../model/facts.js';
import type { Anomaly } from './detector.js';
import { periodFigures } from './period-figures.js';
import { type Rise, type RiseKind, risesOfRun } from './rises.js';
import { ms, percent, times } from './words.js';

/** Times as slow from which a rise breaks what the system is for: of the median, and of the slowest. */
const CRITICAL_P50 = 2;
const CRITICAL_P95 = 3;

/** Rises of one shape, as anomalies. */
export function anomaliesOfRises(facts: Facts, kind: RiseKind): Anomaly[] {
  return risesOfRun(facts)
    .filter((rise) => rise.kind === kind)
    .map((rise) => anomalyOf(facts, rise));
}

function anomalyOf(facts: Facts, rise: Rise): Anomaly {
  const before = { start: rise.beforeFrom, end: rise.from };
  const a = periodFigures(facts, rise.labels, before.start, before.end);
  const b = periodFigures(facts, rise.labels, rise.from, rise.to);
  const change = `${rise.percentile} from ${ms(rise.before)} to ${ms(rise.during)} (${times(rise.during / rise.before)})`;
  const against: string[] = [];
  if (a.rate > 0 && b.rate > 1.02 * a.rate) against.push(`Requests per second rose by ${percent(b.rate / a.rate - 1)} at the same time.`);
  if (rise.labels !== 'all')
    against.push(
      `${rise.judged - rise.labels.length} of ${rise.judged} endpoints${rise.judged < facts.labels.length ? ' with enough requests to tell' : ''} show no such rise.`,
    );
  if (rise.percentile === 'p95' && a.p50 !== null && b.p50 !== null && b.p50 < 1.1 * a.p50)
    against.push(`The median stays: ${ms(a.p50)} before, ${ms(b.p50)} during.`);
  return {
    kind: rise.kind,
    window: { start: rise.from, end: rise.to },
    labels: rise.labels,
    before,
    strength: rise.strength,
    critical: rise.during / rise.before >= (rise.percentile === 'p50' ? CRITICAL_P50 : CRITICAL_P95),
    summary: sentence(rise, change),
    facts: [
      { name: `${rise.percentile} before`, value: rise.before, unit: 'ms' },
      { name: `${rise.percentile} during`, value: rise.during, unit: 'ms' },
      { name: 'share of requests that moved', value: rise.moved, unit: '0..1' },
    ],
    against,
  };
}

function sentence({ kind, moved }: Rise, change: string): string {
  if (kind === 'latency-trend') return `Responses get slower and slower to the end: ${change}, at a load that does not rise.`;
  if (kind === 'latency-shift') return `Responses are slower: ${change}, at a load that does not rise.`;
  if (kind === 'bimodal') return `About ${percent(moved)} of the requests get much slower while the others stay as they were: ${change}.`;
  return `The slowest requests get slower (about ${percent(moved)} of all) while most stay as they were: ${change}.`;
}
