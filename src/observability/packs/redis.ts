import { gauge, plus, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

const command = { keep: [['command', 'cmd']] as const };
const hits = rate('redis_keyspace_hits_total');

/** Redis and Valkey, by redis_exporter. */
export const redis: Pack = {
  id: 'redis',
  title: 'Redis (redis_exporter)',
  subject: 'cache',
  naming: { by: 'system', system: 'redis' },
  entries: [
    entry(
      'redis-cpu',
      'CPU of the main thread',
      ['cores', 'utilisation', 'up'],
      [
        plus(rate('redis_cpu_user_main_thread_seconds_total'), rate('redis_cpu_sys_main_thread_seconds_total')),
        plus(rate('redis_cpu_user_seconds_total'), rate('redis_cpu_sys_seconds_total')),
      ],
      { warn: 0.8, critical: 0.95 },
    ),
    entry('redis-memory', 'Memory in use', ['bytes', 'utilisation', 'up'], gauge('redis_memory_used_bytes')),
    entry(
      'redis-memory-limit',
      'Memory in use, of the limit',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('redis_memory_used_bytes'), gauge('redis_memory_max_bytes')),
      { warn: 0.9, source: 'APA' },
    ),
    entry('redis-evictions', 'Keys evicted', ['1/s', 'saturation', 'up'], rate('redis_evicted_keys_total'), { warn: 0.1 }),
    entry('redis-expired', 'Keys expired', ['1/s', 'traffic', 'either'], rate('redis_expired_keys_total')),
    entry('redis-hit-ratio', 'Keys found', ['ratio', 'saturation', 'down'], ratio(hits, plus(hits, rate('redis_keyspace_misses_total'))), {
      warn: 0.8,
    }),
    entry('redis-misses', 'Keys not found', ['1/s', 'traffic', 'up'], rate('redis_keyspace_misses_total')),
    entry('redis-keys', 'Keys', ['count', 'state', 'either'], gauge('redis_db_keys')),
    entry(
      'redis-clients',
      'Clients, of all allowed',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('redis_connected_clients'), gauge('redis_config_maxclients')),
      { warn: 0.9, source: 'APA' },
    ),
    entry('redis-connections', 'Clients', ['count', 'utilisation', 'up'], gauge('redis_connected_clients')),
    entry('redis-rejected', 'Connections refused', ['1/s', 'errors', 'up'], rate('redis_rejected_connections_total'), {
      warn: 0.001,
      source: 'APA',
    }),
    entry('redis-blocked', 'Clients blocked', ['count', 'saturation', 'up'], gauge('redis_blocked_clients')),
    entry('redis-commands', 'Commands', ['1/s', 'traffic', 'either'], rate('redis_commands_processed_total')),
    entry(
      'redis-command-calls',
      'Calls of a command',
      ['1/s', 'traffic', 'either'],
      rate('redis_commands_total', [], { born: true }),
      command,
    ),
    entry(
      'redis-command-time',
      'Mean time of a command',
      ['s', 'latency', 'up'],
      ratio(rate('redis_commands_duration_seconds_total'), rate('redis_commands_total')),
      { ...command, warn: 0.001, critical: 0.01 },
    ),
    entry(
      'redis-command-failures',
      'Failed calls of a command',
      ['1/s', 'errors', 'up'],
      rate('redis_commands_failed_calls_total', [], { born: true }),
      command,
    ),
    entry('redis-slow', 'Entries of the slow log', ['count', 'latency', 'up'], gauge('redis_slowlog_length')),
    entry('redis-fork', 'Time of the last fork', ['s', 'latency', 'up'], gauge('redis_latest_fork_seconds'), { warn: 0.1 }),
    entry('redis-net-in', 'Bytes received', ['bytes/s', 'traffic', 'either'], rate('redis_net_input_bytes_total')),
    entry('redis-net-out', 'Bytes sent', ['bytes/s', 'traffic', 'either'], rate('redis_net_output_bytes_total')),
  ],
};
