import { Clock, Random } from './clock.js';
import { Database } from './database.js';
import { Host } from './host.js';
import { HostMetrics } from './host-metrics.js';
import { LoadGenerator } from './load-generator.js';
import { Recorder } from './recorder.js';
import { Service, type World } from './service.js';
import type { Topology } from './topology.js';

/** Times of a run, ms from the start of the recording. */
export const TIMES = { test: 30_000, onset: 90_000, mended: 146_000, end: 190_000, recorded: 210_000 } as const;
/** Time of day of the start: any will do. */
const EPOCH = 1_795_000_000_000;
/** Time between scrapes, ms; HEIMR_SCRAPE_MS for others than the usual. */
const SCRAPE_MS = Number(process.env.HEIMR_SCRAPE_MS ?? 2000);

/** What is done to a system: while it is called, time stands still. */
export interface Plan {
  /** Requests per second at a moment. */
  rate?: (time: number) => number;
  /** What happens at which moment. */
  events: readonly { at: number; act: (system: System) => void }[];
}

/** A system under load, with all that is measured of it. */
export class System {
  readonly clock = new Clock();
  readonly random: Random;
  readonly host: Host;
  readonly recorder: Recorder;
  readonly database: Database;
  readonly hostMetrics: HostMetrics;
  readonly load: LoadGenerator;
  readonly world: World;

  constructor(
    readonly topology: Topology,
    seed: number,
    { rate = () => 32, events }: Plan,
  ) {
    this.random = new Random(seed);
    const { clock, random } = this;
    this.host = new Host(clock, topology.cores);
    this.recorder = new Recorder(clock, random);
    this.database = new Database(clock, this.host, this.recorder, random, topology.name);
    const services = new Map<string, Service>();
    this.world = {
      clock,
      random,
      host: this.host,
      recorder: this.recorder,
      database: this.database,
      services,
      delays: new Map(),
      epoch: EPOCH,
    };
    for (const [name, spec] of Object.entries(topology.services)) services.set(name, new Service(name, spec, this.world));
    this.hostMetrics = new HostMetrics(clock, this.host, this.database, random);
    this.load = new LoadGenerator(topology, this.world, random, rate);
    clock.each(SCRAPE_MS, () => this.#scrape());
    for (const { at, act } of events) clock.after(at, () => act(this));
    this.load.send(TIMES.test, TIMES.end);
    clock.run(TIMES.recorded);
  }

  /** A service of it. */
  service(name: string): Service {
    const found = this.world.services.get(name);
    if (!found) throw new Error(`there is no service ${name}`);
    return found;
  }

  /** Time of day of a moment, ms since 1970. */
  dayTime(time: number): number {
    return EPOCH + time;
  }

  #scrape(): void {
    const time = EPOCH + this.clock.now;
    this.hostMetrics.scrape(time);
    this.database.registry.scrape(time, true);
    for (const { process } of this.world.services.values()) {
      process.registry.scrape(time, process.isUp && process.isScraped);
      process.container.scrape(time, true);
    }
  }
}
