import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';

const GC = ['nodejs-gc-time', 'jvm-gc-time', 'dotnet-gc-time', 'go-gc-time', 'jvm-gc-pause', 'nodejs-gc-pause'];

/** Garbage collection takes the time of requests, without growing memory. */
export const gcPressure = defineDiagnosis({
  id: 'gc-pressure',
  title: 'Garbage collection took the time',
  docs: 'docs/diagnoses/gc-pressure.md',
  claim: 'The service spends its time collecting garbage, at a heap that does not grow.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Did the time of garbage collection rise while the heap stays at its level?' },
    { source: 'traces', question: 'Is everything that goes by the service slow, in pauses?' },
  ],
  lookAlikes: [
    { id: 'memory-leak', toldApartBy: 'the heap after collections grows' },
    { id: 'cpu-saturation', toldApartBy: 'the CPU is busy with requests, and collections take no more than before' },
  ],
  fix: (service) => `Profile what ${service} allocates; make less garbage or the heap larger.`,
  verify: 'The share of time in garbage collection is as before under the same load.',
  experimental: true,
  examine(c, place, file) {
    const gc = file.signal(GC, 2.5, mine(place), 'up');
    if (!gc || (gc.signal.unit === 's/s' && gc.peak < 0.05)) return file.exclude('collections take no more time than before', GC);
    if (c.grown(['nodejs-heap', 'jvm-heap-bytes', 'go-heap', 'dotnet-heap', 'process-memory', 'container-memory'], place))
      return file.exclude('its memory grew');
    const around = file.around(2.5);
    file.signal(['nodejs-loop-p99', 'nodejs-loop-max'], 0.5, mine(place), 'up');
    if (around < 0.2) file.against(3, 'the time is lost elsewhere');
  },
});
