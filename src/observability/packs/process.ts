import { gauge, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

/** What every Prometheus client says of its own process. */
export const process: Pack = {
  id: 'process',
  title: 'Processes that are scraped',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'process-cpu',
      'CPU in use',
      ['cores', 'utilisation', 'up'],
      [rate('process_cpu_seconds_total'), rate('process_cpu_time_seconds_total')],
      { warn: 0.9 },
    ),
    entry(
      'process-memory',
      'Resident memory',
      ['bytes', 'utilisation', 'up'],
      [gauge('process_resident_memory_bytes'), gauge('process_memory_usage_bytes')],
    ),
    entry(
      'process-files',
      'File handles in use',
      ['ratio', 'utilisation', 'up'],
      [
        ratio(gauge('process_open_fds'), gauge('process_max_fds')),
        ratio(gauge('process_files_open_files'), gauge('process_files_max_files')),
      ],
      { warn: 0.9, source: 'APA' },
    ),
  ],
};
