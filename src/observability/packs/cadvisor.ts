import { gauge, type Matcher, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

/** The pod's sandbox and sums over cgroups are no containers. */
const REAL: readonly Matcher[] = [['container', '!~', '|POD']];
/** Docker alone names neither pod nor container. */
const PLAIN: readonly Matcher[] = [
  ['name', '!=', ''],
  ['image', '!=', ''],
];
const cpu = rate('container_cpu_usage_seconds_total', REAL);

/** Containers, by cAdvisor (in the kubelet or alone). */
export const cadvisor: Pack = {
  id: 'cadvisor',
  title: 'Containers (cAdvisor)',
  subject: 'container',
  naming: { by: 'container' },
  entries: [
    entry('container-cpu', 'CPU in use', ['cores', 'utilisation', 'up'], [cpu, rate('container_cpu_usage_seconds_total', PLAIN)]),
    entry(
      'container-cpu-limit',
      'CPU in use, of the limit',
      ['ratio', 'utilisation', 'up'],
      [
        ratio(cpu, gauge('kube_pod_container_resource_limits', [['resource', '=', 'cpu']])),
        ratio(cpu, ratio(gauge('container_spec_cpu_quota', REAL), gauge('container_spec_cpu_period', REAL))),
      ],
      { warn: 0.8, source: 'APA' },
    ),
    entry(
      'container-throttled',
      'Periods in which the CPU limit stopped it',
      ['ratio', 'saturation', 'up'],
      [
        ratio(rate('container_cpu_cfs_throttled_periods_total', REAL), rate('container_cpu_cfs_periods_total', REAL)),
        ratio(rate('container_cpu_cfs_throttled_periods_total', PLAIN), rate('container_cpu_cfs_periods_total', PLAIN)),
      ],
      { warn: 0.25, source: 'KM' },
    ),
    entry(
      'container-throttled-time',
      'Time stopped by the CPU limit',
      ['s/s', 'saturation', 'up'],
      rate('container_cpu_cfs_throttled_seconds_total', REAL),
    ),
    entry(
      'container-memory',
      'Working set',
      ['bytes', 'utilisation', 'up'],
      [gauge('container_memory_working_set_bytes', REAL), gauge('container_memory_working_set_bytes', PLAIN)],
    ),
    entry(
      'container-memory-limit',
      'Working set, of the limit',
      ['ratio', 'utilisation', 'up'],
      [
        ratio(
          gauge('container_memory_working_set_bytes', REAL),
          gauge('kube_pod_container_resource_limits', [['resource', '=', 'memory']]),
        ),
        ratio(gauge('container_memory_working_set_bytes', REAL), gauge('container_spec_memory_limit_bytes', REAL)),
        ratio(gauge('container_memory_working_set_bytes', PLAIN), gauge('container_spec_memory_limit_bytes', PLAIN)),
      ],
      { warn: 0.8, critical: 0.9, source: 'APA' },
    ),
    entry('container-oom', 'Processes killed for want of memory', ['1/s', 'event', 'up'], rate('container_oom_events_total', REAL), {
      critical: 0.000001,
      source: 'APA',
    }),
    entry(
      'container-psi-cpu',
      'Time in which something waited for CPU',
      ['ratio', 'saturation', 'up'],
      rate('container_pressure_cpu_waiting_seconds_total', REAL),
      { warn: 0.1, critical: 0.3 },
    ),
    entry(
      'container-psi-memory',
      'Time in which all stalled on memory',
      ['ratio', 'saturation', 'up'],
      rate('container_pressure_memory_stalled_seconds_total', REAL),
      { warn: 0.01, critical: 0.1 },
    ),
    entry(
      'container-psi-io',
      'Time in which all stalled on disks',
      ['ratio', 'saturation', 'up'],
      rate('container_pressure_io_stalled_seconds_total', REAL),
      { warn: 0.05, critical: 0.2 },
    ),
    entry('container-net-in', 'Bytes received', ['bytes/s', 'traffic', 'either'], rate('container_network_receive_bytes_total')),
    entry('container-net-out', 'Bytes sent', ['bytes/s', 'traffic', 'either'], rate('container_network_transmit_bytes_total')),
    entry(
      'container-net-drops-in',
      'Received packets dropped',
      ['1/s', 'saturation', 'up'],
      rate('container_network_receive_packets_dropped_total'),
      { warn: 1 },
    ),
    entry(
      'container-net-drops-out',
      'Sent packets dropped',
      ['1/s', 'saturation', 'up'],
      rate('container_network_transmit_packets_dropped_total'),
      { warn: 1 },
    ),
    entry('container-disk-read', 'Bytes read from disk', ['bytes/s', 'traffic', 'up'], rate('container_fs_reads_bytes_total', REAL)),
    entry('container-disk-written', 'Bytes written to disk', ['bytes/s', 'traffic', 'up'], rate('container_fs_writes_bytes_total', REAL)),
  ],
};
