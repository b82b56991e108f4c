import type { Task, Wait } from './clock.js';
import type { Session, Statement } from './database.js';
import type { Process } from './process.js';
import type { Span } from './recorder.js';

/** How long a request waits for a connection before it gives up, ms. */
const PATIENCE_MS = 2000;

/** Connections of a service to the database. */
export class Pool {
  /** Connections that are taken and never given back, still to come: one each two seconds. */
  leaking = 0;
  #all: Session[] = [];
  #free: Session[] = [];
  #waiting: ((session: Session | null) => void)[] = [];

  constructor(
    readonly process: Process,
    readonly size: number,
  ) {
    const { registry, world, name } = process;
    this.open();
    if (size === 0) return;
    const pool = { db_client_connection_pool_name: `${name}-pool` };
    registry.gauge('db_client_connection_max', pool, () => size);
    registry.gauge('db_client_connection_count', { ...pool, state: 'used' }, () => size - this.#free.length);
    registry.gauge('db_client_connection_count', { ...pool, state: 'idle' }, () => this.#free.length);
    registry.gauge('db_client_connection_pending_requests', pool, () => this.#waiting.length);
    world.clock.each(2000, () => {
      if (this.leaking > 0 && this.#free.pop()) this.leaking--;
    });
  }

  /** Connects. */
  open(): void {
    const { world, name } = this.process;
    this.#all = Array.from({ length: this.size }, () => world.database.session(name));
    this.#free = [...this.#all];
  }

  /** The process is gone, and its connections with it. */
  close(): void {
    this.#waiting = [];
    for (const session of this.#all) this.process.world.database.close(session);
  }

  /** Asks the database. @returns an error in words, or null */
  *query(statement: Statement, parent: Span): Task<string | null> {
    const { world, name, registry } = this.process;
    const { clock, recorder, database, random, delays } = world;
    const of = { trace: parent.trace, parent: parent.id, service: name, version: parent.version, kind: 'client' as const };
    const db = { 'db.system.name': 'postgresql', 'db.namespace': database.name, 'server.address': '10.0.9.1', 'server.port': 5432 };
    const connecting = recorder.begin({ ...of, name: 'pg-pool.connect' }, db);
    const session = (yield this.#take() as Wait<never>) as Session | null;
    yield this.process.compute(0.05) as Wait<never>;
    const error = 'timeout acquiring connection from pool';
    recorder.end(connecting, session ? null : error);
    registry.observe('db_client_connection_wait_time_seconds', {}, (clock.now - connecting.start) / 1000);
    if (!session) {
      registry.count('db_client_connection_timeouts_total', {});
      return error;
    }
    const [operation = ''] = statement.text.split(' ');
    const span = recorder.begin({ ...of, name: `pg.query:${operation} ${database.name}` }, { ...db, 'db.query.text': statement.text });
    const way = () => (0.1 + (delays.get(`${name}>postgresql`) ?? 0)) * random.around(0.1);
    yield clock.sleep(way()) as Wait<never>;
    const failed = (yield database.run(session, statement) as Wait<never>) as string | null;
    yield clock.sleep(way()) as Wait<never>;
    yield this.process.compute(0.1) as Wait<never>;
    this.#give(session);
    recorder.end(span, failed);
    registry.observe(
      'db_client_operation_duration_seconds',
      { db_operation_name: operation, db_collection_name: statement.table },
      (clock.now - span.start) / 1000,
    );
    return failed;
  }

  #take(): Wait<Session | null> {
    return (resume) => {
      const free = this.#free.pop();
      if (free) return resume(free);
      const served = (session: Session | null): void => {
        this.#waiting = this.#waiting.filter((one) => one !== served);
        resume(session);
      };
      this.#waiting.push(served);
      this.process.world.clock.after(PATIENCE_MS, () => {
        if (this.#waiting.includes(served)) served(null);
      });
    };
  }

  #give(session: Session): void {
    const [first] = this.#waiting;
    if (first) first(session);
    else this.#free.push(session);
  }
}
