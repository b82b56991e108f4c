import { type Clock, type Random, start, type Task, type Wait } from './clock.js';
import type { Host } from './host.js';
import type { Recorder } from './recorder.js';
import { Registry } from './registry.js';

/** A statement that services send. */
export interface Statement {
  text: string;
  table: string;
  /** CPU time, ms. */
  cpu: number;
  writes: boolean;
}

/** A connection, as the server sees it. */
export type Session = { app: string; state: 'active' | 'idle'; wait: 'Lock' | 'IO' | null; since: number };

/** PostgreSQL as seen from outside: sessions that compute on the host, wait for table locks, and wait for the disk when they commit. */
export class Database {
  readonly registry: Registry;
  /** How much longer statements on a table take: a lost index, say. */
  readonly slower = new Map<string, number>();
  /** Time of a write on the disk, ms. */
  diskMs = 0.4;
  /** Longest wait for a lock, ms. */
  lockTimeout = 2500;
  readonly #sessions = new Set<Session>();
  readonly #locked = new Map<string, (() => void)[]>();
  #diskBusyUntil = 0;
  #diskWaited = 0;
  #diskBusy = 0;
  #commits = 0;
  readonly #known = new Set<string>();

  constructor(
    readonly clock: Clock,
    readonly host: Host,
    readonly recorder: Recorder,
    readonly random: Random,
    readonly name: string,
  ) {
    this.registry = new Registry({ job: 'postgres', instance: '10.0.9.1:9187' });
    this.registry.gauge('pg_up', {}, () => 1);
    this.registry.gauge('pg_settings_max_connections', {}, () => 100);
    this.registry.gauge('pg_stat_database_xact_commit', { datname: name }, () => this.#commits);
    this.registry.gauge('pg_locks_count', { datname: name, mode: 'exclusivelock' }, () => this.#locked.size);
  }

  /** Share of time that something waited for the disk, and that the disk was busy, in seconds so far. */
  get disk(): { waited: number; busy: number; writes: number } {
    return { waited: this.#diskWaited, busy: this.#diskBusy, writes: this.#commits };
  }

  /** Opens a session: a connection of a pool. */
  session(app: string): Session {
    const session: Session = { app, state: 'idle', wait: null, since: this.clock.now };
    this.#sessions.add(session);
    this.#watch(app);
    return session;
  }

  /** The process of the client is gone. */
  close(session: Session): void {
    this.#sessions.delete(session);
  }

  /** Somebody takes a table for himself. */
  lock(table: string, app: string): () => void {
    const session = this.session(app);
    session.state = 'active';
    session.since = this.clock.now;
    this.#locked.set(table, []);
    return () => {
      const waiting = this.#locked.get(table) ?? [];
      this.#locked.delete(table);
      this.close(session);
      for (const resume of waiting) resume();
    };
  }

  /** Runs a statement to its end, whatever becomes of the client. @returns an error in words, or null */
  run(session: Session, statement: Statement): Wait<string | null> {
    return (resume) => start(this.#execute(session, statement), resume);
  }

  *#execute(session: Session, { text, table, cpu, writes }: Statement): Task<string | null> {
    const begin = this.clock.now;
    session.state = 'active';
    session.since = begin;
    let error: string | null = null;
    if (writes && this.#locked.has(table)) {
      session.wait = 'Lock';
      error = (yield this.#waitForLock(table) as Wait<never>) as string | null;
      session.wait = null;
    }
    const scan = this.slower.get(table) ?? 1;
    if (error === null) {
      yield this.host.compute(cpu * scan * this.random.around(0.3), 'postgres') as Wait<never>;
      if (scan > 1) {
        this.registry.count('pg_stat_user_tables_seq_scan', { datname: this.name, relname: table });
        this.registry.count('pg_stat_user_tables_seq_tup_read', { datname: this.name, relname: table }, 200_000);
      }
      if (writes) {
        session.wait = 'IO';
        yield this.#flush() as Wait<never>;
        session.wait = null;
      }
      this.#commits++;
    }
    session.state = 'idle';
    const took = this.clock.now - begin;
    const id = { datname: this.name, queryid: String(hash(text)) };
    if (!this.#known.has(text)) {
      this.#known.add(text);
      this.registry.gauge('pg_stat_statements_query_id', { queryid: id.queryid, query: text }, () => 1);
    }
    this.registry.count('pg_stat_statements_calls_total', id);
    this.registry.count('pg_stat_statements_seconds_total', id, took / 1000);
    if (took > 100)
      this.recorder.say('postgresql', 'info', `[26508] ${session.app} LOG:  duration: ${took.toFixed(3)} ms  execute <unnamed>: ${text}`);
    if (error !== null) this.recorder.say('postgresql', 'error', `[26508] ${session.app} ERROR:  ${error}`);
    return error;
  }

  #waitForLock(table: string): Wait<string | null> {
    return (resume) => {
      let isOver = false;
      const end = (error: string | null) => () => {
        if (isOver) return;
        isOver = true;
        resume(error);
      };
      this.#locked.get(table)?.push(end(null));
      this.clock.after(this.lockTimeout, end('canceling statement due to lock timeout'));
    };
  }

  /** The log of the database is flushed by one after the other. */
  #flush(): Wait<undefined> {
    return (resume) => {
      const time = this.diskMs * this.random.around(0.4);
      const begin = Math.max(this.clock.now, this.#diskBusyUntil);
      this.#diskBusyUntil = begin + time;
      this.#diskBusy += time / 1000;
      this.#diskWaited += (begin + time - this.clock.now) / 1000;
      this.clock.after(begin + time - this.clock.now, () => resume(undefined));
    };
  }

  #watch(app: string): void {
    const of = (state: Session['state'], wait: Session['wait']) =>
      [...this.#sessions].filter((one) => one.app === app && one.state === state && one.wait === wait);
    const labels = { datname: this.name, application_name: app };
    const seen = (state: Session['state'], wait: Session['wait'], more: Record<string, string>) => {
      this.registry.gauge('pg_stat_activity_count', { ...labels, state, ...more }, () => of(state, wait).length);
      this.registry.gauge('pg_stat_activity_max_tx_duration', { ...labels, state, ...more }, () =>
        state === 'idle' ? 0 : Math.max(0, ...of(state, wait).map(({ since }) => (this.clock.now - since) / 1000)),
      );
    };
    seen('active', null, {});
    seen('idle', null, { wait_event_type: 'Client', wait_event: 'ClientRead' });
    seen('active', 'Lock', { wait_event_type: 'Lock', wait_event: 'relation' });
    seen('active', 'IO', { wait_event_type: 'IO', wait_event: 'WALSync' });
  }
}

function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (Math.imul(value, 31) + char.charCodeAt(0)) | 0;
  return value;
}
