import { databases } from './databases.js';
import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';
import { HOST } from './noisy-neighbour.js';

const WRITES = /^(commit|insert|update|delete|merge|upsert|begin|set|end)\b|\b(COMMIT|INSERT|UPDATE|DELETE)\b/i;

/** The disk under a database or service is at its limit. */
export const diskIo = defineDiagnosis({
  id: 'disk-io',
  title: 'The disk was at its limit',
  docs: 'docs/diagnoses/disk-io.md',
  claim: 'The disk takes no more, and what has to be written or read waits for it.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Does the host wait for disks, are writes at a limit or slow, do database sessions wait for the disk?' },
    { source: 'traces', question: 'Are commits and writes long while reads stay short?' },
    { source: 'logs', question: 'Does the database tell of slow commits, checkpoints or flushes?' },
  ],
  lookAlikes: [
    { id: 'db-lock', toldApartBy: 'sessions wait for a lock, and the host does not wait for disks' },
    { id: 'slow-query', toldApartBy: 'one reading statement is slow, and CPU is used' },
    { id: 'noisy-neighbour', toldApartBy: 'CPU is taken, not the disk' },
  ],
  fix: (place) =>
    `Find what else writes to the volume of ${place}, and move it or the data; or give the volume more operations per second.`,
  verify: 'Commits take as long as before, and the host does not wait for disks.',
  experimental: false,
  places: (c) => {
    const names = databases(c);
    return names.size > 0 ? names : [HOST];
  },
  examine(c, _place, file) {
    const pressed = file.signal(['node-psi-io', 'node-psi-io-some', 'container-psi-io'], 2, anyone, 'up');
    const waits = file.signal(['node-cpu-iowait', 'node-blocked'], 1.5, anyone, 'up');
    const sessions = file.signal(['postgres-waits'], 2, ({ signal }) => isDiskWait(signal.labels), 'up');
    const disk = file.signal(
      ['node-disk-write-time', 'node-disk-flush-time', 'node-disk-queue', 'node-disk-busy', 'node-disk-read-time'],
      1,
      anyone,
      'up',
    );
    file.signal(['group-written', 'container-disk-written', 'node-disk-writes', 'node-disk-written'], 0.7, anyone, 'up');
    file.log(/duration: .{0,40}(commit|insert|update|delete)|checkpoint|fsync|no space left|i\/o error|disk/i, 1, null);
    const lost = file.lost(['database'], 2.5, null);
    const writes = c.parts(['database'], null).latency.filter(({ operation }) => WRITES.test(operation));
    const share = writes.reduce((sum, part) => sum + part.share, 0);
    if (writes[0] && share >= 0.3)
      file.also(c.placeFamily, 1.5, `${Math.round(share * 100)} % of the lost time is in writes: ${writes[0].operation}`, writes[0].onset);
    const strong = [pressed, waits].some((change) => change !== null && change.peak - change.before >= 0.2);
    const commits = writes.some(({ operation }) => /commit/i.test(operation)) || new Set(writes.map(({ service }) => service)).size >= 2;
    const isAlone = c.telemetry.metrics === null && share >= 0.6 && commits;
    if (isAlone) file.also('traces', 1, 'writes of several statements became slow at once, and reads did not');
    if (!strong && !sessions && !isAlone)
      return file.exclude(disk ? 'the disk is a little slower, and nobody waits for it' : 'nobody waits for a disk', [
        'node-psi-io',
        'node-psi-io-some',
        'node-cpu-iowait',
        'container-psi-io',
        'postgres-waits',
      ]);
    if (lost < 0.3 && c.share(['own'], null) < 0.3) file.against(2, 'the time is lost elsewhere');
    if (strong && (sessions || share >= 0.5)) file.hard();
    if (c.isWaitingForLocks()) file.against(1.5, 'sessions wait for locks');
  },
});

function isDiskWait(labels: Readonly<Record<string, string>>): boolean {
  return /^io$/i.test(labels.wait_type ?? '') || /wal|datafile|buffile|sync|fsync|flush/i.test(labels.wait_event ?? '');
}
