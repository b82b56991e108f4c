import { hasAll, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { CONVERT, NO_READER, TOTALS } from './foreign-signature.js';
import { hasColumns, startsWith } from './foreign-view.js';

const KPI_JTL = 'Give the kpi.jtl that Taurus keeps in its artifacts folder (one for each executor).';

/** Result files of suites and services: Taurus, LoadRunner, NeoLoad, JUnit, and Heimr itself. */
export const suiteSignatures: readonly ForeignSignature[] = [
  {
    id: 'taurus-csv',
    title: 'Taurus final statistics in CSV',
    test: (view) => hasColumns(view, 'avg_ct', 'avg_lt', 'avg_rt'),
    why: TOTALS,
    hint: KPI_JTL,
  },
  {
    id: 'taurus-xml',
    title: 'Taurus final statistics in XML',
    test: ({ xmlRoot }) => xmlRoot === 'FinalStatus',
    why: TOTALS,
    hint: KPI_JTL,
  },
  {
    id: 'loadrunner',
    title: 'Access database, as LoadRunner Analysis writes it',
    test: (view) =>
      (startsWith(view, '\x00\x01\x00\x00Standard Jet DB') && 'Jet') || (startsWith(view, '\x00\x01\x00\x00Standard ACE DB') && 'ACE'),
    why: 'It is a database file, and this version has no reader for it.',
    hint: `Export the raw data of the transactions from LoadRunner Analysis as CSV. ${CONVERT}`,
  },
  {
    id: 'neoload',
    title: 'NeoLoad export',
    test: (view) =>
      (hasColumns(view, 'Elapsed', 'Element', 'Response time') && 'raw values') ||
      (view.xmlRoot !== undefined && !view.html && /\bneoload\b|\bneotys\b/i.test(view.text.slice(0, 2000)) && 'XML'),
    why: NO_READER,
    hint: `Export the raw values as CSV. ${CONVERT}`,
  },
  {
    id: 'junit',
    title: 'JUnit test report',
    test: ({ xmlRoot }) => xmlRoot === 'testsuites' || xmlRoot === 'testsuite',
    why: 'It holds one verdict a test case; it is no load-test result.',
    hint: "Give the result file of the load tool itself, such as JMeter's results.jtl in CSV.",
  },
  {
    id: 'heimr-analysis',
    title: 'analysis that Heimr itself wrote',
    test: ({ json }) =>
      hasAll(json, 'schemaVersion', 'input', 'kpis') || (hasAll(json, 'schemaVersion') && hasAll(nodeAt(json, 'kpis'), 'overall')),
    why: 'It is the outcome of an analysis, not its input.',
    hint: 'Give the load-test result that it was made from; its name is under input in the file.',
  },
];
