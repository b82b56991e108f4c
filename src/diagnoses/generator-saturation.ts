import { defineDiagnosis } from './diagnosis.js';
import { anyone } from './dossier.js';

/** Where the one who mends it has to look. */
export const LOAD_GENERATOR = 'load-generator';

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
    // Time before the first service may as well be the network's; without another sign the generator is not accused.
    if (c.finding.kind !== 'generator-saturation' && (outside < 0.6 || dropped === null))
      file.exclude('the load generator sent what was planned');
  },
});
