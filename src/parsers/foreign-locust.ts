import { hasAll, ITEM, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { TOTALS } from './foreign-signature.js';

const FILES = 'Give the files of locust --csv, or what locust --json prints; single requests come from locust.contrib.csv_request_logger.';

/** What Locust writes and is not read. */
export const locustSignatures: readonly ForeignSignature[] = [
  {
    id: 'taurus-locust',
    title: "Locust workers' report of Taurus",
    test: ({ json }) => hasAll(nodeAt(json, 'stats', ITEM), 'response_times', 'num_requests'),
    why: 'It holds what workers reported every few seconds, for Taurus alone, and this version has no reader for it.',
    hint: `Give kpi.jtl of the same folder. ${FILES}`,
  },
  {
    id: 'locust-html',
    title: 'Locust HTML report',
    test: ({ html, text }) => html && /<title>(?:Locust<|Test Report for )|Locust Test Report/i.test(text),
    why: TOTALS,
    hint: FILES,
  },
];
