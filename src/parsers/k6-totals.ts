import type { ToolMetric } from '../model/load-tool.js';
import { KNOWN_KINDS } from './k6-metrics.js';

/** Metrics kept one by one; a script that makes names by the thousand has lost its way. */
const MAX_METRICS = 500;
/** Longest name, characters. */
const MAX_NAME = 200;

/** Running totals of one metric. */
export interface Totals {
  count: number;
  sum: number;
  positive: number;
  min: number;
  max: number;
  last: number;
}

/** What a metric is, as its definition in the file says. */
export interface Definition {
  kind: ToolMetric['kind'];
  unit: ToolMetric['unit'];
}

/** Totals of all metrics that are no parts of requests. */
export class MetricTotals {
  readonly #totals = new Map<string, Totals>();
  readonly #definitions = new Map<string, Definition>();
  /** Metrics without room. */
  dropped = 0;

  /** Totals of a metric, to add points to; null once there are too many metrics. */
  of(name: string): Totals | null {
    const known = this.#totals.get(name);
    if (known) return known;
    if (this.#totals.size >= MAX_METRICS || name.length > MAX_NAME) {
      this.dropped++;
      return null;
    }
    const totals = { count: 0, sum: 0, positive: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, last: Number.NaN };
    this.#totals.set(name, totals);
    return totals;
  }

  /** Takes a definition as the file has it; unknown words are left aside. */
  define(name: string, type: unknown, contains: unknown): void {
    if (this.#definitions.size >= MAX_METRICS) return;
    if (type !== 'counter' && type !== 'gauge' && type !== 'rate' && type !== 'trend') return;
    this.#definitions.set(name, { kind: type, unit: contains === 'time' ? 'ms' : contains === 'data' ? 'bytes' : '' });
  }

  /** In order of the names. */
  list(): ToolMetric[] {
    return [...this.#totals]
      .filter(([, totals]) => totals.count > 0)
      .map(([name, totals]) => this.#metric(name, totals))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #metric(name: string, totals: Totals): ToolMetric {
    const [plain = name] = name.split('{');
    const known = KNOWN_KINDS.get(plain);
    // A CSV does not say what a custom metric is; a distribution is the reading that claims least.
    const { kind, unit } = this.#definitions.get(plain) ?? { kind: known?.[0] ?? 'trend', unit: known?.[1] ?? '' };
    const spread = kind === 'gauge' || kind === 'trend';
    return {
      name: name.slice(0, MAX_NAME),
      kind,
      unit,
      count: totals.count,
      sum: kind === 'counter' || kind === 'trend' ? totals.sum : null,
      share: kind === 'rate' ? totals.positive / totals.count : null,
      min: spread ? totals.min : null,
      mean: kind === 'trend' ? totals.sum / totals.count : null,
      max: spread ? totals.max : null,
      last: kind === 'gauge' ? totals.last : null,
      percentiles: [],
    };
  }
}

/** Adds a point. */
export function addPoint(totals: Totals, value: number): void {
  totals.count++;
  totals.sum += value;
  if (value !== 0) totals.positive++;
  if (value < totals.min) totals.min = value;
  if (value > totals.max) totals.max = value;
  totals.last = value;
}
