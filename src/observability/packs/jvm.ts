import { gauge, type Matcher, meanOf, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

const HEAP: readonly Matcher[] = [[['area', 'jvm_memory_type', 'type'], '=~', 'heap']];
/** A pool without limit says −1, which is no size. */
const heapOf = (used: string, limit: string) => ratio(gauge(used, HEAP), gauge(limit, HEAP));
const BLOCKED: readonly Matcher[] = [[['state', 'jvm_thread_state'], '=~', 'blocked|BLOCKED']];

/** Java: Micrometer, Prometheus' client of today and before, OpenTelemetry of today and before, JMX exporter. */
export const jvm: Pack = {
  id: 'jvm',
  title: 'JVM',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'jvm-heap',
      'Heap in use, of its limit',
      ['ratio', 'utilisation', 'up'],
      [
        heapOf('jvm_memory_used_bytes', 'jvm_memory_limit_bytes'),
        heapOf('jvm_memory_used_bytes', 'jvm_memory_max_bytes'),
        heapOf('jvm_memory_bytes_used', 'jvm_memory_bytes_max'),
        heapOf('process_runtime_jvm_memory_usage_bytes', 'process_runtime_jvm_memory_limit_bytes'),
        ratio(gauge('java_lang_Memory_HeapMemoryUsage_used'), gauge('java_lang_Memory_HeapMemoryUsage_max')),
      ],
      { warn: 0.8, source: 'APA' },
    ),
    entry(
      'jvm-heap-bytes',
      'Heap in use',
      ['bytes', 'utilisation', 'up'],
      ['jvm_memory_used_bytes', 'jvm_memory_bytes_used', 'process_runtime_jvm_memory_usage_bytes'].map((name) => gauge(name, HEAP)),
    ),
    entry(
      'jvm-heap-after-gc',
      'Heap in use after collection',
      ['bytes', 'utilisation', 'up'],
      [
        gauge('jvm_memory_used_after_last_gc_bytes', HEAP),
        gauge('jvm_gc_live_data_size_bytes'),
        gauge('process_runtime_jvm_memory_usage_after_last_gc_bytes', HEAP),
      ],
    ),
    entry(
      'jvm-gc-time',
      'Time in garbage collection',
      ['s/s', 'saturation', 'up'],
      [
        rate('jvm_gc_pause_seconds_sum'),
        rate('jvm_gc_collection_seconds_sum'),
        rate('jvm_gc_duration_seconds_sum'),
        rate('process_runtime_jvm_gc_duration_seconds_sum'),
      ],
      { warn: 0.05, critical: 0.1, source: 'APA' },
    ),
    entry(
      'jvm-gc-pause',
      'Mean pause of garbage collection',
      ['s', 'latency', 'up'],
      ['jvm_gc_pause_seconds', 'jvm_gc_collection_seconds', 'jvm_gc_duration_seconds'].map((name) => meanOf(name)),
    ),
    entry(
      'jvm-gc-pause-max',
      'Longest pause of garbage collection',
      ['s', 'latency', 'up'],
      gauge('jvm_gc_pause_seconds_max', [], { across: 'max' }),
    ),
    entry('jvm-allocated', 'Memory allocated', ['bytes/s', 'traffic', 'up'], rate('jvm_gc_memory_allocated_bytes_total')),
    entry(
      'jvm-promoted',
      'Memory promoted to the old generation',
      ['bytes/s', 'traffic', 'up'],
      rate('jvm_gc_memory_promoted_bytes_total'),
    ),
    entry(
      'jvm-threads',
      'Threads',
      ['count', 'utilisation', 'up'],
      [
        gauge('jvm_threads_live_threads'),
        gauge('jvm_thread_count'),
        gauge('jvm_threads_current'),
        gauge('process_runtime_jvm_threads_count'),
        gauge('java_lang_Threading_ThreadCount'),
      ],
    ),
    entry(
      'jvm-threads-blocked',
      'Threads blocked on a lock',
      ['count', 'saturation', 'up'],
      [gauge('jvm_threads_states_threads', BLOCKED), gauge('jvm_threads_state', BLOCKED), gauge('jvm_thread_count', BLOCKED)],
      { warn: 50, source: 'APA' },
    ),
    entry(
      'jvm-deadlocks',
      'Threads in deadlock',
      ['count', 'event', 'up'],
      [gauge('jvm_threads_deadlocked'), gauge('jvm_threads_deadlocked_threads')],
      { critical: 1, source: 'APA' },
    ),
    entry(
      'jvm-cpu',
      'CPU in use by the process, of the machine',
      ['ratio', 'utilisation', 'up'],
      [gauge('process_cpu_usage'), gauge('jvm_cpu_recent_utilization_ratio'), gauge('process_runtime_jvm_cpu_utilization_ratio')],
      { warn: 0.8 },
    ),
    entry(
      'jvm-direct',
      'Direct buffers in use',
      ['ratio', 'utilisation', 'up'],
      ratio(
        gauge('jvm_buffer_memory_used_bytes', [['id', '=', 'direct']]),
        gauge('jvm_buffer_total_capacity_bytes', [['id', '=', 'direct']]),
      ),
      { warn: 0.9, source: 'APA' },
    ),
    entry(
      'jvm-log-errors',
      'Error lines written',
      ['1/s', 'errors', 'up'],
      [rate('logback_events_total', [['level', '=', 'error']]), rate('log4j2_events_total', [['level', '=', 'error']])],
    ),
    entry(
      'tomcat-threads',
      'Tomcat threads busy',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('tomcat_threads_busy_threads'), gauge('tomcat_threads_config_max_threads')),
      { warn: 0.8, critical: 0.95 },
    ),
    entry('tomcat-connections', 'Tomcat connections', ['count', 'utilisation', 'up'], gauge('tomcat_connections_current_connections')),
    entry('executor-queued', 'Tasks queued in executors', ['count', 'saturation', 'up'], gauge('executor_queued_tasks'), {
      keep: [['pool', 'name']],
      warn: 1,
    }),
    entry(
      'executor-use',
      'Executor threads in use',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('executor_active_threads'), gauge('executor_pool_max_threads')),
      { keep: [['pool', 'name']], warn: 0.8, critical: 1 },
    ),
    entry(
      'resilience-circuit-open',
      'Open circuit breakers',
      ['count', 'event', 'up'],
      gauge('resilience4j_circuitbreaker_state', [['state', '=~', 'open|forced_open']]),
      { keep: [['breaker', 'name']], warn: 1 },
    ),
  ],
};
