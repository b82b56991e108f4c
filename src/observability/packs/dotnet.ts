import { gauge, rate } from './expression.js';
import { entry, type Pack } from './pack.js';

/** .NET: OpenTelemetry, Kestrel, prometheus-net. */
export const dotnet: Pack = {
  id: 'dotnet',
  title: '.NET',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'dotnet-pool-queue',
      'Work that waits for the thread pool',
      ['count', 'saturation', 'up'],
      [
        gauge('dotnet_thread_pool_queue_length'),
        gauge('process_runtime_dotnet_thread_pool_queue_length'),
        gauge('system_runtime_threadpool_queue_length'),
      ],
      { warn: 1 },
    ),
    entry(
      'dotnet-pool-threads',
      'Threads of the thread pool',
      ['count', 'utilisation', 'up'],
      [
        gauge('dotnet_thread_pool_thread_count'),
        gauge('process_runtime_dotnet_thread_pool_threads_count'),
        gauge('dotnet_threadpool_num_threads'),
      ],
    ),
    entry('dotnet-gc-time', 'Time in garbage collection', ['s/s', 'saturation', 'up'], rate('dotnet_gc_pause_time_seconds_total'), {
      warn: 0.05,
      critical: 0.1,
    }),
    entry(
      'dotnet-gc-full',
      'Collections of generation 2',
      ['1/s', 'saturation', 'up'],
      [
        rate('dotnet_gc_collections_total', [[['gc_heap_generation', 'generation'], '=~', 'gen2|2']]),
        rate('dotnet_collection_count_total', [['generation', '=', '2']]),
      ],
    ),
    entry(
      'dotnet-heap',
      'Heap after the last collection',
      ['bytes', 'utilisation', 'up'],
      [gauge('dotnet_gc_last_collection_heap_size_bytes'), gauge('dotnet_total_memory_bytes')],
    ),
    entry(
      'dotnet-lock-contention',
      'Contended locks',
      ['1/s', 'saturation', 'up'],
      [rate('dotnet_monitor_lock_contentions_total'), rate('process_runtime_dotnet_monitor_lock_contention_count_total')],
    ),
    entry(
      'dotnet-exceptions',
      'Exceptions thrown',
      ['1/s', 'errors', 'up'],
      [rate('dotnet_exceptions_total', [], { born: true }), rate('process_runtime_dotnet_exceptions_count_total', [], { born: true })],
    ),
    entry(
      'kestrel-queued-connections',
      'Connections queued in Kestrel',
      ['count', 'saturation', 'up'],
      gauge('kestrel_queued_connections'),
      { warn: 1 },
    ),
    entry('kestrel-queued-requests', 'Requests queued in Kestrel', ['count', 'saturation', 'up'], gauge('kestrel_queued_requests'), {
      warn: 1,
    }),
    entry(
      'kestrel-rejected',
      'Connections refused by Kestrel',
      ['1/s', 'errors', 'up'],
      rate('kestrel_rejected_connections_total', [], { born: true }),
      { warn: 0.01 },
    ),
    entry(
      'aspnet-limited',
      'Requests queued by the rate limiter',
      ['count', 'saturation', 'up'],
      gauge('aspnetcore_rate_limiting_queued_requests'),
      { warn: 1 },
    ),
  ],
};
