import { changes, gauge, plus, rate } from './expression.js';
import { entry, type Pack } from './pack.js';

const group = { keep: [['process', 'groupname']] as const };
const named = (name: string) => `namedprocess_namegroup_${name}`;

/** Groups of processes on a host, by process-exporter: also those that nobody thought of. */
export const processGroups: Pack = {
  id: 'process-groups',
  title: 'Groups of processes (process-exporter)',
  subject: 'process',
  naming: { by: 'process' },
  entries: [
    entry('group-cpu', 'CPU in use', ['cores', 'utilisation', 'up'], rate(named('cpu_seconds_total')), { ...group, top: 50 }),
    entry(
      'group-memory',
      'Resident memory',
      ['bytes', 'utilisation', 'up'],
      gauge(named('memory_bytes'), [['memtype', '=', 'resident']]),
      group,
    ),
    entry('group-read', 'Bytes read from disk', ['bytes/s', 'traffic', 'up'], rate(named('read_bytes_total')), { ...group, top: 50 }),
    entry('group-written', 'Bytes written to disk', ['bytes/s', 'traffic', 'up'], rate(named('write_bytes_total')), { ...group, top: 50 }),
    entry('group-major-faults', 'Major page faults', ['1/s', 'saturation', 'up'], rate(named('major_page_faults_total')), group),
    entry(
      'group-switches',
      'Involuntary context switches',
      ['1/s', 'saturation', 'up'],
      rate(named('context_switches_total'), [['ctxswitchtype', '=', 'nonvoluntary']]),
      group,
    ),
    entry('group-processes', 'Processes', ['count', 'state', 'either'], gauge(named('num_procs')), group),
    entry('group-threads', 'Threads', ['count', 'state', 'up'], gauge(named('num_threads')), group),
    entry(
      'group-files',
      'Fullest table of file handles',
      ['ratio', 'utilisation', 'up'],
      gauge(named('worst_fd_ratio'), [], { across: 'max' }),
      { ...group, warn: 0.8, critical: 0.95, source: 'APA' },
    ),
    entry(
      'group-blocked',
      'Processes blocked on disks',
      ['count', 'saturation', 'up'],
      plus(gauge(named('states'), [['state', '=', 'Waiting']]), gauge(named('states'), [['state', '=', 'Zombie']], { optional: true })),
      group,
    ),
    entry('group-restarts', 'Oldest process is another', ['count', 'event', 'up'], changes(named('oldest_start_time_seconds')), {
      ...group,
      warn: 1,
    }),
  ],
};
