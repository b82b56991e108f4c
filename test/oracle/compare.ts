import type { Analysis, Kpis, LatencyStats, OutlierStatistics, PartStats } from '../../src/model/analysis.js';
import { bucketOf } from './bucket.js';
import type { Exact, ExactKpis, ExactLatency, ExactPart } from './exact.js';

/*
 * Differences between an Analysis and the oracle, as sentences. All of them, not the first: the pattern of what differs
 * (one label? only failures?) is what tells whose fault it is.
 */

const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99', 'p999'] as const;
const close = (a: number, b: number, relative: number): boolean => Math.abs(a - b) <= relative * Math.max(Math.abs(a), Math.abs(b));

/** Collects differences under a heading. */
class Ledger {
  readonly differences: string[] = [];
  same(what: string, heimr: unknown, exact: unknown, relative = 0): void {
    const equal = typeof heimr === 'number' && typeof exact === 'number' ? close(heimr, exact, relative) : heimr === exact;
    if (!equal) this.differences.push(`${what}: Heimr ${String(heimr)}, exact ${String(exact)}`);
  }
  percentile(what: string, heimr: number | null, exact: number | undefined): void {
    if (heimr === null || exact === undefined) return this.same(what, heimr, exact ?? null);
    // Whole-ms files: every bucket below 256 ms holds one whole number, so nothing is lost.
    const bound = exact < 256 ? 0 : bucketOf(exact).width;
    if (Math.abs(heimr - exact) > bound || (exact < 2 ** 26 && !close(heimr, exact, 0.005)))
      this.differences.push(`${what}: Heimr ${heimr}, exact ${exact}, allowed ±${bound}`);
  }
}

/** Differences between an Analysis of one file and the exact figures of the same rows; empty = none. */
export async function differences(analysis: Analysis, exact: Exact): Promise<string[]> {
  const ledger = new Ledger();
  const file = analysis.input[0];
  const { overall } = exact;
  if (file === undefined || overall === null) return ['nothing to compare'];
  const { read, counted, excluded, rejected } = file.rows;
  ledger.same('rows read', read, exact.read);
  ledger.same('rows counted', counted, overall.count);
  ledger.same('rows counted + excluded + rejected', counted + excluded + rejected, read);
  ledger.same('window start', analysis.window.start, overall.start);
  ledger.same('window end', analysis.window.end, overall.end);
  compareKpis(ledger, 'all', analysis.kpis.overall, overall, overall.throughput);
  ledger.same(
    'labels',
    analysis.kpis.byLabel
      .map((k) => k.label)
      .sort()
      .join('|'),
    [...exact.byLabel.keys()].sort().join('|'),
  );
  for (const kpis of analysis.kpis.byLabel) {
    const own = exact.byLabel.get(kpis.label ?? '');
    // Labels are compared over the window of the whole run, so that their throughputs add up.
    if (own)
      compareKpis(
        ledger,
        `label ${JSON.stringify(kpis.label)}`,
        kpis,
        own,
        overall.end > overall.start ? own.count / ((overall.end - overall.start) / 1000) : null,
      );
  }
  ledger.same('errors total', analysis.errors.total, overall.errors);
  compareTimeline(ledger, analysis, exact);
  for (const statistics of [analysis.statistics!.overall, ...analysis.statistics!.byLabel])
    await compareOutliers(ledger, statistics, exact);
  return ledger.differences;
}

function compareKpis(ledger: Ledger, of: string, heimr: Kpis, exact: ExactKpis, throughput: number | null): void {
  for (const key of ['count', 'errors', 'bytesIn', 'bytesOut', 'apdex'] as const) ledger.same(`${of}: ${key}`, heimr[key], exact[key]);
  ledger.same(`${of}: error rate`, heimr.errorRate, exact.errors / exact.count);
  ledger.same(`${of}: throughput`, heimr.throughput, throughput, 1e-12);
  compareLatency(ledger, `${of}: latency`, heimr.latency, exact.latency);
  compareLatency(ledger, `${of}: latencyOk`, heimr.latencyOk, exact.latencyOk);
  comparePart(ledger, `${of}: ttfb`, heimr.ttfb, exact.ttfb);
  comparePart(ledger, `${of}: connect`, heimr.connect, exact.connect);
  const classes = (pairs: [string, number][]): string =>
    pairs
      .sort()
      .map(([name, n]) => `${name} ${n}`)
      .join(', ');
  ledger.same(`${of}: error classes`, classes(heimr.errorClasses.map((c) => [c.class, c.count])), classes(Object.entries(exact.classes)));
}

function compareLatency(ledger: Ledger, of: string, heimr: LatencyStats, exact: ExactLatency): void {
  for (const key of ['n', 'min', 'max'] as const) ledger.same(`${of} ${key}`, heimr[key], exact[key]);
  ledger.same(`${of} mean`, heimr.mean, exact.mean, 1e-12);
  ledger.same(`${of} sum`, heimr.mean === null ? null : heimr.mean * heimr.n, exact.sum, 1e-12);
  ledger.same(`${of} sd`, heimr.sd, exact.sd, 1e-9);
  PERCENTILES.forEach((name, i) => ledger.percentile(`${of} ${name}`, heimr[name], exact.quantiles[i]));
}

function comparePart(ledger: Ledger, of: string, heimr: PartStats | null, exact: ExactPart | null): void {
  // A column without any value above 0 may be told as null or as no requests.
  if (exact === null || exact.n === 0) return ledger.same(`${of} n`, heimr?.n ?? 0, 0);
  ledger.same(`${of} n`, heimr?.n, exact.n);
  ledger.same(`${of} mean`, heimr?.mean, exact.mean, 1e-12);
  ledger.same(`${of} max`, heimr?.max, exact.max);
}

function compareTimeline(ledger: Ledger, { timeline }: Analysis, exact: Exact): void {
  const rest = new Map(exact.perSecond);
  for (const point of timeline!.points) {
    const truth = { count: 0, errors: 0 };
    for (let second = point.start / 1000; second < (point.start + timeline!.step) / 1000; second++) {
      const there = rest.get(second);
      truth.count += there?.count ?? 0;
      truth.errors += there?.errors ?? 0;
      rest.delete(second);
    }
    ledger.same(`timeline ${point.start}: count`, point.count, truth.count);
    ledger.same(`timeline ${point.start}: errors`, point.errors, truth.errors);
  }
  ledger.same('seconds outside the timeline', [...rest.keys()].join(), '');
}

async function compareOutliers(ledger: Ledger, heimr: OutlierStatistics, exact: Exact): Promise<void> {
  const truth = heimr.label === null ? exact.overall : exact.byLabel.get(heimr.label);
  if (!truth) return ledger.same('statistics of a label', heimr.label, 'unknown to the oracle');
  const of = `label ${JSON.stringify(heimr.label)}:`;
  const { zThreshold, zCount, mad, median, modifiedZCount, p99p50 } = truth.outliers;
  ledger.same(`${of} z threshold`, heimr.zScore.threshold, zThreshold, 1e-9);
  await within(`${of} z count`, heimr.zScore, zCount);
  // Median and MAD come from the histogram: each is off by half a bucket at most, at the values they are read from.
  const slack = median + mad < 256 ? 0 : bucketOf(median).width + bucketOf(median + mad).width;
  if (Math.abs((heimr.modifiedZScore.value ?? 0) - mad) > slack) ledger.same(`${of} MAD (±${slack})`, heimr.modifiedZScore.value, mad);
  await within(`${of} modified z count`, heimr.modifiedZScore, slack === 0 ? modifiedZCount : undefined);
  if (Number.isFinite(p99p50)) ledger.same(`${of} P99/P50`, heimr.p99p50.value, p99p50, 0.0079);

  /** The bounds must hold for the threshold that Heimr states; where that is exact, for the exact count too. */
  async function within(what: string, statistic: OutlierStatistics['zScore'], count: number | undefined): Promise<void> {
    const { threshold, countBounds: bounds } = statistic;
    if (threshold === null || bounds === null) return ledger.same(what, statistic.count ?? 0, count ?? 0);
    for (const exactCount of [await exact.countAbove(heimr.label, threshold), count])
      if (exactCount !== undefined && (exactCount < bounds.low || exactCount > bounds.high))
        ledger.same(`${what} (bounds ${bounds.low}..${bounds.high}, threshold ${threshold})`, statistic.count, exactCount);
  }
}
