import { gauge, rate, scaled } from './expression.js';
import { entry, type Pack } from './pack.js';

/** What a load tool itself writes to Prometheus. */
export const generator: Pack = {
  id: 'generator',
  title: 'Load generators (k6)',
  subject: 'generator',
  naming: { by: 'system', system: 'k6' },
  entries: [
    entry('generator-users', 'Virtual users', ['count', 'traffic', 'either'], gauge('k6_vus')),
    entry('generator-requests', 'Requests sent', ['1/s', 'traffic', 'either'], rate('k6_http_reqs_total', [], { born: true })),
    entry(
      'generator-dropped',
      'Iterations not begun in time',
      ['1/s', 'saturation', 'up'],
      rate('k6_dropped_iterations_total', [], { born: true }),
      { warn: 0.1 },
    ),
    entry(
      'generator-blocked',
      'Wait for a connection',
      ['s', 'saturation', 'up'],
      [gauge('k6_http_req_blocked_avg', [], { across: 'avg' }), scaled(0.001, gauge('k6_http_req_blocked', [], { across: 'avg' }))],
    ),
    entry('generator-connecting', 'Time to connect', ['s', 'latency', 'up'], gauge('k6_http_req_connecting_avg', [], { across: 'avg' })),
  ],
};
