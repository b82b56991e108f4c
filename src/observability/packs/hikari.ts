import { gauge, meanOf, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

const pool = { keep: [['pool', 'pool']] as const };

/** Connection pools of Java: HikariCP. */
export const hikari: Pack = {
  id: 'hikari',
  title: 'HikariCP',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'hikari-use',
      'Pool connections in use, of all',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('hikaricp_connections_active'), gauge('hikaricp_connections_max')),
      { ...pool, warn: 0.8, critical: 1 },
    ),
    entry(
      'hikari-pending',
      'Threads that wait for a pool connection',
      ['count', 'saturation', 'up'],
      [gauge('hikaricp_connections_pending'), gauge('hikaricp_pending_threads')],
      { ...pool, warn: 1 },
    ),
    entry('hikari-wait', 'Mean wait for a pool connection', ['s', 'saturation', 'up'], meanOf('hikaricp_connections_acquire_seconds'), {
      ...pool,
      warn: 0.01,
    }),
    entry(
      'hikari-hold',
      'Mean time that a pool connection is held',
      ['s', 'latency', 'up'],
      meanOf('hikaricp_connections_usage_seconds'),
      pool,
    ),
    entry('hikari-create', 'Mean time to open a connection', ['s', 'latency', 'up'], meanOf('hikaricp_connections_creation_seconds'), pool),
    entry(
      'hikari-timeouts',
      'Waits for a pool connection that timed out',
      ['1/s', 'errors', 'up'],
      rate('hikaricp_connections_timeout_total'),
      { ...pool, critical: 0.000001 },
    ),
  ],
};
