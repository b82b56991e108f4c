import type { RawSeries } from '../../../src/observability/metrics/raw-series.js';

/** Labels of a series, without its name. */
export type Labels = Readonly<Record<string, string>>;

interface Kept {
  labels: Record<string, string>;
  read: () => number;
  times: number[];
  values: number[];
}

/** Metrics of one target: what is registered is read at each scrape. */
export class Registry {
  readonly #kept = new Map<string, Kept>();
  readonly #counts = new Map<string, { value: number }>();

  constructor(readonly target: Labels) {}

  /** Reads a value at each scrape. */
  gauge(name: string, labels: Labels, read: () => number): void {
    const key = keyOf(name, labels);
    if (!this.#kept.has(key)) this.#kept.set(key, { labels: { __name__: name, ...this.target, ...labels }, read, times: [], values: [] });
  }

  /** Adds to a counter. It appears when it is first counted, as those of client libraries with labels do. */
  count(name: string, labels: Labels, more = 1): void {
    const key = keyOf(name, labels);
    let counter = this.#counts.get(key);
    if (!counter) {
      const fresh = { value: 0 };
      counter = fresh;
      this.#counts.set(key, fresh);
      this.gauge(name, labels, () => fresh.value);
    }
    counter.value += more;
  }

  /** Adds a duration to the sum and count of a histogram. */
  observe(name: string, labels: Labels, seconds: number): void {
    this.count(`${name}_sum`, labels, seconds);
    this.count(`${name}_count`, labels);
  }

  /** Starts all counters from zero, as a new process does. */
  reset(): void {
    for (const counter of this.#counts.values()) counter.value = 0;
  }

  /** Reads everything. @param isUp whether the target answers */
  scrape(time: number, isUp: boolean): void {
    this.gauge('up', {}, () => 1);
    for (const { labels, read, times, values } of this.#kept.values()) {
      const value = isUp ? read() : 0;
      // What is not exposed has no sample: a target that is down, an old version.
      if ((!isUp && labels.__name__ !== 'up') || Number.isNaN(value)) continue;
      times.push(time);
      values.push(value);
    }
  }

  /** All series so far. */
  series(): RawSeries[] {
    return [...this.#kept.values()].filter(({ times }) => times.length > 0).map(({ labels, times, values }) => ({ labels, times, values }));
  }
}

function keyOf(name: string, labels: Labels): string {
  return `${name}${Object.entries(labels)
    .map(([key, value]) => `\n${key}=${value}`)
    .join('')}`;
}
