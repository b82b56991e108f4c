import { defineDiagnosis } from './diagnosis.js';

/** Calls per request that are one for each item, not one for all. */
const MANY = 5;
const TIMES = 3;

/** A request asks once for each item. */
export const nPlusOne = defineDiagnosis({
  id: 'n-plus-one',
  title: 'One call for each item',
  docs: 'docs/diagnoses/n-plus-one.md',
  claim: 'A request makes the same call once for each item, where it made few before.',
  explains: [],
  asks: [
    { source: 'traces', question: 'How often is the same statement or call made within one request, before and during?' },
    { source: 'metrics', question: 'Do calls of one statement multiply while requests stay the same?' },
  ],
  lookAlikes: [
    { id: 'bad-deploy', toldApartBy: 'where another version went live at the onset, that version is the cause' },
    { id: 'slow-query', toldApartBy: 'each call is slower, and there are no more of them' },
    { id: 'retry-storm', toldApartBy: 'calls are made again after failures' },
    { id: 'cache-stampede', toldApartBy: 'a cache stops to answer, and each request makes one or two calls more' },
  ],
  fix: (service) => `In ${service}, ask once for all items (a join, IN, or a batch call), not once for each.`,
  verify: 'The number of calls within a request no longer grows with the number of items.',
  experimental: true,
  examine(c, place, file) {
    const repeat = c.repeats.find(
      ({ service, operation, before, during, afterFailure }) =>
        service === place && operation !== '' && during >= MANY && during >= TIMES * Math.max(before, 1) && afterFailure.during < 0.2,
    );
    const [part] = c.parts(['database', 'cache', 'peer', 'network'], place).latency;
    const calls = part?.calls ?? null;
    if (repeat)
      file.also('traces', 3, `${repeat.during.toFixed(0)} calls per request instead of ${repeat.before.toFixed(1)}: ${repeat.operation}`);
    else if (calls && calls.during >= MANY && calls.during >= TIMES * Math.max(calls.before, 1))
      file.also('traces', 2.5, `${calls.during.toFixed(0)} calls per request instead of ${calls.before.toFixed(1)}: ${part?.operation}`);
    const more = file.signal(
      ['db-client-requests-by-statement', 'db-client-requests', 'postgres-statement-calls'],
      2,
      ({ signal, before, during }) =>
        (signal.service === place || signal.subject === 'database') && during >= TIMES * Math.max(before, 1) + 2,
      'up',
    );
    if (!repeat && !more && file.exhibits.length === 0) return file.exclude('no call is made more often within a request');
    const served = c.changed(
      ['http-server-requests', 'rpc-server-requests', 'span-server-requests'],
      ({ signal, before, during }) => signal.service === place && during > 1.5 * before,
    );
    if (served.length > 0) file.against(2, `${place} serves more requests than before`);
    file.lost(['own', 'database', 'cache'], 2);
    if (c.hasCacheLoss()) file.against(2.5, 'a cache stopped to answer');
  },
});
