import type { Case } from './case.js';
import { databaseNamed } from './databases.js';
import { defineDiagnosis } from './diagnosis.js';
import { anyone, type Dossier } from './dossier.js';
import { LATE } from './events.js';
import type { Part } from './part.js';

/** What databases tell of the time that statements take inside them. */
const STATEMENT_TIME = ['postgres-statement-mean', 'mysql-statement-mean'];

/** The way between two services became slow. */
export const networkDelay = defineDiagnosis({
  id: 'network-delay',
  title: 'The network between services was slow',
  docs: 'docs/diagnoses/network-delay.md',
  claim: 'Calls take longer for the caller than for the called service: the time is lost on the way between them.',
  explains: [],
  asks: [
    { source: 'traces', question: 'Is the time lost between the span of the caller and that of the called service?' },
    {
      source: 'metrics',
      question: 'Is the duration of calls as the caller sees it longer than the called service says? Are packets sent again or dropped?',
    },
    { source: 'logs', question: 'Do logs speak of resets or time-outs of connections?' },
  ],
  lookAlikes: [
    {
      id: 'cpu-saturation',
      toldApartBy: 'a process without CPU takes requests late, which looks like the network; its CPU or event loop shows it',
    },
    { id: 'slow-dependency', toldApartBy: 'the called service itself takes longer' },
    { id: 'generator-saturation', toldApartBy: 'the time is lost before the first service' },
  ],
  fix: (place) =>
    `Look at the way to ${place}: proxies, service mesh, DNS, load balancers, retransmissions, and the zones that the two run in.`,
  verify: 'The caller and the called service agree on how long calls take.',
  experimental: true,
  places: (c) =>
    new Set([
      ...(c.location?.latency ?? []).filter(({ kind, peer }) => kind === 'network' && peer !== null).map(({ peer }) => peer as string),
      ...wayToDatabase(c).map(({ database }) => database),
    ]),
  examine(c, place, file) {
    const toDatabase = wayToDatabase(c).find(({ database }) => database === place);
    if (toDatabase) return examineDatabase(c, toDatabase, file);
    const parts = (c.location?.latency ?? []).filter(({ kind, peer }) => kind === 'network' && peer === place);
    const share = parts.reduce((sum, part) => sum + part.share, 0);
    const [worst] = parts;
    if (!worst || share < 0.2) return file.exclude('no time is lost on the way to it');
    file.also(
      c.placeFamily,
      4 * share,
      `${Math.round(share * 100)} % of the lost time is on the way between ${worst.service} and ${place}`,
      worst.onset,
    );
    file.signal(
      ['node-tcp-retransmits', 'node-net-drops', 'node-net-errors', 'container-net-drops-in', 'container-net-drops-out'],
      2,
      anyone,
      'up',
    );
    file.log(/connection reset|ECONNRESET|ETIMEDOUT|socket hang up|connect timeout|broken pipe/i, 1, null);
    if (c.second?.latency.some(({ kind, peer, share: other }) => kind === 'network' && peer === place && other >= 0.2))
      file.also('metrics', 1.5, 'the metrics of caller and called service say the same');
    const starved = c.changed(
      [...LATE, 'nodejs-loop-max', 'go-run-queue'],
      (change) => change.signal.service === place && change.effect > 0 && change.score >= 3,
    );
    if (starved[0]) file.against(3, `${place} itself was late: ${starved[0].signal.title.toLowerCase()} rose`);
    if (share < 0.4) file.against(1, 'most of the time is lost elsewhere');
  },
});

/** Waits for databases that say that they work as quickly as before: the time is lost on the way. */
function wayToDatabase(c: Case): { part: Part; share: number; database: string }[] {
  const tells = c.signals(STATEMENT_TIME).length > 0 && c.changed(STATEMENT_TIME, ({ bad }) => bad).length === 0;
  if (!tells || c.isWaitingForLocks() || c.isWaitingForDisks()) return [];
  const { latency } = c.parts(['database'], null);
  return latency.slice(0, 1).flatMap((part) => {
    const database = databaseNamed(c, part);
    const share = latency.filter((one) => databaseNamed(c, one) === database).reduce((sum, one) => sum + one.share, 0);
    // More statements for each request take more time on any way.
    const isMore = part.calls !== null && part.calls.during > 1.3 * Math.max(part.calls.before, 0.5);
    return database === null || share < 0.3 || isMore ? [] : [{ part, share, database }];
  });
}

function examineDatabase(c: Case, { part, share, database }: { part: Part; share: number; database: string }, file: Dossier): void {
  const basis = c.placeFamily;
  const asks = `${Math.round(share * 100)} % of the lost time is ${part.service} waiting for ${database}`;
  file.also(basis, 3 * share, `${asks}, which takes no longer for a statement than before by its own account`, part.onset);
  const slow = file.signal(
    ['db-client-duration', 'db-client-duration-by-statement'],
    2,
    ({ signal }) => signal.service === part.service,
    'up',
  );
  if (slow && slow.during < 3 * slow.before) file.against(1, 'statements take less than three times as long for who asks');
  // A process that stands still sees its answers late.
  const starved = c.changed(
    [...LATE, 'node-psi-cpu', 'pool-pending'],
    ({ signal, effect, score }) => (signal.service === part.service || signal.subject === 'host') && effect > 0 && score >= 3,
  );
  if (starved[0]) file.against(3, `${part.service} itself was late: ${starved[0].signal.title.toLowerCase()} rose`);
  const others = c.signals(['db-client-duration']).filter(({ service }) => service !== part.service);
  const slower = c.changed(['db-client-duration'], ({ signal, effect }) => signal.service !== part.service && effect > 0);
  if (others.length > 0 && slower.length === 0)
    file.also('metrics', 1, `other services get their answers from databases as quickly as before`);
}
