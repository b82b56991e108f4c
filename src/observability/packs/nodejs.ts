import { gauge, meanOf, plus, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

/** Node.js: prom-client and OpenTelemetry. */
export const nodejs: Pack = {
  id: 'nodejs',
  title: 'Node.js',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'nodejs-loop-p99',
      'Delay of the event loop, 99th percentile',
      ['s', 'saturation', 'up'],
      [
        gauge('nodejs_eventloop_lag_p99_seconds', [], { across: 'max' }),
        gauge('nodejs_eventloop_delay_p99_seconds', [], { across: 'max' }),
      ],
      { warn: 0.05, critical: 0.2 },
    ),
    entry(
      'nodejs-loop-mean',
      'Delay of the event loop, mean',
      ['s', 'saturation', 'up'],
      [
        gauge('nodejs_eventloop_lag_mean_seconds', [], { across: 'max' }),
        gauge('nodejs_eventloop_delay_mean_seconds', [], { across: 'max' }),
      ],
      { warn: 0.02, critical: 0.1 },
    ),
    entry(
      'nodejs-loop-max',
      'Delay of the event loop, longest',
      ['s', 'saturation', 'up'],
      [
        gauge('nodejs_eventloop_lag_max_seconds', [], { across: 'max' }),
        gauge('nodejs_eventloop_delay_max_seconds', [], { across: 'max' }),
      ],
      { warn: 0.2 },
    ),
    entry(
      'nodejs-loop-use',
      'Event loop in use',
      ['ratio', 'utilisation', 'up'],
      [gauge('nodejs_eventloop_utilization_ratio', [], { across: 'max' }), gauge('nodejs_eventloop_utilization', [], { across: 'max' })],
      { warn: 0.8 },
    ),
    entry(
      'nodejs-heap',
      'Heap in use',
      ['bytes', 'utilisation', 'up'],
      [gauge('nodejs_heap_size_used_bytes'), gauge('v8js_memory_heap_used_bytes')],
    ),
    entry(
      'nodejs-old-space',
      'Old generation in use',
      ['bytes', 'utilisation', 'up'],
      [
        gauge('nodejs_heap_space_size_used_bytes', [['space', '=', 'old']]),
        gauge('v8js_memory_heap_used_bytes', [['v8js_heap_space_name', '=', 'old_space']]),
      ],
    ),
    entry(
      'nodejs-heap-limit',
      'Heap in use, of its size',
      ['ratio', 'utilisation', 'up'],
      [
        ratio(gauge('v8js_memory_heap_used_bytes'), gauge('v8js_memory_heap_limit_bytes')),
        ratio(gauge('nodejs_heap_size_used_bytes'), gauge('nodejs_heap_size_total_bytes')),
      ],
    ),
    entry(
      'nodejs-external',
      'Memory outside of the heap',
      ['bytes', 'utilisation', 'up'],
      plus(gauge('nodejs_external_memory_bytes'), gauge('nodejs_array_buffers_bytes', [], { optional: true })),
    ),
    entry(
      'nodejs-gc-time',
      'Time in garbage collection',
      ['s/s', 'saturation', 'up'],
      [rate('nodejs_gc_duration_seconds_sum', [], { born: true }), rate('v8js_gc_duration_seconds_sum', [], { born: true })],
      { warn: 0.05, critical: 0.1 },
    ),
    entry(
      'nodejs-gc-pause',
      'Mean pause of major collections',
      ['s', 'latency', 'up'],
      [
        meanOf('nodejs_gc_duration_seconds', [['kind', '=', 'major']]),
        meanOf('v8js_gc_duration_seconds', [['v8js_gc_type', '=', 'major']]),
      ],
    ),
    entry('nodejs-handles', 'Open handles', ['count', 'utilisation', 'up'], gauge('nodejs_active_handles_total')),
    entry('nodejs-requests', 'Requests of the runtime in work', ['count', 'saturation', 'up'], gauge('nodejs_active_requests_total')),
  ],
};
