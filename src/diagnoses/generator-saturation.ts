import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';
import { LATE } from './events.js';

/** Where the one who mends it has to look. */
export const LOAD_GENERATOR = 'load-generator';
/** Names of processes that make load. */
const LOAD_TOOL =
  /(^|[^a-z])(k6|jmeter|gatling|locust|artillery|autocannon|vegeta|wrk2?|hey|oha|ghz|tsung|siege|loadrunner|neoload|load-?(tool|gen|generator|tester?|agent|driver))($|[^a-z])/i;

/** The load tool itself was the bottleneck: what it measured is its own waiting. */
export const generatorSaturation = defineDiagnosis({
  id: 'generator-saturation',
  title: 'The load generator was the bottleneck',
  docs: 'docs/diagnoses/generator-saturation.md',
  claim: 'The load generator could not send the planned load, and what it measured includes its own waiting.',
  explains: [],
  asks: [
    { source: 'results', question: 'Were iterations dropped, or starts late?' },
    { source: 'traces', question: 'Is the time lost outside the services, before the first one had the request?' },
    {
      source: 'metrics',
      question: 'Do the services say that they answered as fast as before? Is the CPU of the load generator at its limit?',
    },
  ],
  lookAlikes: [
    { id: 'network-delay', toldApartBy: 'a slow network drops no iterations and leaves the generator idle' },
    { id: 'cpu-saturation', toldApartBy: 'a saturated service is slow by its own metrics and spans too' },
  ],
  fix: () =>
    'Give the load generator more CPU, more virtual users or more machines, and run the test again; nothing else it shows can be relied on.',
  verify: 'No iteration is dropped, and the time outside the services is as small as in a quiet test.',
  experimental: false,
  places: () => [LOAD_GENERATOR],
  examine(c, _place, file) {
    if (c.finding.kind === 'generator-saturation') {
      file.also('results', 5, c.finding.summary, c.anomaly.start);
      file.hard();
    }
    const outside = file.lost(['entry'], 3, null);
    const dropped = file.signal(['generator-dropped', 'generator-blocked'], 2, anyone);
    const busy = file.signal(
      ['group-cpu', 'container-cpu', 'process-cpu'],
      2,
      ({ signal }) => LOAD_TOOL.test(signal.service ?? signal.labels.process ?? ''),
      'up',
    );
    if (c.finding.kind === 'generator-saturation') return;
    if (outside < 0.6) return file.exclude('the time is lost within the system');
    const first = (c.location?.latency ?? []).find(({ kind }) => kind === 'entry')?.service ?? '';
    // Who takes requests late makes the time before it look lost, too.
    const [late] = c.changed(
      [...LATE, 'node-psi-cpu', 'node-cpu-steal', 'go-run-queue'],
      ({ signal, effect, score }) => (signal.service === first || signal.subject === 'host') && effect > 0 && score >= 3,
    );
    if (late && !dropped && !busy)
      return file.exclude(`the first service may have taken requests late: ${late.signal.title.toLowerCase()} rose`);
    const slower = c.changed(['http-server-duration'], ({ signal, effect }) => signal.service === first && effect > 0);
    if (slower.length > 0) file.against(2, `${first} itself takes longer`);
    else if (c.signals(['http-server-duration']).some(({ service }) => service === first))
      file.also(c.placeFamily, 1, `${first} answers as quickly as before by its own account`);
    if (!dropped && !busy) file.against(0.3, 'the network between the load generator and the first service would look the same');
  },
});
