import type { Random, Wait } from './clock.js';
import type { Answer, World } from './service.js';
import type { Topology } from './topology.js';

/** One request as a load tool writes it down. */
export interface Sample {
  label: string;
  trace: string;
  /** ms from the start. */
  start: number;
  latency: number;
  status: number;
  error: string | null;
}

/** Sends requests at a rate that is planned, whether answers come or not, as far as its own thread and its virtual users allow. */
export class LoadGenerator {
  readonly samples: Sample[] = [];
  /** Virtual users; a request for which none is free is not sent. */
  users = 200;
  /** Work of the tool for a request, ms on its thread. */
  workMs = 0.3;
  dropped = 0;
  #busy = 0;
  readonly #queue: (() => void)[] = [];

  constructor(
    readonly topology: Topology,
    readonly world: World,
    readonly random: Random,
    /** Requests per second at a moment, ms from the start. */
    readonly rate: (time: number) => number,
  ) {}

  /** Sends requests until a moment. */
  send(from: number, until: number): void {
    const { clock } = this.world;
    const next = (): void => {
      if (clock.now >= until) return;
      this.#one();
      // Arrivals of independent users.
      clock.after((-Math.log(1 - this.random.next()) * 1000) / this.rate(clock.now), next);
    };
    clock.after(from - clock.now, next);
  }

  #one(): void {
    const { clock, services } = this.world;
    if (this.#busy >= this.users) {
      this.dropped++;
      return;
    }
    this.#busy++;
    const { label, route } = this.#pick();
    const trace = this.random.hex(32);
    const begin = clock.now;
    const entry = services.get(this.topology.entry);
    const done = ({ status, error }: Answer): void => {
      this.#work()(() => {
        this.#busy--;
        this.samples.push({ label, trace, start: begin, latency: clock.now - begin, status, error });
      });
    };
    this.#work()(() => entry?.reach('user', route, { trace, id: this.random.hex(16) })(done));
  }

  /** One thread does it all, one thing after the other. */
  #work(): Wait<undefined> {
    return (resume) => {
      this.#queue.push(() => resume(undefined));
      if (this.#queue.length === 1) this.#next();
    };
  }

  #next(): void {
    const [first] = this.#queue;
    if (!first) return;
    this.world.host.compute(
      this.workMs,
      'load-tool',
    )(() => {
      this.#queue.shift();
      first();
      this.#next();
    });
  }

  #pick(): Topology['users'][number] {
    const { users } = this.topology;
    let left = this.random.next() * users.reduce((sum, { weight }) => sum + weight, 0);
    for (const user of users) {
      left -= user.weight;
      if (left < 0) return user;
    }
    return users[0] as Topology['users'][number];
  }
}
