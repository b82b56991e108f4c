import { gauge, rate, ratio, scaled } from './expression.js';
import { entry, type Pack } from './pack.js';

const status = (name: string) => gauge(`mysql_global_status_${name}`);
const counter = (name: string) => rate(`mysql_global_status_${name}`);
const statement = {
  keep: [
    ['statement', ['digest']],
    ['text', ['digest_text']],
  ] as const,
};

/** MySQL and MariaDB, by mysqld_exporter. */
export const mysql: Pack = {
  id: 'mysql',
  title: 'MySQL (mysqld_exporter)',
  subject: 'database',
  naming: { by: 'system', system: 'mysql' },
  entries: [
    entry(
      'mysql-connections',
      'Connections, of all allowed',
      ['ratio', 'utilisation', 'up'],
      ratio(status('threads_connected'), gauge('mysql_global_variables_max_connections')),
      { warn: 0.8, source: 'APA' },
    ),
    entry('mysql-running', 'Threads that run', ['count', 'saturation', 'up'], status('threads_running')),
    entry('mysql-queries', 'Queries', ['1/s', 'traffic', 'either'], counter('queries')),
    entry('mysql-slow', 'Slow queries', ['1/s', 'latency', 'up'], counter('slow_queries'), { warn: 0.01, source: 'APA' }),
    entry(
      'mysql-lock-wait',
      'Mean wait for a row lock',
      ['s', 'saturation', 'up'],
      ratio(scaled(0.001, counter('innodb_row_lock_time')), counter('innodb_row_lock_waits')),
      { warn: 0.05 },
    ),
    entry('mysql-lock-waits', 'Waits for row locks', ['1/s', 'saturation', 'up'], counter('innodb_row_lock_waits')),
    entry(
      'mysql-lock-waiters',
      'Threads that wait for a row lock',
      ['count', 'saturation', 'up'],
      status('innodb_row_lock_current_waits'),
      { warn: 1 },
    ),
    entry(
      'mysql-deadlocks',
      'Deadlocks',
      ['1/s', 'errors', 'up'],
      [counter('innodb_deadlocks'), rate('mysql_info_schema_innodb_metrics_lock_lock_deadlocks_total')],
      { warn: 0.01 },
    ),
    entry('mysql-log-waits', 'Waits for the log buffer', ['1/s', 'saturation', 'up'], counter('innodb_log_waits'), {
      warn: 0.01,
      source: 'APA',
    }),
    entry(
      'mysql-buffer-misses',
      'Reads that miss the buffer pool',
      ['ratio', 'saturation', 'up'],
      ratio(counter('innodb_buffer_pool_reads'), counter('innodb_buffer_pool_read_requests')),
      { warn: 0.01 },
    ),
    entry('mysql-temp-tables', 'Temporary tables on disk', ['1/s', 'saturation', 'up'], counter('created_tmp_disk_tables')),
    entry('mysql-full-joins', 'Joins without index', ['1/s', 'traffic', 'up'], counter('select_full_join')),
    entry('mysql-scans', 'Full table scans', ['1/s', 'traffic', 'up'], counter('select_scan')),
    entry(
      'mysql-rows-read',
      'Rows read by scans',
      ['1/s', 'traffic', 'up'],
      rate('mysql_global_status_handlers_total', [['handler', '=', 'read_rnd_next']]),
    ),
    entry(
      'mysql-statement-mean',
      'Mean time of a statement',
      ['s', 'latency', 'up'],
      ratio(rate('mysql_perf_schema_events_statements_seconds_total'), rate('mysql_perf_schema_events_statements_total')),
      statement,
    ),
    entry(
      'mysql-statement-time',
      'Time in a statement',
      ['s/s', 'utilisation', 'up'],
      rate('mysql_perf_schema_events_statements_seconds_total'),
      statement,
    ),
    entry('mysql-aborted', 'Connections that failed', ['1/s', 'errors', 'up'], counter('aborted_connects'), { warn: 0.1 }),
    entry(
      'mysql-replication-lag',
      'Replication lag',
      ['s', 'saturation', 'up'],
      gauge('mysql_slave_status_seconds_behind_master', [], { across: 'max' }),
      { warn: 30, source: 'APA' },
    ),
  ],
};
