import type { Wait } from './clock.js';
import { Pool } from './pool.js';
import { Registry } from './registry.js';
import type { World } from './service.js';
import type { ServiceSpec } from './topology.js';

const MB = 1024 * 1024;
/** How many new objects are collected at once, MB. */
const YOUNG_MB = 16;
/** Memory of an idle process, MB. */
const BASE_MB = 30;
/** Period of CPU quotas, ms. */
const PERIOD_MS = 100;
/** Share of the heap from which garbage collection hardly finds anything. */
const FULL = 0.8;
/** A timer of Node.js measures the lag of the event loop every so often, ms, and cannot tell less than this. */
const PROBE_MS = 20;
const RESOLUTION_S = 0.0102;
/** Lags that a scrape tells of, ms. */
const LAG_WINDOW_MS = 4000;

/** A Node.js process: one thread with a queue of callbacks, a heap that is collected, a pool of connections. */
export class Process {
  readonly registry: Registry;
  /** What the kubelet tells of its container. */
  readonly container = new Registry({ job: 'kubelet', instance: '10.0.9.9:10250' });
  readonly pool: Pool;
  isUp = true;
  active = 0;
  /** Memory that is never let go, MB, and how much more of it each second. */
  held = 0;
  leak = 0;
  /** CPU that its container may use, cores; what is left of a period is taken in one piece, then it stands still until the next one begins. */
  quota = Number.POSITIVE_INFINITY;
  /** Whether scrapes reach it. */
  isScraped = true;
  /** New objects that a ms of work leaves behind, MB, and how long it takes to collect them, ms. */
  litter = 0.6;
  collection = 1.5;
  #epoch = 0;
  #period = { index: -1, used: 0, isThrottled: false };
  #startedAt = -3_600_000;
  #cpuBefore = 0;
  #queue: { ms: number; done: () => void; since: number }[] = [];
  #isBusy = false;
  #young = 0;
  #lags: { at: number; lag: number }[] = [];

  constructor(
    readonly name: string,
    readonly spec: ServiceSpec,
    readonly world: World,
  ) {
    const registry = new Registry({ job: name, service: name, instance: `10.0.0.${world.services.size + 1}:9100` });
    this.registry = registry;
    this.pool = new Pool(this, spec.pool);
    registry.gauge('process_start_time_seconds', {}, () => world.epoch / 1000 + this.#startedAt / 1000);
    registry.gauge('process_cpu_seconds_total', {}, () => (world.host.cpu.get(name) ?? 0) - this.#cpuBefore);
    registry.gauge('nodejs_heap_size_used_bytes', {}, () => (BASE_MB + this.held + this.#young) * MB);
    registry.gauge('process_resident_memory_bytes', {}, () => (75 + this.held + YOUNG_MB) * MB);
    registry.gauge('http_server_active_requests', {}, () => this.active);
    registry.gauge('nodejs_eventloop_lag_mean_seconds', {}, () =>
      this.#lag((lags) => lags.reduce((sum, lag) => sum + lag, 0) / lags.length),
    );
    registry.gauge('nodejs_eventloop_lag_p99_seconds', {}, () => this.#lag((lags) => lags[Math.floor(0.99 * (lags.length - 1))] as number));
    this.container.gauge('container_cpu_cfs_periods_total', this.#labels, () => Math.floor(world.clock.now / PERIOD_MS));
    this.container.count('container_cpu_cfs_throttled_periods_total', this.#labels, 0);
    world.clock.each(PROBE_MS, () => {
      this.held += (this.leak * PROBE_MS) / 1000;
      if (this.isUp) this.compute(0)(() => undefined);
    });
  }

  get #labels(): Record<string, string> {
    return { namespace: 'default', pod: `${this.name}-5d8f7c9b4-x2x7q`, container: this.name };
  }

  /** Whether what was begun now is still alive later. */
  life(): () => boolean {
    const epoch = this.#epoch;
    return () => this.#epoch === epoch;
  }

  /** How warm its memory of answers is: a new process has none. */
  warmth(): number {
    return Math.min(1, (this.world.clock.now - this.#startedAt) / 10_000);
  }

  stop(): void {
    this.#epoch++;
    this.isUp = false;
    this.#queue = [];
    this.#isBusy = false;
    this.active = 0;
    this.pool.close();
  }

  start(): void {
    this.isUp = true;
    this.#startedAt = this.world.clock.now;
    this.world.host.settle();
    this.#cpuBefore = this.world.host.cpu.get(this.name) ?? 0;
    this.held = 0;
    this.#young = 0;
    this.registry.reset();
    this.pool.open();
    // Loading and compiling its code.
    this.compute(250)(() => undefined);
  }

  /** Runs a callback when its turn comes. */
  compute(ms: number): Wait<undefined> {
    return (resume) => {
      this.#queue.push({ ms: Math.max(0, ms), done: () => resume(undefined), since: this.world.clock.now });
      this.#next();
    };
  }

  #next(): void {
    const first = this.#isBusy ? undefined : this.#queue.shift();
    if (!first) return;
    this.#isBusy = true;
    const { clock } = this.world;
    this.#lags.push({ at: clock.now, lag: (clock.now - first.since) / 1000 });
    const pause = this.#collect(first.ms);
    const isAlive = this.life();
    this.#run(first.ms + pause, isAlive, () => {
      this.#isBusy = false;
      first.done();
      this.#next();
    });
  }

  /** Computes as far as the quota of this period of 100 ms goes (CFS bandwidth control), then goes on in the next one. */
  #run(ms: number, isAlive: () => boolean, done: () => void): void {
    const { clock, host } = this.world;
    const index = Math.floor(clock.now / PERIOD_MS);
    if (this.#period.index !== index) this.#period = { index, used: 0, isThrottled: false };
    const left = this.quota * PERIOD_MS - this.#period.used;
    const now = Math.min(ms, Math.max(0, left));
    this.#period.used += now;
    host.compute(
      now,
      this.name,
    )(() => {
      if (!isAlive()) return;
      if (now === ms) return done();
      if (!this.#period.isThrottled) this.container.count('container_cpu_cfs_throttled_periods_total', this.#labels);
      this.#period.isThrottled = true;
      clock.after((index + 1) * PERIOD_MS - clock.now, () => isAlive() && this.#run(ms - now, isAlive, done));
    });
  }

  /** Garbage collection: small and often, or large and in vain where the heap is nearly full. @returns how long it stops the thread, ms */
  #collect(ms: number): number {
    const { heapLimit } = this.spec;
    // A heap beyond its limit ends the process; it is held just below.
    this.held = Math.min(this.held, heapLimit - BASE_MB - 4);
    this.#young += ms * this.litter;
    const room = Math.min(YOUNG_MB, heapLimit - BASE_MB - this.held);
    if (this.#young < room) return 0;
    this.#young = 0;
    const isFull = (BASE_MB + this.held) / heapLimit > FULL;
    const pause = (isFull ? 40 + 0.5 * this.held : this.collection) * this.world.random.around(0.3);
    this.registry.observe('nodejs_gc_duration_seconds', { kind: isFull ? 'major' : 'minor' }, pause / 1000);
    return pause;
  }

  #lag(statistic: (sorted: number[]) => number): number {
    this.#lags = this.#lags.filter(({ at }) => at > this.world.clock.now - LAG_WINDOW_MS);
    const sorted = this.#lags.map(({ lag }) => lag).sort((a, b) => a - b);
    return RESOLUTION_S + (sorted.length === 0 ? 0 : statistic(sorted));
  }
}
