import { defineDiagnosis } from './diagnosis.js';
import { THROTTLED } from './events.js';
import { changeInWords } from './words.js';

/** How long a service takes by its own account. */
const DURATIONS = ['http-server-duration', 'http-server-duration-by-route', 'rpc-server-duration'];

/** A called service takes longer, and nothing says that it computes more. */
export const slowDependency = defineDiagnosis({
  id: 'slow-dependency',
  title: 'A called service became slow',
  docs: 'docs/diagnoses/slow-dependency.md',
  claim: 'A service that others call takes longer, without using more of its own resources.',
  explains: [],
  asks: [
    { source: 'traces', question: 'In which called service, or in waiting for whom outside, is the time lost?' },
    { source: 'metrics', question: 'Which service takes longer than its own calls explain, and is its CPU as before?' },
    { source: 'logs', question: 'Does it, or who calls it, log slow requests or time-outs?' },
  ],
  lookAlikes: [
    { id: 'cpu-saturation', toldApartBy: 'its CPU rises with it' },
    { id: 'network-delay', toldApartBy: 'the called service says that it is as quick as before' },
    { id: 'pool-exhaustion', toldApartBy: 'it waits for a connection' },
    { id: 'retry-storm', toldApartBy: 'it gets more requests than users make' },
  ],
  fix: (service) =>
    `Look inside ${service}: what it waits for (locks, sleeps, outside calls without spans, thread pools), and what changed there at the onset; protect its callers with time-outs.`,
  verify: 'The service takes as long as before under the same load, and so do its callers.',
  experimental: false,
  places: (c) =>
    new Set([
      ...(c.location?.latency ?? []).flatMap(({ kind, service, peer }) =>
        kind === 'own' ? [service] : kind === 'peer' && peer !== null ? [peer] : [],
      ),
    ]),
  examine(c, place, file) {
    const own = file.lost(['own'], 4);
    const around = c.around(place);
    // A process that gets no CPU takes requests late, which looks like the way to it. Its metrics would tell; without them the place is told.
    if (!c.telemetry.metrics && own >= 0.1 && around >= 0.6 && 3.2 * around > 4 * own)
      file.also(
        'traces',
        3.2 * around - 4 * own,
        `${Math.round(around * 100)} % of the lost time goes by ${place}, in it or on the way to it`,
      );
    const outside = (c.location?.latency ?? []).filter(({ kind, peer }) => kind === 'peer' && peer === place);
    const share = outside.reduce((sum, part) => sum + part.share, 0);
    const [worst] = outside;
    if (worst)
      file.also(
        c.placeFamily,
        4 * share,
        `${Math.round(share * 100)} % of the lost time is ${worst.service} waiting for ${place}`,
        worst.onset,
      );
    if (own + share < 0.2) return file.exclude('little time is lost there');
    file.log(/slow|took \d|time(d)? ?out|deadline|latency/i, 1);
    const second = c.second?.latency.find(
      ({ kind, service, peer }) => (kind === 'own' && service === place) || (kind === 'peer' && peer === place),
    );
    if (second && second.share >= 0.3) {
      const [longer] = c.changed(DURATIONS, ({ signal, bad }) => signal.service === place && bad);
      const how = longer ? `: ${changeInWords(longer)}` : '';
      const text = `by metrics too, ${Math.round(second.share * 100)} % of the lost time is there${how}`;
      file.also('metrics', 1.5, text, second.onset, longer ? { change: longer } : { isOfPlace: true });
    } else file.signal(DURATIONS, 1, ({ signal }) => signal.service === place);
    const cpu = c.changed(['process-cpu', 'container-cpu', 'group-cpu'], ({ signal, effect }) => signal.service === place && effect > 0.15);
    if (cpu[0]) file.against(2.5, `its CPU rose from ${cpu[0].before.toFixed(2)} to ${cpu[0].during.toFixed(2)} cores`, { change: cpu[0] });
    if (c.grown(['nodejs-heap', 'jvm-heap-bytes', 'process-memory', 'container-memory'], place)) file.against(2.5, 'its memory grew');
    const stopped = c.changed(THROTTLED, ({ signal, effect }) => signal.service === place && effect > 0);
    if (stopped[0]) file.against(3, 'the CPU limit of its container stopped it');
    if (c.isEntry(place)) file.against(2, 'it is the first service, and nobody calls it but users');
    if (c.versionChange(place)) file.against(2.5, 'another version went live');
  },
});
