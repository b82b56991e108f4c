import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';

const LIMITED = /rate.?limit|too many requests|\b429\b|throttl|quota exceeded|load.?shed|request rejected/i;

/** Requests are refused on purpose. */
export const rateLimit = defineDiagnosis({
  id: 'rate-limit',
  title: 'Requests were refused by a limit',
  docs: 'docs/diagnoses/rate-limit.md',
  claim: 'A limit on the rate of requests refuses those above it.',
  explains: [],
  asks: [
    { source: 'results', question: 'Are failures answered with 429, quickly, and at a constant rate of good answers?' },
    { source: 'metrics', question: 'Which service answers 429 or counts refused requests?' },
    { source: 'traces', question: 'In which service do short failed spans with 429 begin?' },
    { source: 'logs', question: 'Do logs speak of a limit?' },
  ],
  lookAlikes: [
    { id: 'dependency-errors', toldApartBy: 'failures are other codes than 429, or are not tied to the rate' },
    { id: 'pool-exhaustion', toldApartBy: 'requests wait before they fail' },
  ],
  fix: (service) =>
    `Raise the limit in ${service}, or send less: find out whose limit it is and whether the planned load is meant to be above it.`,
  verify: 'No request is answered with 429 under the same load, or the good answers keep to the limit that is meant.',
  experimental: true,
  examine(c, place, file) {
    const shed = file.signal(['http-server-shed', 'aspnet-limited', 'envoy-pending-overflow', 'kestrel-rejected'], 2.5, mine(place), 'up');
    const counted = c.changes.find(
      ({ signal, effect }) =>
        signal.id.startsWith('other:') && signal.service === place && effect > 0 && /limit|throttl|reject|shed/i.test(signal.id),
    );
    if (counted) file.signal([counted.signal.id], 2, (change) => change === counted, 'up');
    const origin = c.parts(['own'], place).errors.find(({ operation }) => LIMITED.test(operation));
    if (origin)
      file.also(
        'traces',
        3 * origin.share,
        `${Math.round(origin.share * 100)} % of the failures begin in ${place}: ${origin.operation}`,
        origin.onset,
      );
    const said = file.log(LIMITED, 2);
    const isSeen = c.finding.kind === 'rate-limit';
    if (!shed && !counted && !origin && !said) return file.exclude('it refuses nothing');
    if (isSeen) file.also('results', 2, c.finding.summary, c.anomaly.start);
    if ((shed || counted || origin) && isSeen) file.hard();
  },
});
