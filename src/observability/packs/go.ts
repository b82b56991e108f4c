import { gauge, quantile, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

/** Go: Prometheus' client and OpenTelemetry. */
export const go: Pack = {
  id: 'go',
  title: 'Go',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'go-goroutines',
      'Goroutines',
      ['count', 'utilisation', 'up'],
      [gauge('go_goroutines'), gauge('go_goroutine_count'), gauge('process_runtime_go_goroutines')],
      { warn: 1000, source: 'APA' },
    ),
    entry('go-gc-time', 'Time in pauses of garbage collection', ['s/s', 'saturation', 'up'], rate('go_gc_duration_seconds_sum'), {
      warn: 0.05,
      source: 'APA',
    }),
    entry(
      'go-run-queue',
      'Wait of goroutines to run, 99th percentile',
      ['s', 'saturation', 'up'],
      [quantile(0.99, 'go_sched_latencies_seconds'), quantile(0.99, 'go_schedule_duration_seconds')],
      { warn: 0.01, critical: 0.1 },
    ),
    entry(
      'go-heap',
      'Heap in use',
      ['bytes', 'utilisation', 'up'],
      [gauge('go_memstats_heap_inuse_bytes'), gauge('go_memory_used_bytes'), gauge('process_runtime_go_mem_heap_inuse_bytes')],
    ),
    entry(
      'go-heap-limit',
      'Heap in use, of the memory limit',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('go_memstats_heap_inuse_bytes'), gauge('go_gc_gomemlimit_bytes')),
      { warn: 0.8 },
    ),
    entry(
      'go-allocated',
      'Memory allocated',
      ['bytes/s', 'traffic', 'up'],
      [rate('go_memstats_alloc_bytes_total'), rate('go_memory_allocated_bytes_total')],
    ),
    entry('go-threads', 'Threads', ['count', 'utilisation', 'up'], gauge('go_threads')),
  ],
};
