import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';

const CPU = ['process-cpu', 'container-cpu', 'jvm-cpu', 'group-cpu'];
/** A share of one core from which a service with one thread has no more to give. */
const BUSY_CORES = 0.7;

/** The service needs more CPU than it gets. */
export const cpuSaturation = defineDiagnosis({
  id: 'cpu-saturation',
  title: 'A service ran out of CPU',
  docs: 'docs/diagnoses/cpu-saturation.md',
  claim: 'The service computes more than before and uses all the CPU it can get.',
  explains: [],
  asks: [
    {
      source: 'metrics',
      question: 'Did the CPU of the service rise, to a core for one thread or to its limit? Do threads or the event loop wait?',
    },
    { source: 'traces', question: 'Is the time lost in its own work, not in waiting for others?' },
    { source: 'logs', question: 'Do logs tell of what it is busy with?' },
  ],
  lookAlikes: [
    { id: 'memory-leak', toldApartBy: 'memory grows, and the CPU goes to garbage collection' },
    { id: 'noisy-neighbour', toldApartBy: 'the CPU of the host is taken by somebody else, and several services slow down at once' },
    { id: 'slow-dependency', toldApartBy: 'the service waits, and its CPU is as before' },
    { id: 'cpu-throttling', toldApartBy: 'the limit of the container is reached in bursts' },
  ],
  fix: (service) => `Profile ${service} under the same load, and mend what it computes; or give it more CPU or instances.`,
  verify: 'Under the same load its CPU stays below four fifths of what it can get.',
  experimental: true,
  examine(c, place, file) {
    const own = file.lost(['own'], 3);
    const around = c.around(place);
    if (own < 0.15 && around > 0.3) file.around(1.5);
    const cpu = file.signal(CPU, 2.5, mine(place), 'up');
    if (!cpu) return file.exclude('its CPU is as before', CPU);
    const isFull = cpu.signal.unit !== 'cores' || cpu.peak >= BUSY_CORES;
    if (!isFull) file.against(2, `it uses ${cpu.peak.toFixed(2)} cores at most`, { change: cpu });
    if (cpu.signal.unit === 'cores' && cpu.during < cpu.before + 0.15)
      file.against(1.5, `its CPU rose from ${cpu.before.toFixed(2)} to ${cpu.during.toFixed(2)} cores only`, { change: cpu });
    if (c.signals(['container-cpu-limit']).length > 0) file.signal(['container-cpu-limit'], 1, mine(place), 'up');
    // A thread that stands still in single moments has a late loop too, and computes no more than before in between.
    const late = ['nodejs-loop-p99', 'nodejs-loop-mean', 'nodejs-loop-use', 'go-run-queue', 'container-psi-cpu', 'dotnet-pool-queue'];
    if (isFull) file.signal(late, 1, mine(place), 'up');
    if (c.grown(['nodejs-heap', 'jvm-heap-bytes', 'go-heap', 'dotnet-heap', 'process-memory', 'container-memory'], place))
      file.against(3, 'its memory grew');
    if (own < 0.15 && around < 0.3) file.against(3, 'the time is lost elsewhere');
    if (c.repeats.some(({ service, operation }) => service === place && operation !== ''))
      file.against(1.5, 'it makes more calls than before');
  },
});
