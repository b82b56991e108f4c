import type { SignalChange } from '../observability/signal-change.js';
import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';
import { THROTTLED } from './events.js';

/** Delay of the event loop that users feel, s. */
const BLOCKED_S = 0.2;

/** Cores that a process with one thread uses on average when it is busy rather than held up in moments. */
const BUSY = 0.6;

/** One long computation holds up all requests of a process with one thread. */
export const eventLoopBlock = defineDiagnosis({
  id: 'event-loop-block',
  title: 'The event loop was blocked',
  docs: 'docs/diagnoses/event-loop-block.md',
  claim: 'Single long computations hold the event loop, and all requests of the process wait for them.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Did the delay of the event loop rise to hundreds of ms, with CPU to spare on average?' },
    { source: 'traces', question: 'Do all operations of the service have pauses at the same moments?' },
  ],
  lookAlikes: [
    { id: 'cpu-saturation', toldApartBy: 'the CPU is busy all the time' },
    { id: 'gc-pressure', toldApartBy: 'the pauses are collections' },
    { id: 'cpu-throttling', toldApartBy: 'the container is stopped at its limit, and computes no longer than before' },
    { id: 'memory-leak', toldApartBy: 'the pauses are collections of a heap that grows' },
  ],
  fix: (service) =>
    `Find the synchronous work in ${service} (large JSON, regular expressions, cryptography, loops over many items), and cut it into pieces or move it to a worker thread.`,
  verify: 'The 99th percentile of the event loop delay is below 50 ms under the same load.',
  experimental: true,
  examine(c, place, file) {
    const lag = file.signal(['nodejs-loop-max', 'nodejs-loop-p99'], 2.5, mine(place), 'up');
    if (!lag || lag.peak < BLOCKED_S) return file.exclude('its event loop is not blocked', ['nodejs-loop-max', 'nodejs-loop-p99']);
    if (c.grown(['nodejs-heap', 'process-memory', 'container-memory'], place)) file.against(3, 'its memory grew');
    if (c.changed(['nodejs-gc-time'], (change) => change.signal.service === place && change.peak > 0.1).length > 0)
      file.against(2, 'garbage collection took the time');
    const cpu = c.changed(['process-cpu', 'container-cpu'], (change) => change.signal.service === place && change.during > BUSY);
    if (cpu.length > 0)
      file.against(1.5, 'the CPU is busy most of the time, and not in single moments', { change: cpu[0] as SignalChange });
    const stopped = c.changed(THROTTLED, ({ signal, effect }) => signal.service === place && effect > 0);
    if (stopped[0]) file.against(3, 'the CPU limit of its container stopped it');
    const around = file.around(2.5);
    if (around < 0.2) file.against(3, 'the time is lost elsewhere');
  },
});
