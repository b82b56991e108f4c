import type { Clock, Wait } from './clock.js';

interface Burst {
  left: number;
  group: string;
  done: () => void;
}

/** A machine with some cores that all who want to compute share evenly: with more of them than cores everybody becomes slower. */
export class Host {
  /** CPU seconds by process group. */
  readonly cpu = new Map<string, number>();
  /** Seconds in which somebody waited for a core. */
  waited = 0;
  /** Processes that compute or wait for a core. */
  get runnable(): number {
    return this.#bursts.size + this.#hogs.length;
  }
  readonly #bursts = new Set<Burst>();
  #hogs: string[] = [];
  #since = 0;
  #round = 0;

  constructor(
    readonly clock: Clock,
    readonly cores: number,
  ) {}

  /** Waits until a process has computed for so long. @param ms on a core of its own */
  compute(ms: number, group: string): Wait<undefined> {
    return (resume) => {
      this.#advance();
      this.#bursts.add({ left: ms, group, done: () => resume(undefined) });
      this.#plan();
    };
  }

  /** Processes of others that compute without end. */
  hog(groups: string[]): void {
    this.#advance();
    this.#hogs = groups;
    this.#plan();
  }

  /** Takes the time that went by into account. */
  settle(): void {
    this.#advance();
  }

  #advance(): void {
    const passed = this.clock.now - this.#since;
    this.#since = this.clock.now;
    const n = this.runnable;
    if (passed <= 0 || n === 0) return;
    const each = passed * Math.min(1, this.cores / n);
    for (const burst of this.#bursts) {
      burst.left -= each;
      this.#count(burst.group, each);
    }
    for (const group of this.#hogs) this.#count(group, each);
    if (n > this.cores) this.waited += passed / 1000;
  }

  #count(group: string, ms: number): void {
    this.cpu.set(group, (this.cpu.get(group) ?? 0) + ms / 1000);
  }

  #plan(): void {
    const round = ++this.#round;
    if (this.#bursts.size === 0) return;
    let least = Number.POSITIVE_INFINITY;
    for (const { left } of this.#bursts) least = Math.min(least, left);
    const rate = Math.min(1, this.cores / this.runnable);
    this.clock.after(Math.max(0, least) / rate, () => {
      if (round !== this.#round) return;
      this.#advance();
      const ready = [...this.#bursts].filter(({ left }) => left <= 1e-6);
      for (const burst of ready) this.#bursts.delete(burst);
      this.#plan();
      for (const { done } of ready) done();
    });
  }
}
