import { type Clock, type Random, start, type Task, together, type Wait } from './clock.js';
import type { Database, Statement } from './database.js';
import type { Host } from './host.js';
import { Process } from './process.js';
import type { Recorder, Span } from './recorder.js';
import type { ServiceSpec, Step } from './topology.js';

/** What a call is answered with; status 0 = there was no answer. */
export interface Answer {
  status: number;
  error: string | null;
}

/** The system around a service. */
export interface World {
  clock: Clock;
  random: Random;
  host: Host;
  recorder: Recorder;
  database: Database;
  services: Map<string, Service>;
  /** Added to each way of a call, ms: key `caller>called`; `*>called` for all callers. */
  delays: Map<string, number>;
  /** Time of day when the clock is at 0, ms since 1970. */
  epoch: number;
}

/** What can be wrong with a service, or set; all of it changes what happens, none of it what is measured. */
export interface Condition {
  /** Answers later by this, ms, without computing. */
  later: number;
  /** Computes so many times more. */
  heavier: number;
  /** Share of requests that it fails to serve. */
  failing: number;
  /** Requests per second that it takes; more are refused. */
  limit: number;
  /** Statements that it sends instead of one. */
  repeated: number;
  /** Its look-ups in the cache are off. */
  hasNoCache: boolean;
  /** Time-out of its calls, ms, and how often it makes them again. */
  timeout: number;
  retries: number;
}

const SOUND: Condition = {
  later: 0,
  heavier: 1,
  failing: 0,
  limit: Number.POSITIVE_INFINITY,
  repeated: 1,
  hasNoCache: false,
  timeout: 10_000,
  retries: 0,
};
const OK: Answer = { status: 200, error: null };

/** A service: takes requests on one thread, computes, asks its database, and calls others. */
export class Service {
  readonly process: Process;
  condition: Condition = { ...SOUND };
  version: string;
  readonly #abort = new Set<(answer: Answer) => void>();
  #tokens = 0;
  #filled = 0;

  constructor(
    readonly name: string,
    readonly spec: ServiceSpec,
    readonly world: World,
  ) {
    this.version = spec.version;
    this.process = new Process(name, spec, world);
    this.#tellVersion();
  }

  /** Ends the process; it is started again later, perhaps in another version. @param down how long it is away, ms */
  restart(down: number, isOrderly: boolean, version = this.version): void {
    const { clock, recorder } = this.world;
    if (isOrderly) recorder.log(this.name, 'info', 'shutting down', { signal: 'SIGTERM' });
    for (const abort of [...this.#abort]) abort({ status: 0, error: 'read ECONNRESET' });
    this.process.stop();
    clock.after(down, () => {
      this.version = version;
      this.process.start();
      this.#tellVersion();
      recorder.log(this.name, 'info', 'service started', { version, port: 8080 });
    });
  }

  #tellVersion(): void {
    const { version } = this;
    this.process.registry.gauge('app_build_info', { version }, () => (this.version === version ? 1 : Number.NaN));
  }

  /** Serves a request. */
  serve(route: string, trace: string, parent: string | null): Wait<Answer> {
    return (resume) => {
      if (!this.process.isUp) {
        this.world.clock.after(0.3, () => resume({ status: 0, error: `connect ECONNREFUSED ${this.name}:8080` }));
        return;
      }
      let isOver = false;
      const answer = (value: Answer): void => {
        if (isOver) return;
        isOver = true;
        this.#abort.delete(answer);
        resume(value);
      };
      this.#abort.add(answer);
      start(this.#handle(route, trace, parent), answer, this.process.life());
    };
  }

  *#handle(route: string, trace: string, parent: string | null): Task<Answer> {
    const { clock, recorder } = this.world;
    const [method = '', path = ''] = route.split(' ');
    const begin = clock.now;
    this.process.active++;
    yield this.#compute(0.25);
    const span = recorder.begin(
      { trace, parent, service: this.name, version: this.version, name: route, kind: 'server' },
      { 'http.request.method': method, 'http.route': path },
    );
    const answer = (yield this.#part(this.#answer(route, span))) as Answer;
    yield this.#compute(0.15);
    this.process.active--;
    const seconds = (clock.now - span.start) / 1000;
    this.process.registry.observe(
      'http_server_request_duration_seconds',
      { http_request_method: method, http_route: path, http_response_status_code: String(answer.status) },
      seconds,
    );
    span.attributes['http.response.status_code'] = answer.status;
    recorder.end(span, answer.status >= 500 ? (answer.error ?? 'error') : null);
    this.#tell(route, answer, clock.now - begin, trace);
    return answer;
  }

  #tell(route: string, { status, error }: Answer, took: number, trace: string): void {
    const { recorder, random } = this.world;
    const fields = { route, status, duration_ms: Math.round(took), trace_id: trace };
    if (status >= 500) recorder.log(this.name, 'error', 'request failed', { ...fields, error: error ?? '' });
    else if (took > 1000) recorder.log(this.name, 'warn', 'slow request', fields);
    else if (random.next() < 0.15) recorder.log(this.name, 'info', 'request completed', fields);
  }

  *#answer(route: string, span: Span): Task<Answer> {
    const { random, clock } = this.world;
    if (!this.#takes()) {
      this.process.registry.count('rate_limited_requests_total', {});
      return { status: 429, error: 'too many requests' };
    }
    if (random.next() < this.condition.failing) return { status: 500, error: 'could not decode record: unexpected end of input' };
    if (this.condition.later > 0) yield clock.sleep(this.condition.later * random.around(0.15)) as Wait<never>;
    return (yield this.#part(this.#steps(this.spec.routes[route] ?? [], span))) as Answer;
  }

  /** A bucket of tokens: refills evenly, holds what a second gives. */
  #takes(): boolean {
    const { limit } = this.condition;
    if (limit === Number.POSITIVE_INFINITY) return true;
    const { now } = this.world.clock;
    this.#tokens = Math.min(limit, this.#tokens + ((now - this.#filled) / 1000) * limit);
    this.#filled = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  *#steps(steps: readonly Step[], span: Span): Task<Answer> {
    for (const step of steps) {
      const answer = (yield this.#part(this.#step(step, span))) as Answer;
      if (answer.status >= 400 || answer.status === 0) return answer;
    }
    return OK;
  }

  *#step(step: Step, span: Span): Task<Answer> {
    const { clock, random } = this.world;
    if ('compute' in step) yield this.#compute(step.compute);
    else if ('wait' in step) yield clock.sleep(step.wait * random.around(0.2)) as Wait<never>;
    else if ('query' in step) return (yield this.#part(this.#query(step.query, span))) as Answer;
    else if ('call' in step) return (yield this.#part(this.#call(step.call, step.route, span))) as Answer;
    else if ('cache' in step) {
      const isHit = !this.condition.hasNoCache && random.next() < step.hit * this.process.warmth();
      this.process.registry.count('cache_requests_total', { cache: step.cache, result: isHit ? 'hit' : 'miss' });
      if (!isHit) return (yield this.#part(this.#steps(step.miss, span))) as Answer;
      yield clock.sleep(0.5 * random.around(0.3)) as Wait<never>;
      yield this.#compute(0.1);
    } else {
      const tasks = step.parallel.map((steps) => this.#steps(steps, span));
      const answers = (yield together(tasks, this.process.life()) as Wait<never>) as Answer[];
      return answers.find(({ status }) => status >= 400 || status === 0) ?? OK;
    }
    return OK;
  }

  *#query(statement: Statement, span: Span): Task<Answer> {
    for (let i = 0; i < this.condition.repeated; i++) {
      const error = (yield this.#part(this.process.pool.query(statement, span))) as string | null;
      if (error !== null) return { status: error.includes('connection from pool') ? 503 : 500, error };
    }
    return OK;
  }

  *#call(target: string, route: string, span: Span): Task<Answer> {
    const { recorder } = this.world;
    let answer: Answer = OK;
    for (let attempt = 0; attempt <= this.condition.retries; attempt++) {
      if (attempt > 0) {
        this.process.registry.count('http_client_retries_total', { target });
        recorder.log(this.name, 'warn', 'retrying upstream request', { target, attempt, reason: answer.error ?? '', trace_id: span.trace });
      }
      answer = (yield this.#part(this.#attempt(target, route, span))) as Answer;
      if (answer.status !== 0) break;
    }
    if (answer.status === 0) return { status: answer.error === 'ETIMEDOUT' ? 504 : 502, error: `upstream ${target}: ${answer.error}` };
    return answer.status >= 500 ? { status: 502, error: `upstream ${target} answered ${answer.status}` } : answer;
  }

  *#attempt(target: string, route: string, parent: Span): Task<Answer> {
    const { clock, recorder, services } = this.world;
    const [method = ''] = route.split(' ');
    const span = recorder.begin(
      { trace: parent.trace, parent: parent.id, service: this.name, version: this.version, name: method, kind: 'client' },
      { 'http.request.method': method, 'server.address': target, 'server.port': 8080 },
    );
    yield this.#compute(0.15);
    const answer = (yield this.#within(
      this.condition.timeout,
      (services.get(target) as Service).reach(this.name, route, span),
    ) as Wait<never>) as Answer;
    yield this.#compute(0.15);
    if (answer.status > 0) span.attributes['http.response.status_code'] = answer.status;
    recorder.end(span, answer.status === 0 ? answer.error : answer.status >= 400 ? String(answer.status) : null);
    this.process.registry.observe(
      'http_client_request_duration_seconds',
      { http_request_method: method, target, http_response_status_code: String(answer.status) },
      (clock.now - span.start) / 1000,
    );
    return answer;
  }

  /** A request on its way here and back. */
  reach(caller: string, route: string, span: Pick<Span, 'trace' | 'id'>): Wait<Answer> {
    const { clock, random, delays } = this.world;
    const way = () =>
      0.2 * random.around(0.4) + (delays.get(`${caller}>${this.name}`) ?? delays.get(`*>${this.name}`) ?? 0) * random.around(0.1);
    return (resume) =>
      clock.after(way(), () => this.serve(route, span.trace, span.id)((answer) => clock.after(way(), () => resume(answer))));
  }

  #within(timeout: number, wait: Wait<Answer>): Wait<Answer> {
    return (resume) => {
      let isOver = false;
      const end = (answer: Answer): void => {
        if (isOver) return;
        isOver = true;
        resume(answer);
      };
      wait(end);
      this.world.clock.after(timeout, () => end({ status: 0, error: 'ETIMEDOUT' }));
    };
  }

  #compute(ms: number): Wait<never> {
    return this.process.compute(ms * this.condition.heavier * this.world.random.around(0.25)) as Wait<never>;
  }

  #part<T>(task: Task<T>): Wait<never> {
    return ((resume: (value: T) => void) => start(task, resume, this.process.life())) as Wait<never>;
  }
}
