import { defineDiagnosis } from './diagnosis.js';

const POOL_FULL =
  /(time(d)? ?out|timeout|wait|acquir|exhaust|no (free|available|idle)|too many|unable to (get|obtain)|cannot get|limit).{0,60}(connection|pool)|(connection|pool).{0,60}(time(d)? ?out|exhaust|not available|unavailable|limit)/i;

/** All connections of a pool are taken; requests wait for one, or give up. */
export const poolExhaustion = defineDiagnosis({
  id: 'pool-exhaustion',
  title: 'A connection pool ran out',
  docs: 'docs/diagnoses/pool-exhaustion.md',
  claim: 'All connections of the pool are taken, and requests wait for one or give up.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Is the pool at its limit, do requests wait for a connection, do waits time out?' },
    { source: 'traces', question: 'Is the time lost in taking a connection, while statements stay short?' },
    { source: 'logs', question: 'Do logs speak of time-outs or of a lack of connections?' },
  ],
  lookAlikes: [
    { id: 'db-lock', toldApartBy: 'statements themselves wait, and the full pool follows from that' },
    { id: 'slow-query', toldApartBy: 'statements themselves are slow, and the full pool follows from that' },
    { id: 'slow-dependency', toldApartBy: 'connections are held while another service is called' },
  ],
  fix: (service) =>
    `In ${service}, look for connections that are not given back (a missing release on an error path), then for statements or calls made while one is held; only then make the pool larger.`,
  verify: 'Connections in use stay below the limit, nobody waits for one, and no wait times out under the same load.',
  experimental: false,
  examine(c, place, file) {
    const waiting = file.lost(['pool'], 4);
    file.failed(['pool'], 3);
    const own = c.share(['own'], place);
    const pending = file.signal(['pool-pending', 'hikari-pending', 'pgbouncer-waiting', 'http-client-pending'], 2);
    const timeouts = file.signal(['pool-timeouts', 'hikari-timeouts'], 2);
    const full = file.signal(['pool-use', 'hikari-use', 'pool-used', 'executor-use', 'tomcat-threads'], 1);
    file.signal(['pool-wait', 'hikari-wait', 'pgbouncer-wait'], 1.5);
    const said = file.log(POOL_FULL, 2);
    if (pending && (timeouts || (full && full.peak >= 0.99))) file.hard();
    if (waiting < 0.05 && !pending && !timeouts && !said) {
      // Spans of taking a connection, where the service has them, tell as well as the pool's own metrics.
      const tells = c.telemetry.traces?.traces.some(({ spans }) =>
        spans.some(({ service, name }) => service === place && /pool|connect/i.test(name)),
      );
      return file.exclude(
        'nobody waits for a connection',
        tells ? undefined : ['pool-pending', 'pool-use', 'pool-used', 'pool-wait', 'hikari-pending', 'hikari-use', 'pgbouncer-waiting'],
      );
    }
    // A pool runs full when what is done with its connections gets slow: then that is the cause. Of one database that is slow, one service may show it as
    // statements that take long, and the next, with fewer connections, as a full pool.
    const slow = c.share(['database'], place);
    const anywhere = c.share(['database'], null);
    if ((slow > waiting && slow > 0.3) || (anywhere > 0.3 * waiting && anywhere > 0.2))
      file.against(4, 'statements themselves got slow, and a full pool follows from that');
    if (own > 0.3 && (pending || timeouts))
      file.also('metrics', 1.5 * own, `time lost in ${place} while requests wait for its pool`, null, { isOfPlace: true });
  },
});
