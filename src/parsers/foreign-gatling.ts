import { hasAll, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { TOTALS } from './foreign-signature.js';

const GIVE_LOG = 'The single requests are in simulation.log of the same run: give that file.';

/** What Gatling writes besides its log. */
export const gatlingSignatures: readonly ForeignSignature[] = [
  {
    id: 'gatling-stats',
    title: 'Gatling statistics file (stats.json, global_stats.json or stats.js)',
    test: ({ json, text }) =>
      hasAll(nodeAt(json, 'numberOfRequests'), 'total', 'ok', 'ko') ||
      hasAll(nodeAt(json, 'stats', 'numberOfRequests'), 'total', 'ok', 'ko') ||
      (/^var stats = \{/.test(text) && /"numberOfRequests"/.test(text)),
    why: TOTALS,
    hint: GIVE_LOG,
  },
  {
    id: 'gatling-html',
    title: 'Gatling HTML report',
    test: ({ html, text }) => html && /<title>Gatling Stats/i.test(text),
    why: TOTALS,
    hint: GIVE_LOG,
  },
];
