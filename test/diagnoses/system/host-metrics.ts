import type { Clock, Random } from './clock.js';
import type { Database } from './database.js';
import type { Host } from './host.js';
import { Registry } from './registry.js';

/** What exporters of the host and of its processes tell. */
export class HostMetrics {
  readonly node = new Registry({ job: 'node', instance: '10.0.9.9:9100' });
  readonly processes = new Registry({ job: 'process', instance: '10.0.9.9:9256' });
  /** Bytes that others write, per second. */
  foreignWrites = 0;
  #written = 0;
  #load = 0;
  #last = { time: 0, busy: 0, disk: 0 };
  #idle = 0;
  #iowait = 0;
  #busy = 0;

  constructor(
    readonly clock: Clock,
    readonly host: Host,
    readonly database: Database,
    readonly random: Random,
  ) {
    const { node } = this;
    for (let cpu = 0; cpu < host.cores; cpu++) {
      const mode = (name: string, read: () => number) =>
        node.gauge('node_cpu_seconds_total', { cpu: String(cpu), mode: name }, () => read() / host.cores);
      mode('user', () => this.#busy * 0.85);
      mode('system', () => this.#busy * 0.15);
      mode('idle', () => this.#idle);
      mode('iowait', () => this.#iowait);
      mode('steal', () => 0);
    }
    node.gauge('node_load1', {}, () => this.#load);
    node.gauge('node_procs_running', {}, () => 1 + host.runnable);
    node.gauge('node_pressure_cpu_waiting_seconds_total', {}, () => host.waited);
    node.gauge('node_pressure_io_waiting_seconds_total', {}, () => database.disk.busy);
    node.gauge('node_pressure_io_stalled_seconds_total', {}, () => 0.6 * database.disk.busy);
    node.gauge('node_disk_io_time_seconds_total', { device: 'vda' }, () => database.disk.busy);
    node.gauge('node_disk_io_time_weighted_seconds_total', { device: 'vda' }, () => database.disk.waited);
    node.gauge('node_disk_writes_completed_total', { device: 'vda' }, () => database.disk.writes);
    node.gauge('node_disk_written_bytes_total', { device: 'vda' }, () => 8192 * database.disk.writes + this.#written);
    node.gauge('node_memory_MemTotal_bytes', {}, () => 8 * 2 ** 30);
    node.gauge('node_memory_MemAvailable_bytes', {}, () => (4 + 0.05 * random.next()) * 2 ** 30);
    node.gauge('node_netstat_Tcp_RetransSegs', {}, () => Math.floor(clock.now / 20_000));
  }

  /** Reads all. */
  scrape(time: number): void {
    const { host, clock, database, random } = this;
    host.settle();
    const busy = [...host.cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
    const passed = (clock.now - this.#last.time) / 1000;
    // The kernel and all that no exporter names.
    const used = Math.min(host.cores * passed, busy - this.#last.busy + 0.06 * passed * random.around(0.4));
    const free = host.cores * passed - used;
    const waits = Math.min(free, database.disk.busy - this.#last.disk);
    this.#busy += used;
    this.#iowait += waits;
    this.#idle += free - waits;
    this.#load += (host.runnable - this.#load) * (1 - Math.exp(-passed / 60));
    this.#written += this.foreignWrites * passed;
    this.#last = { time: clock.now, busy, disk: database.disk.busy };
    for (const groupname of host.cpu.keys())
      this.processes.gauge('namedprocess_namegroup_cpu_seconds_total', { groupname, mode: 'user' }, () => host.cpu.get(groupname) ?? 0);
    this.processes.gauge('namedprocess_namegroup_write_bytes_total', { groupname: 'backup' }, () => this.#written);
    this.node.scrape(time, true);
    this.processes.scrape(time, true);
  }
}
