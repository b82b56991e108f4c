import { defineDiagnosis } from './diagnosis.js';

/** What is said where nothing reaches the bar. It never stands among the causes: "not known" is the answer. */
export const unexplained = defineDiagnosis({
  id: 'unexplained',
  title: 'The cause is not known',
  docs: 'docs/diagnoses/unexplained.md',
  claim: 'No cause is supported by two kinds of evidence or a hard event.',
  explains: [],
  asks: [],
  lookAlikes: [],
  fix: () => 'Look at what could not be asked: the report lists what would tell.',
  verify: 'With the missing telemetry, a repeated run names the cause.',
  experimental: false,
  places: () => [],
  examine(_c, _place, file) {
    file.exclude('it is the answer where nothing else is');
  },
});
