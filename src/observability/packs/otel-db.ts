import { gauge, meanOf, rate, ratio, scaled } from './expression.js';
import { entry, type KeptLabel, type Pack } from './pack.js';
import { requestEntries } from './requests.js';

const POOL: KeptLabel = ['pool', ['db_client_connection_pool_name', 'pool_name', 'pool', 'name']];
const TABLE: KeptLabel = ['table', ['db_collection_name', 'db_sql_table', 'db_mongodb_collection', 'table', 'collection']];
const OPERATION: KeptLabel = ['operation', ['db_operation_name', 'db_operation', 'operation', 'db_query_summary']];
const FAILURE = ['error_type', 'db_response_status_code', 'exception', 'exception_type'] as const;
const pool = { keep: [POOL] };

/** Databases and their connection pools as applications see them: OpenTelemetry's names of today and before, R2DBC, Lettuce and others. */
export const otelDb: Pack = {
  id: 'otel-db',
  title: 'Database clients and pools',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    ...requestEntries({
      id: 'db-client',
      title: 'Database operations',
      stems: [
        ['db_client_operation_duration_seconds', 1],
        ['db_client_operation_duration', 1],
        ['db_client_operation_duration_milliseconds', 1000],
        ['spring_data_repository_invocations_seconds', 1],
        ['lettuce_command_completion_seconds', 1],
      ],
      failed: { where: [[FAILURE, '!~', '|none|None|OK|0']], needs: FAILURE },
      parts: [
        { suffix: '-by-statement', words: ', by table and operation', keep: [TABLE, OPERATION] },
        { suffix: '-by-system', words: ', by system', keep: [['system', ['db_system_name', 'db_system']]] },
      ],
    }),
    entry(
      'pool-use',
      'Pool connections in use, of all',
      ['ratio', 'utilisation', 'up'],
      [
        ratio(
          gauge('db_client_connection_count', [[['state', 'db_client_connection_state'], '=', 'used']]),
          gauge('db_client_connection_max'),
        ),
        ratio(gauge('db_client_connections_usage', [['state', '=', 'used']]), gauge('db_client_connections_max')),
        ratio(gauge('r2dbc_pool_acquired_connections'), gauge('r2dbc_pool_max_allocated_connections')),
        ratio(gauge('jdbc_connections_active'), gauge('jdbc_connections_max')),
        ratio(gauge('go_sql_in_use_connections'), gauge('go_sql_max_open_connections')),
        ratio(gauge('go_sql_stats_connections_in_use'), gauge('go_sql_stats_connections_max_open')),
      ],
      { ...pool, warn: 0.8, critical: 1 },
    ),
    entry(
      'pool-used',
      'Pool connections in use',
      ['count', 'utilisation', 'up'],
      [
        gauge('db_client_connection_count', [[['state', 'db_client_connection_state'], '=', 'used']]),
        gauge('db_client_connections_usage', [['state', '=', 'used']]),
      ],
      pool,
    ),
    entry(
      'pool-pending',
      'Requests that wait for a pool connection',
      ['count', 'saturation', 'up'],
      [
        gauge('db_client_connection_pending_requests'),
        gauge('db_client_connections_pending_requests'),
        gauge('r2dbc_pool_pending_connections'),
      ],
      { ...pool, warn: 1 },
    ),
    entry(
      'pool-wait',
      'Mean wait for a pool connection',
      ['s', 'saturation', 'up'],
      [
        meanOf('db_client_connection_wait_time_seconds'),
        meanOf('db_client_connection_wait_time'),
        scaled(0.001, meanOf('db_client_connections_wait_time_milliseconds')),
        ratio(rate('go_sql_wait_duration_seconds_total'), rate('go_sql_wait_count_total')),
        ratio(rate('go_sql_stats_connections_blocked_seconds'), rate('go_sql_stats_connections_waited_for')),
      ],
      { ...pool, warn: 0.01 },
    ),
    entry(
      'pool-hold',
      'Mean time that a pool connection is held',
      ['s', 'latency', 'up'],
      [
        meanOf('db_client_connection_use_time_seconds'),
        meanOf('db_client_connection_use_time'),
        scaled(0.001, meanOf('db_client_connections_use_time_milliseconds')),
      ],
      pool,
    ),
    entry(
      'pool-timeouts',
      'Waits for a pool connection that timed out',
      ['1/s', 'errors', 'up'],
      [rate('db_client_connection_timeouts_total', [], { born: true }), rate('db_client_connections_timeouts_total', [], { born: true })],
      { ...pool, each: 'service' },
    ),
  ],
};
