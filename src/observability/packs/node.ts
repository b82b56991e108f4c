import { changes, gauge, minus, oneMinus, plus, rate, ratio } from './expression.js';
import { entry, type KeptLabel, type Pack } from './pack.js';

const cpu = (mode: string) => rate('node_cpu_seconds_total', [['mode', '=', mode]], { across: 'avg' });
const DEVICE: KeptLabel = ['device', 'device'];
const disk = { keep: [DEVICE] };
const CARD = [['device', '!~', 'lo|veth.+|docker.+|br-.+|cali.+|flannel.+|cni.+']] as const;
const REAL = [['fstype', '!~', 'tmpfs|overlay|squashfs|ramfs|iso9660|devtmpfs']] as const;

/** Hosts, by node_exporter. */
export const node: Pack = {
  id: 'node',
  title: 'Hosts (node_exporter)',
  subject: 'host',
  naming: { by: 'host' },
  entries: [
    // Waiting for disks and time of other guests are not use (as node-mixin counts): both have signals of their own.
    entry('node-cpu', 'CPU in use', ['ratio', 'utilisation', 'up'], oneMinus(plus(cpu('idle'), plus(cpu('iowait'), cpu('steal')))), {
      warn: 0.8,
      critical: 0.9,
      source: 'NM',
    }),
    entry(
      'node-cpu-hottest',
      'Busiest core, user mode',
      ['ratio', 'utilisation', 'up'],
      rate('node_cpu_seconds_total', [['mode', '=', 'user']], { across: 'max' }),
      {
        warn: 0.95,
      },
    ),
    entry('node-cpu-user', 'CPU time in user mode', ['ratio', 'utilisation', 'up'], cpu('user')),
    entry('node-cpu-system', 'CPU time in the kernel', ['ratio', 'utilisation', 'up'], cpu('system')),
    entry('node-cpu-iowait', 'CPU time waiting for disks', ['ratio', 'saturation', 'up'], cpu('iowait'), { warn: 0.1, source: 'APA' }),
    entry('node-cpu-steal', 'CPU time stolen by the hypervisor', ['ratio', 'saturation', 'up'], cpu('steal'), {
      warn: 0.05,
      critical: 0.1,
      source: 'APA',
    }),
    entry('node-cpu-softirq', 'CPU time in soft interrupts', ['ratio', 'utilisation', 'up'], cpu('softirq'), { warn: 0.15 }),
    entry(
      'node-load',
      'Load per core',
      ['1/core', 'saturation', 'up'],
      ratio(gauge('node_load1'), gauge('node_cpu_seconds_total', [['mode', '=', 'idle']], { across: 'count' })),
      { warn: 1, critical: 2, source: 'NM' },
    ),
    entry('node-runnable', 'Runnable processes', ['count', 'saturation', 'up'], gauge('node_procs_running')),
    entry('node-blocked', 'Processes blocked on disks', ['count', 'saturation', 'up'], gauge('node_procs_blocked')),
    entry('node-context-switches', 'Context switches', ['1/s', 'traffic', 'up'], rate('node_context_switches_total')),
    entry(
      'node-psi-cpu',
      'Time in which something waited for CPU',
      ['ratio', 'saturation', 'up'],
      rate('node_pressure_cpu_waiting_seconds_total'),
      { warn: 0.1, critical: 0.3 },
    ),
    entry(
      'node-psi-memory',
      'Time in which all stalled on memory',
      ['ratio', 'saturation', 'up'],
      rate('node_pressure_memory_stalled_seconds_total'),
      { warn: 0.01, critical: 0.1 },
    ),
    entry(
      'node-psi-io',
      'Time in which all stalled on disks',
      ['ratio', 'saturation', 'up'],
      rate('node_pressure_io_stalled_seconds_total'),
      { warn: 0.05, critical: 0.2 },
    ),
    entry(
      'node-psi-io-some',
      'Time in which something waited for disks',
      ['ratio', 'saturation', 'up'],
      rate('node_pressure_io_waiting_seconds_total'),
      { warn: 0.1, critical: 0.3 },
    ),
    entry(
      'node-memory',
      'Memory in use',
      ['ratio', 'utilisation', 'up'],
      oneMinus(ratio(gauge('node_memory_MemAvailable_bytes'), gauge('node_memory_MemTotal_bytes'))),
      { warn: 0.9, source: 'NM' },
    ),
    entry('node-major-faults', 'Major page faults', ['1/s', 'saturation', 'up'], rate('node_vmstat_pgmajfault'), {
      warn: 500,
      critical: 1000,
      source: 'NM',
    }),
    entry(
      'node-swap',
      'Pages swapped in and out',
      ['1/s', 'saturation', 'up'],
      plus(rate('node_vmstat_pswpin'), rate('node_vmstat_pswpout')),
      { warn: 1 },
    ),
    entry('node-oom', 'Processes killed for want of memory', ['1/s', 'event', 'up'], rate('node_vmstat_oom_kill'), {
      critical: 0.000001,
      source: 'APA',
    }),
    entry(
      'node-dirty',
      'Memory waiting to be written',
      ['bytes', 'state', 'up'],
      plus(gauge('node_memory_Dirty_bytes'), gauge('node_memory_Writeback_bytes')),
    ),
    entry('node-disk-busy', 'Time in which the disk is busy', ['ratio', 'utilisation', 'up'], rate('node_disk_io_time_seconds_total'), {
      ...disk,
      warn: 0.8,
      source: 'APA',
    }),
    entry(
      'node-disk-queue',
      'Requests in the disk queue',
      ['count', 'saturation', 'up'],
      rate('node_disk_io_time_weighted_seconds_total'),
      { ...disk, warn: 10, source: 'NM' },
    ),
    entry(
      'node-disk-read-time',
      'Mean time of a disk read',
      ['s', 'latency', 'up'],
      ratio(rate('node_disk_read_time_seconds_total'), rate('node_disk_reads_completed_total')),
      { ...disk, warn: 0.02, critical: 0.1, source: 'APA' },
    ),
    entry(
      'node-disk-write-time',
      'Mean time of a disk write',
      ['s', 'latency', 'up'],
      ratio(rate('node_disk_write_time_seconds_total'), rate('node_disk_writes_completed_total')),
      { ...disk, warn: 0.02, critical: 0.1, source: 'APA' },
    ),
    entry(
      'node-disk-flush-time',
      'Mean time of a disk flush',
      ['s', 'latency', 'up'],
      ratio(rate('node_disk_flush_requests_time_seconds_total'), rate('node_disk_flush_requests_total')),
      { ...disk, warn: 0.02 },
    ),
    entry('node-disk-read', 'Bytes read from disk', ['bytes/s', 'traffic', 'up'], rate('node_disk_read_bytes_total'), disk),
    entry('node-disk-written', 'Bytes written to disk', ['bytes/s', 'traffic', 'up'], rate('node_disk_written_bytes_total'), disk),
    entry('node-disk-writes', 'Writes to disk', ['1/s', 'traffic', 'up'], rate('node_disk_writes_completed_total'), disk),
    entry(
      'node-filesystem',
      'File system in use',
      ['ratio', 'utilisation', 'up'],
      oneMinus(
        ratio(gauge('node_filesystem_avail_bytes', REAL, { across: 'max' }), gauge('node_filesystem_size_bytes', REAL, { across: 'max' })),
      ),
      { keep: [['mount', 'mountpoint']], warn: 0.9, critical: 0.97, source: 'APA' },
    ),
    entry(
      'node-files',
      'File handles in use',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('node_filefd_allocated'), gauge('node_filefd_maximum')),
      { warn: 0.7, critical: 0.9, source: 'GL' },
    ),
    entry('node-net-in', 'Bytes received', ['bytes/s', 'traffic', 'either'], rate('node_network_receive_bytes_total', CARD), disk),
    entry('node-net-out', 'Bytes sent', ['bytes/s', 'traffic', 'either'], rate('node_network_transmit_bytes_total', CARD), disk),
    entry(
      'node-net-use',
      'Network in use',
      ['ratio', 'utilisation', 'up'],
      ratio(rate('node_network_transmit_bytes_total', CARD), gauge('node_network_speed_bytes', CARD)),
      { ...disk, warn: 0.8, source: 'APA' },
    ),
    entry(
      'node-net-drops',
      'Packets dropped',
      ['1/s', 'saturation', 'up'],
      plus(rate('node_network_receive_drop_total', CARD), rate('node_network_transmit_drop_total', CARD)),
      { ...disk, warn: 1 },
    ),
    entry(
      'node-net-errors',
      'Network errors',
      ['1/s', 'errors', 'up'],
      plus(rate('node_network_receive_errs_total', CARD), rate('node_network_transmit_errs_total', CARD)),
      { ...disk, warn: 1 },
    ),
    entry(
      'node-tcp-retransmits',
      'TCP segments sent again',
      ['ratio', 'errors', 'up'],
      ratio(rate('node_netstat_Tcp_RetransSegs'), rate('node_netstat_Tcp_OutSegs')),
      { warn: 0.01, critical: 0.05 },
    ),
    entry(
      'node-listen-overflows',
      'Connections refused by a full accept queue',
      ['1/s', 'saturation', 'up'],
      [
        plus(rate('node_netstat_TcpExt_ListenOverflows'), rate('node_netstat_TcpExt_ListenDrops')),
        rate('node_netstat_TcpExt_ListenOverflows'),
      ],
      { warn: 0.01 },
    ),
    entry('node-tcp-resets', 'TCP resets sent', ['1/s', 'errors', 'up'], rate('node_netstat_Tcp_OutRsts')),
    entry(
      'node-tcp-opens',
      'TCP connections opened',
      ['1/s', 'traffic', 'either'],
      plus(rate('node_netstat_Tcp_ActiveOpens'), rate('node_netstat_Tcp_PassiveOpens')),
    ),
    entry('node-tcp-established', 'TCP connections established', ['count', 'state', 'either'], gauge('node_netstat_Tcp_CurrEstab')),
    entry('node-tcp-time-wait', 'TCP connections in TIME_WAIT', ['count', 'utilisation', 'up'], gauge('node_sockstat_TCP_tw'), {
      warn: 20_000,
    }),
    entry(
      'node-conntrack',
      'Connection tracking table in use',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('node_nf_conntrack_entries'), gauge('node_nf_conntrack_entries_limit')),
      { warn: 0.75, critical: 0.8, source: 'NM' },
    ),
    entry('node-boot', 'Boot', ['count', 'event', 'up'], changes('node_boot_time_seconds'), { warn: 1 }),
    entry('node-clock', 'Offset of the clock', ['s', 'state', 'either'], gauge('node_timex_offset_seconds'), { warn: 0.05, source: 'NM' }),
    entry(
      'node-memory-free',
      'Memory that is not free or cache',
      ['bytes', 'state', 'up'],
      minus(gauge('node_memory_MemTotal_bytes'), gauge('node_memory_MemAvailable_bytes')),
    ),
  ],
};
