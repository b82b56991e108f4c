import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';

/** A cache no longer answers, and what stands behind it gets all requests. */
export const cacheStampede = defineDiagnosis({
  id: 'cache-stampede',
  title: 'A cache stopped to answer',
  docs: 'docs/diagnoses/cache-stampede.md',
  claim: 'The cache no longer answers for most requests, and each of them goes to what stands behind it.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Did the hit ratio fall, did misses or the calls behind the cache rise, are keys gone?' },
    { source: 'traces', question: 'Do requests that asked only the cache ask the database now?' },
    { source: 'logs', question: 'Do logs tell of misses, or of a cache that cannot be reached?' },
  ],
  lookAlikes: [
    { id: 'slow-query', toldApartBy: 'statements are slower, and as many as before' },
    { id: 'n-plus-one', toldApartBy: 'many calls of one statement within a request, and hits as before' },
  ],
  fix: (service) =>
    `Find out why the cache of ${service} is empty or not asked (flush, eviction, expiry at the same moment, another key), and let only one request fill an entry while others wait.`,
  verify: 'The hit ratio and the calls per request behind the cache are as before.',
  experimental: false,
  examine(c, place, file) {
    const own = (id: string): boolean => id.startsWith('other:') && /cache/i.test(id);
    const ratio = c.changes.filter(
      ({ signal, bad }) =>
        own(signal.id) && signal.service === place && (signal.id.endsWith(':hits') ? bad : signal.labels.result === 'miss' && bad),
    );
    const [worst] = ratio;
    if (worst) file.signal([worst.signal.id], 3, (change) => change === worst);
    const server = file.signal(['redis-hit-ratio', 'redis-misses', 'redis-evictions'], 2, anyone);
    const keys = file.signal(['redis-keys', 'redis-commands'], 1, ({ before, during }) => during < 0.5 * before, 'down');
    file.log(/cache (miss|flush|evict|unavailable|error|down)|miss(ed)? (in|from) cache/i, 1);
    const [asked] = c.parts(['database'], place).latency;
    const passes = asked?.calls ?? null;
    const isAlone =
      c.telemetry.metrics === null &&
      passes !== null &&
      passes.before < 0.8 &&
      passes.during > 2 * passes.before &&
      passes.during - passes.before >= 0.4 &&
      passes.during < 5;
    if (isAlone) file.also('traces', 1, 'requests that were answered without the database ask it now');
    if (!worst && !server && !keys && !isAlone) {
      const counted = (c.telemetry.metrics?.signals ?? []).filter(({ id }) => id === 'redis-hit-ratio' || own(id)).map(({ id }) => id);
      return file.exclude('no cache answers less than before', counted);
    }
    file.lost(['database', 'own', 'cache'], 2.5);
    if (passes && passes.during > 1.3 * passes.before && passes.during - passes.before >= 0.3) {
      file.also('traces', 1.5, `${passes.during.toFixed(1)} calls per request behind the cache instead of ${passes.before.toFixed(1)}`);
    }
    file.signal(['db-client-requests', 'db-client-requests-by-statement', 'postgres-statement-calls'], 1, anyone, 'up');
    if (!worst && c.share(['database', 'own', 'cache'], place) < 0.2) file.against(2, 'the time is lost elsewhere');
  },
});
