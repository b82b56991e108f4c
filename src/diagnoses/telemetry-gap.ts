import { defineDiagnosis } from './diagnosis.js';

/** Telemetry itself has holes where the trouble is. It is named among what is not known, never as a cause of trouble. */
export const telemetryGap = defineDiagnosis({
  id: 'telemetry-gap',
  title: 'Telemetry is missing where the trouble is',
  docs: 'docs/diagnoses/telemetry-gap.md',
  claim: 'Metrics or traces of a service stop or thin out during the trouble, so its part cannot be told.',
  explains: [],
  asks: [{ source: 'metrics', question: 'Do scrapes fail or samples stop, does a collector drop data?' }],
  lookAlikes: [{ id: 'restart', toldApartBy: 'the process started again' }],
  fix: (service) =>
    `Make the telemetry of ${service} hold under load: longer scrape time-outs, a collector with room, sampling that keeps failures.`,
  verify: 'No scrape fails and no span is dropped in a repeated run.',
  experimental: true,
  places: () => [],
  examine(_c, _place, file) {
    file.exclude('it is told among what is not known');
  },
});
