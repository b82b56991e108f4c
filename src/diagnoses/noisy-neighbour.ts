import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';

/** Where the one who mends it has to look. */
export const HOST = 'host';
/** Shares of the lost time in one service from which it is that service's own matter. */
const CONCENTRATED = 0.75;

/** Somebody else on the host takes what the services need. */
export const noisyNeighbour = defineDiagnosis({
  id: 'noisy-neighbour',
  title: 'Other work on the host took the CPU',
  docs: 'docs/diagnoses/noisy-neighbour.md',
  claim: 'Other processes or machines on the same host took CPU, and several services became slow at once.',
  explains: [],
  asks: [
    {
      source: 'metrics',
      question: 'Did the CPU of the host, its pressure or stolen time rise more than the CPU of the services? Which process uses it?',
    },
    { source: 'traces', question: 'Is the time lost in the work of several services at once?' },
  ],
  lookAlikes: [
    { id: 'cpu-saturation', toldApartBy: 'one service uses the CPU itself' },
    { id: 'disk-io', toldApartBy: 'the CPU waits for disks' },
    { id: 'generator-saturation', toldApartBy: 'the load generator shares the host and falls behind' },
  ],
  fix: () => 'Find what else runs on the host, and move it, limit it, or give the services reserved CPU.',
  verify: 'With the other work gone, the same test shows the latency of before.',
  experimental: true,
  places: () => [HOST],
  examine(c, _place, file) {
    const stolen = file.signal(['node-cpu-steal'], 2.5, anyone, 'up');
    const busy = file.signal(['node-cpu', 'node-cpu-hottest', 'node-cpu-user'], 1, anyone, 'up');
    const pressure = file.signal(['node-psi-cpu', 'node-runnable', 'node-load'], 2, anyone, 'up');
    const known = c.services();
    const foreign = c.changed(
      ['group-cpu', 'group-processes', 'container-cpu'],
      ({ signal, effect }) => effect > 0 && !known.has(signal.service ?? '') && signal.subject !== 'database' && signal.service === null,
    );
    const [worst] = foreign.filter(({ signal }) => signal.id !== 'group-processes');
    if (worst) file.signal([worst.signal.id], 2.5, (change) => change === worst, 'up');
    if (!stolen && !pressure && !worst)
      return file.exclude('nobody else takes more CPU of the host than before', [
        'node-cpu',
        'node-cpu-steal',
        'node-psi-cpu',
        'node-load',
      ]);
    const waits = c.changed(['node-cpu-iowait', 'node-psi-io', 'node-psi-io-some'], ({ during }) => during > 0.2);
    if (waits.length > 0) file.against(3, 'the host waits for disks');
    const shares = new Map<string, number>();
    for (const { kind, service, share } of c.location?.latency ?? [])
      if (kind !== 'entry') shares.set(service, (shares.get(service) ?? 0) + share);
    const top = Math.max(0, ...shares.values());
    const slow = [...shares.values()].filter((share) => share >= 0.08).length;
    if (c.location && top >= CONCENTRATED) file.against(2.5, 'the time is lost in one service');
    else if (slow >= 2) file.also(c.placeFamily, 2, `${slow} services became slow at once`);
    const grew = c.changed(
      ['process-cpu', 'container-cpu'],
      ({ signal, during, before }) => signal.subject === 'service' && during > before + 0.3,
    );
    if (grew[0]) file.against(2.5, `${grew[0].signal.service} itself uses more CPU`);
    if (c.share(['entry'], null) >= 0.7) file.against(3, 'services answer as quickly as before: the time is lost before the first one');
    if (!busy && !stolen && !pressure) file.against(1, 'the CPU of the host is as before');
  },
});
