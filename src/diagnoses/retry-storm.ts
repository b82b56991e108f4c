import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';

const RETRY = /retr(y|ies|ying|ied)\b|attempt \d|giving up after|resend/i;

/** Calls are made again and again, and the load that follows keeps the trouble alive. */
export const retryStorm = defineDiagnosis({
  id: 'retry-storm',
  title: 'Retries multiplied the load',
  docs: 'docs/diagnoses/retry-storm.md',
  claim: 'A service repeats calls that fail or take long, without waiting, and so multiplies the load on the one it calls.',
  explains: [],
  asks: [
    { source: 'traces', question: 'How many calls to the same service does one request make, and do they follow failures?' },
    { source: 'metrics', question: 'Does the called service get more requests while the load is the same? Do retry counters rise?' },
    { source: 'logs', question: 'Do logs speak of retries?' },
  ],
  lookAlikes: [
    { id: 'slow-dependency', toldApartBy: 'the called service is slow without getting more requests' },
    { id: 'n-plus-one', toldApartBy: 'more calls without failures between them' },
    { id: 'dependency-errors', toldApartBy: 'failures are passed on, not repeated' },
  ],
  fix: (service) =>
    `Give the retries of ${service} a budget, exponential backoff with jitter and a circuit breaker, and a time-out that fits what it calls; then mend what made the first calls fail.`,
  verify: 'The called service gets as many requests as users make, also while it is slow.',
  experimental: false,
  places: (c) =>
    new Set(
      [
        ...c.repeats.filter(({ afterFailure }) => afterFailure.during > 0.1).map(({ service }) => service),
        ...c.changed(['http-client-retries', 'envoy-retries']).map(({ signal }) => signal.service ?? ''),
        ...c.logged(RETRY).map(({ template }) => template.service ?? ''),
      ].filter((name) => name !== ''),
    ),
  examine(c, place, file) {
    const repeat = c.repeats.find(
      ({ service, afterFailure }) => service === place && afterFailure.during > 0.1 && afterFailure.during > 2 * afterFailure.before,
    );
    if (repeat)
      file.also(
        'traces',
        3 + Math.min(1, repeat.during - repeat.before),
        `${repeat.during.toFixed(1)} calls to ${repeat.peer} per request instead of ${repeat.before.toFixed(1)}; ${Math.round(repeat.afterFailure.during * 100)} % of the requests called again after a failure`,
      );
    const counted = file.signal(['http-client-retries', 'envoy-retries'], 2.5, mine(place), 'up');
    const said = file.log(RETRY, 2);
    const load = c.target.load ?? [];
    const more = c.changed(
      ['http-client-requests-by-peer', 'graph-requests', 'rpc-client-requests-by-peer', 'http-client-requests'],
      ({ signal, before, during }) => signal.service === place && during > 1.3 * before,
    );
    const [most] = more;
    if (most && load.length > 0) file.signal([most.signal.id], 1.5, (change) => change === most, 'up');
    if (!repeat && !counted && !(said && most)) return file.exclude('no call is repeated after failures');
    if (counted && (repeat || most)) file.hard();
    if (repeat && repeat.during < 1.5) file.against(1, 'few calls are repeated');
  },
});
