import { gauge, type Matcher, plus, rate, ratio, scaled } from './expression.js';
import { entry, type KeptLabel, type Pack } from './pack.js';

const DATABASE: KeptLabel = ['database', ['datname', 'database']];
const TABLE: KeptLabel = ['table', ['relname', 'table']];
const CLIENT: KeptLabel = ['client', ['application_name', 'usename']];
const STATEMENT: KeptLabel = ['statement', ['queryid', 'query_id']];
const active = { optional: true } as const;
const sessions = (where: readonly Matcher[]) => gauge('pg_stat_activity_count', where, active);
/** Waits for the client and idle background work are no trouble. */
const REAL_WAIT: readonly Matcher[] = [
  ['wait_event_type', '!~', '|Client|Activity|Extension'],
  ['state', '!~', 'idle.*'],
];
const statement = { keep: [STATEMENT] };
const table = { keep: [TABLE] };
const either = (name: string) => [rate(`${name}_total`), rate(name)];
const calls = ['pg_stat_statements_calls_total', 'pg_stat_statements_calls'] as const;
const seconds = [rate('pg_stat_statements_seconds_total'), scaled(0.001, rate('pg_stat_statements_total_time_milliseconds'))] as const;
const LOCKED: readonly Matcher[] = [['wait_event_type', '=', 'Lock']];

/** PostgreSQL, by postgres_exporter; PgBouncer. */
export const postgres: Pack = {
  id: 'postgres',
  title: 'PostgreSQL (postgres_exporter)',
  subject: 'database',
  naming: { by: 'system', system: 'postgresql' },
  entries: [
    entry(
      'postgres-connections',
      'Connections, of all allowed',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('pg_stat_activity_count'), gauge('pg_settings_max_connections')),
      { warn: 0.8, source: 'APA' },
    ),
    entry('postgres-active', 'Sessions that run a statement', ['count', 'utilisation', 'up'], sessions([['state', '=', 'active']])),
    entry(
      'postgres-active-by-client',
      'Sessions that run a statement, by client',
      ['count', 'utilisation', 'up'],
      sessions([['state', '=', 'active']]),
      { keep: [CLIENT], parts: true },
    ),
    entry('postgres-sessions-by-client', 'Sessions, by client', ['count', 'utilisation', 'up'], sessions([['state', '!=', '']]), {
      keep: [CLIENT],
      parts: true,
    }),
    entry(
      'postgres-idle-in-transaction',
      'Sessions idle in a transaction',
      ['count', 'saturation', 'up'],
      sessions([['state', '=~', 'idle in transaction.*']]),
      { warn: 5 },
    ),
    entry(
      'postgres-idle-in-transaction-by-client',
      'Sessions idle in a transaction, by client',
      ['count', 'saturation', 'up'],
      sessions([['state', '=~', 'idle in transaction.*']]),
      { keep: [CLIENT], parts: true, warn: 5 },
    ),
    entry(
      'postgres-lock-waiters',
      'Sessions that wait for a lock',
      ['count', 'saturation', 'up'],
      gauge('pg_stat_activity_count', LOCKED, { optional: true, needs: 'wait_event_type' }),
      { warn: 1, critical: 5 },
    ),
    entry(
      'postgres-lock-waiters-by-client',
      'Sessions that wait for a lock, by client',
      ['count', 'saturation', 'up'],
      gauge('pg_stat_activity_count', LOCKED, { optional: true, needs: 'wait_event_type' }),
      { keep: [CLIENT], parts: true, warn: 1 },
    ),
    entry(
      'postgres-waits',
      'Sessions that wait, by event',
      ['count', 'saturation', 'up'],
      gauge('pg_stat_activity_count', REAL_WAIT, { optional: true, needs: 'wait_event_type' }),
      {
        keep: [
          ['wait_type', 'wait_event_type'],
          ['wait_event', 'wait_event'],
        ],
      },
    ),
    entry(
      'postgres-longest-transaction',
      'Age of the longest transaction',
      ['s', 'saturation', 'up'],
      gauge('pg_stat_activity_max_tx_duration', [], { across: 'max', optional: true }),
      { warn: 5, critical: 60 },
    ),
    entry(
      'postgres-longest-transaction-by-client',
      'Age of the longest transaction, by client',
      ['s', 'saturation', 'up'],
      gauge('pg_stat_activity_max_tx_duration', [], { across: 'max', optional: true }),
      { keep: [CLIENT, ['state', 'state']], parts: true, warn: 5 },
    ),
    entry(
      'postgres-long-transactions',
      'Transactions that run long',
      ['count', 'saturation', 'up'],
      gauge('pg_long_running_transactions'),
      { warn: 1 },
    ),
    entry('postgres-busy', 'Time in statements', ['s/s', 'utilisation', 'up'], either('pg_stat_database_active_time_seconds'), {
      keep: [DATABASE],
    }),
    entry(
      'postgres-transactions',
      'Transactions',
      ['1/s', 'traffic', 'either'],
      [
        plus(rate('pg_stat_database_xact_commit_total'), rate('pg_stat_database_xact_rollback_total')),
        plus(rate('pg_stat_database_xact_commit'), rate('pg_stat_database_xact_rollback')),
      ],
    ),
    entry(
      'postgres-rollbacks',
      'Share of transactions rolled back',
      ['ratio', 'errors', 'up'],
      ratio(rate('pg_stat_database_xact_rollback'), plus(rate('pg_stat_database_xact_commit'), rate('pg_stat_database_xact_rollback'))),
      { warn: 0.02, source: 'APA' },
    ),
    entry(
      'postgres-hit-ratio',
      'Blocks found in memory',
      ['ratio', 'saturation', 'down'],
      ratio(rate('pg_stat_database_blks_hit'), plus(rate('pg_stat_database_blks_hit'), rate('pg_stat_database_blks_read'))),
      { warn: 0.95 },
    ),
    entry('postgres-blocks-read', 'Blocks read from disk', ['1/s', 'traffic', 'up'], either('pg_stat_database_blks_read')),
    entry('postgres-rows-returned', 'Rows read by scans', ['1/s', 'traffic', 'up'], either('pg_stat_database_tup_returned')),
    entry('postgres-rows-fetched', 'Rows fetched by indexes', ['1/s', 'traffic', 'up'], either('pg_stat_database_tup_fetched')),
    entry(
      'postgres-rows-written',
      'Rows inserted, updated, deleted',
      ['1/s', 'traffic', 'either'],
      plus(rate('pg_stat_database_tup_inserted'), plus(rate('pg_stat_database_tup_updated'), rate('pg_stat_database_tup_deleted'))),
    ),
    entry('postgres-temp', 'Temporary files written', ['bytes/s', 'saturation', 'up'], either('pg_stat_database_temp_bytes'), {
      warn: 1_000_000,
    }),
    entry('postgres-deadlocks', 'Deadlocks', ['1/s', 'errors', 'up'], either('pg_stat_database_deadlocks'), {
      warn: 0.01,
      critical: 0.08,
      source: 'APA',
    }),
    entry('postgres-locks', 'Locks held or awaited, by mode', ['count', 'state', 'up'], gauge('pg_locks_count'), {
      keep: [['mode', 'mode']],
    }),
    entry('postgres-seq-scans', 'Sequential scans, by table', ['1/s', 'traffic', 'up'], either('pg_stat_user_tables_seq_scan'), table),
    entry(
      'postgres-seq-rows',
      'Rows read by sequential scans, by table',
      ['1/s', 'traffic', 'up'],
      either('pg_stat_user_tables_seq_tup_read'),
      table,
    ),
    entry('postgres-index-scans', 'Index scans, by table', ['1/s', 'traffic', 'either'], either('pg_stat_user_tables_idx_scan'), table),
    entry(
      'postgres-table-reads',
      'Table blocks read from disk, by table',
      ['1/s', 'traffic', 'up'],
      either('pg_statio_user_tables_heap_blocks_read'),
      table,
    ),
    entry(
      'postgres-dead-rows',
      'Dead rows, by table',
      ['ratio', 'state', 'up'],
      ratio(
        gauge('pg_stat_user_tables_n_dead_tup'),
        plus(gauge('pg_stat_user_tables_n_dead_tup'), gauge('pg_stat_user_tables_n_live_tup')),
      ),
      { ...table, warn: 0.1, source: 'APA' },
    ),
    entry('postgres-statement-time', 'Time in a statement', ['s/s', 'utilisation', 'up'], seconds, statement),
    entry(
      'postgres-statement-mean',
      'Mean time of a statement',
      ['s', 'latency', 'up'],
      seconds.map((time, i) => ratio(time, rate(calls[i] as string))),
      statement,
    ),
    entry(
      'postgres-statement-calls',
      'Calls of a statement',
      ['1/s', 'traffic', 'either'],
      calls.map((name) => rate(name)),
      statement,
    ),
    entry(
      'postgres-statement-rows',
      'Rows per call of a statement',
      ['count', 'traffic', 'up'],
      ratio(rate('pg_stat_statements_rows_total'), rate('pg_stat_statements_calls_total')),
      statement,
    ),
    entry(
      'postgres-checkpoints',
      'Checkpoints asked for',
      ['1/s', 'event', 'up'],
      [
        rate('pg_stat_bgwriter_checkpoints_req_total'),
        rate('pg_stat_bgwriter_checkpoints_req'),
        rate('pg_stat_checkpointer_num_requested_total'),
      ],
      { warn: 0.01 },
    ),
    entry(
      'postgres-checkpoint-write',
      'Time writing checkpoints',
      ['s/s', 'utilisation', 'up'],
      scaled(0.001, rate('pg_stat_bgwriter_checkpoint_write_time_total')),
    ),
    entry(
      'postgres-backend-fsync',
      'Syncs done by sessions themselves',
      ['1/s', 'saturation', 'up'],
      rate('pg_stat_bgwriter_buffers_backend_fsync_total'),
      { warn: 0.01 },
    ),
    entry(
      'postgres-replication-lag',
      'Replication lag',
      ['s', 'saturation', 'up'],
      gauge('pg_replication_lag_seconds', [], { across: 'max' }),
      { warn: 5, source: 'APA' },
    ),
    entry(
      'pgbouncer-waiting',
      'Clients that wait for a server connection',
      ['count', 'saturation', 'up'],
      gauge('pgbouncer_pools_client_waiting_connections'),
      { keep: [DATABASE], warn: 1 },
    ),
    entry(
      'pgbouncer-wait',
      'Longest wait for a server connection',
      ['s', 'saturation', 'up'],
      gauge('pgbouncer_pools_client_maxwait_seconds', [], { across: 'max' }),
      { keep: [DATABASE], warn: 0.1 },
    ),
  ],
};
