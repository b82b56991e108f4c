/*
 * Discrete events: time jumps from one to the next, so that minutes of a system under load take a second, the same ones each time.
 */

/** Something to wait for: it is handed what to call when it is there. */
export type Wait<T = unknown> = (resume: (value: T) => void) => void;
/** A thread of work that waits now and then. What it yields are waits, what comes back is what they were resumed with. */
export type Task<T = void> = Generator<Wait<never>, T, unknown>;

interface Event {
  time: number;
  order: number;
  action: () => void;
}

/** Simulated time in ms, and what is to happen. */
export class Clock {
  now = 0;
  readonly #heap: Event[] = [];
  #order = 0;

  /** Does something later. @param delay ms */
  after(delay: number, action: () => void): void {
    this.#push({ time: this.now + Math.max(0, delay), order: this.#order++, action });
  }

  /** Does something again and again. @param every ms */
  each(every: number, action: () => void): void {
    this.after(every, () => {
      action();
      this.each(every, action);
    });
  }

  /** A wait of so many ms. */
  sleep(ms: number): Wait<undefined> {
    return (resume) => this.after(ms, () => resume(undefined));
  }

  /** Lets everything happen up to a moment. */
  run(until: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.time <= until; next = this.#heap[0]) {
      this.#pop();
      this.now = next.time;
      next.action();
    }
    this.now = until;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!before(event, heap[above] as Event)) break;
      heap[at] = heap[above] as Event;
      at = above;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Event;
    if (heap.length === 0) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && before(heap[child + 1] as Event, heap[child] as Event)) child++;
      if (!before(heap[child] as Event, last)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
  }
}

function before(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

/** Runs a task to its end. @param isAlive what is dead is never resumed: its process is gone */
export function start<T>(task: Task<T>, done: (value: T) => void = () => undefined, isAlive: () => boolean = () => true): void {
  const step = (value: unknown): void => {
    if (!isAlive()) return;
    const { done: isDone, value: result } = task.next(value);
    if (isDone) done(result);
    else result(step as (value: never) => void);
  };
  step(undefined);
}

/** Waits for all of some tasks. */
export function together<T>(tasks: readonly Task<T>[], isAlive: () => boolean): Wait<T[]> {
  return (resume) => {
    const results: T[] = [];
    let left = tasks.length;
    if (left === 0) return resume(results);
    tasks.forEach((task, i) => {
      start(
        task,
        (result) => {
          results[i] = result;
          if (--left === 0) resume(results);
        },
        isAlive,
      );
    });
  };
}

/** Random numbers from a seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1): a counter, mixed by the finaliser of MurmurHash3 (Appleby, public domain). */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 4_294_967_296;
  }

  /** A factor around 1: lognormal with this deviation of its logarithm. */
  around(sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.exp(sigma * normal - (sigma * sigma) / 2);
  }

  /** Hex digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += Math.floor(this.next() * 16).toString(16);
    return text;
  }
}
