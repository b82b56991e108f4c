import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';

const MEMORY = [
  'nodejs-heap',
  'nodejs-old-space',
  'jvm-heap-bytes',
  'jvm-heap-after-gc',
  'go-heap',
  'dotnet-heap',
  'nodejs-external',
  'process-memory',
  'container-memory',
];

/** Memory that grows until collecting it, or paging, takes the time of requests. */
export const memoryLeak = defineDiagnosis({
  id: 'memory-leak',
  title: 'Memory grew until it cost time',
  docs: 'docs/diagnoses/memory-leak.md',
  claim: 'The memory of the service grew and was not given back, until collecting it took the time of requests or the process died.',
  explains: [],
  asks: [
    {
      source: 'metrics',
      question: 'Does the heap or the memory of the process grow through the trouble, and with it the time of garbage collection?',
    },
    { source: 'traces', question: 'Is everything that goes by the service slow, not one operation?' },
    { source: 'logs', question: 'Do logs speak of the heap, of memory, or of a process that was killed?' },
  ],
  lookAlikes: [
    { id: 'gc-pressure', toldApartBy: 'collections take time while the heap stays at its level' },
    { id: 'cpu-saturation', toldApartBy: 'the CPU is busy with work, and memory stays' },
    { id: 'restart', toldApartBy: 'no memory grew before the process started again' },
  ],
  fix: (service) =>
    `Take a heap snapshot of ${service} under load, and look for what is kept without a bound (caches, lists, listeners); a limit on memory only moves the moment.`,
  verify: 'Under the same load the memory after garbage collection stays level for longer than the test.',
  experimental: false,
  examine(c, place, file) {
    const grown = c.grown(MEMORY, place);
    if (!grown) return file.exclude('its memory did not grow', MEMORY);
    file.also('metrics', 2.5, grown.text, grown.at, { signal: grown.signal });
    const gc = file.signal(
      [
        'nodejs-gc-time',
        'nodejs-gc-pause',
        'jvm-gc-time',
        'jvm-gc-pause',
        'jvm-gc-pause-max',
        'dotnet-gc-time',
        'go-gc-time',
        'python-gc-full',
      ],
      1.5,
      mine(place),
      'up',
    );
    const stall = file.signal(['nodejs-loop-p99', 'nodejs-loop-max', 'nodejs-loop-mean'], 0.7, mine(place), 'up');
    const killed = file.signal(
      ['container-oom', 'kube-oom-killed', 'node-oom'],
      2,
      ({ signal }) => signal.service === place || signal.service === null,
      'up',
    );
    if (killed) file.hard();
    file.log(/out of memory|heap|OOM|memory (limit|pressure)|allocation failed/i, 1);
    const around = file.around(3);
    if (!gc && !stall && !killed) file.against(1, 'neither collections nor stalls took more time');
    if (around < 0.2 && c.errorShare(['own', 'unreachable'], place) < 0.2) file.against(3, 'the time is lost elsewhere');
  },
});
