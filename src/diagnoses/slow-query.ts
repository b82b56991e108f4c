import { databases } from './databases.js';
import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';

const SLOW = /slow (query|statement|sql)|duration: ?\d|query took|execution time|long running query|statement timeout|57014/i;

/** Statements became slower by themselves: another plan, a missing index, more data. */
export const slowQuery = defineDiagnosis({
  id: 'slow-query',
  title: 'A statement became slow',
  docs: 'docs/diagnoses/slow-query.md',
  claim: 'The database works longer on a statement than before: another plan, a missing index, or more data.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Does the database read more rows, scan tables, take longer for a statement, use more CPU?' },
    { source: 'traces', question: 'Which statement is longer than before, at the same number of calls?' },
    { source: 'logs', question: 'Does the database log slow statements?' },
  ],
  lookAlikes: [
    { id: 'db-lock', toldApartBy: 'a waiting statement reads no rows, and sessions wait for a lock' },
    { id: 'disk-io', toldApartBy: 'writes are slow, and sessions wait for the disk' },
    { id: 'n-plus-one', toldApartBy: 'statements are as quick as before, and more of them' },
    { id: 'cache-stampede', toldApartBy: 'statements are as quick as before, and a cache does not answer' },
  ],
  fix: (service) =>
    `Look at the plan of the statement (EXPLAIN ANALYZE) that ${service} sends, and at the indexes of its tables: what changed at the onset?`,
  verify: 'The statement takes as long as before, and tables are no longer scanned.',
  experimental: false,
  examine(c, place, file) {
    const lost = file.lost(['database'], 3.5);
    if (lost < 0.15) return file.exclude('little of the lost time is waiting for the database');
    const [part] = c.parts(['database'], place).latency;
    const scans = file.signal(
      ['postgres-seq-scans', 'postgres-seq-rows', 'postgres-rows-returned', 'mysql-scans', 'mysql-full-joins', 'mysql-rows-read'],
      1.5,
      anyone,
    );
    const slower = file.signal(['postgres-statement-mean', 'mysql-statement-mean'], 1.5, anyone);
    file.signal(
      ['group-cpu', 'process-cpu', 'container-cpu'],
      0.7,
      ({ signal }) => databases(c).has(signal.service ?? '') || signal.subject === 'database',
    );
    file.signal(['postgres-busy', 'mysql-running'], 0.5, anyone);
    file.log(SLOW, 1.5) ?? [...databases(c)].map((name) => file.log(SLOW, 1.5, name)).find((found) => found !== null);
    if (
      !scans &&
      !slower &&
      c.signals([
        'postgres-statement-mean',
        'postgres-seq-rows',
        'postgres-seq-scans',
        'postgres-rows-returned',
        'mysql-statement-mean',
        'mysql-scans',
        'mysql-rows-read',
      ]).length > 0
    )
      file.against(1, 'the database tells of no more work');
    const { calls } = part ?? { calls: null };
    if (calls && calls.during > 1.5 * Math.max(calls.before, 0.5))
      file.against(3, `calls per request went from ${calls.before.toFixed(1)} to ${calls.during.toFixed(1)}`);
    if (c.isWaitingForLocks()) file.against(3, 'sessions wait for locks');
    if (c.isWaitingForDisks()) file.against(2.5, 'sessions wait for the disk');
  },
});
