import { databases, holderOf } from './databases.js';
import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';

const LOCKED =
  /still waiting for \w*(lock|exclusive)|lock (wait )?time-?out|deadlock|could not obtain lock|lock wait|waiting for .{0,30}lock|database is locked|55P03|40P01|ORA-00060|blocked by|row is locked|lock not available|canceling statement due to lock/i;

/** Statements wait for a lock that another session holds. */
export const dbLock = defineDiagnosis({
  id: 'db-lock',
  title: 'Statements wait for a lock',
  docs: 'docs/diagnoses/db-lock.md',
  claim: 'Statements wait for a lock that another session holds.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Do sessions wait for locks, is a transaction open for long, are locks of strong modes held?' },
    { source: 'logs', question: 'Does the database or a service speak of waiting for a lock, a lock time-out or a deadlock?' },
    { source: 'traces', question: 'Are writes, or statements on one table, long while others stay short?' },
  ],
  lookAlikes: [
    { id: 'slow-query', toldApartBy: 'a slow statement reads many rows or burns CPU; a waiting one does nothing' },
    { id: 'disk-io', toldApartBy: 'sessions wait for the disk, and all writes are slow' },
    { id: 'pool-exhaustion', toldApartBy: 'statements are short, and only taking a connection is long' },
  ],
  fix: (service) =>
    `Find the session that holds the lock (pg_stat_activity with pg_blocking_pids, or SHOW ENGINE INNODB STATUS) and shorten its transaction; let ${service} lock in a fixed order and as briefly as it can.`,
  verify: 'No session waits for a lock under the same load, and the statements take as long as before.',
  experimental: false,
  examine(c, place, file) {
    const lost = file.lost(['database'], 3) + 0.5 * c.share(['pool'], place);
    const failing = file.failed(['database', 'own'], 1);
    const isLock = (labels: Readonly<Record<string, string>>): boolean =>
      /lock/i.test(labels.wait_type ?? '') && !/lwlock/i.test(labels.wait_type ?? '');
    const waiting =
      file.signal(['postgres-lock-waiters', 'mysql-lock-waiters', 'mysql-lock-waits', 'mysql-lock-wait'], 2.5, anyone) ??
      file.signal(['postgres-waits'], 2.5, ({ signal }) => isLock(signal.labels));
    const deadlocks = file.signal(['postgres-deadlocks', 'mysql-deadlocks'], 1, anyone);
    const strong = file.signal(
      ['postgres-locks'],
      1,
      ({ signal }) => /exclusive/i.test(signal.labels.mode ?? '') && !/^(row|accessshare)/i.test(signal.labels.mode ?? ''),
    );
    if (waiting || strong)
      file.signal(['postgres-longest-transaction-by-client', 'postgres-longest-transaction', 'postgres-idle-in-transaction'], 1, anyone);
    const said =
      file.log(LOCKED, 2.5) ?? [...databases(c)].map((name) => file.log(LOCKED, 2.5, name)).find((found) => found !== null) ?? null;
    const message = c.parts(['database', 'own'], place).errors.find(({ operation }) => LOCKED.test(operation));
    if (message) file.also(c.placeFamily, 1.5, `failed with: ${message.operation}`, message.onset);
    if (!waiting && !said && !message && !deadlocks)
      return file.exclude('nobody waits for a lock', [
        'postgres-lock-waiters',
        'postgres-locks',
        'mysql-lock-waiters',
        'mysql-lock-waits',
        'mysql-lock-wait',
      ]);
    if (waiting && said) file.hard();
    const holder = holderOf(c);
    if (holder) file.also('metrics', 0.5, holder);
    if (c.location && lost < 0.05 && failing < 0.05) return file.exclude('it does not wait for the database');
    if (c.location && lost < 0.15 && failing < 0.15) file.against(2, 'little of the lost time is waiting for the database');
  },
});
