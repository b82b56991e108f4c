import type { JsonNode } from './foreign-json.js';
import { hasAll } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { TOTALS } from './foreign-signature.js';

const GIVE_JTL = 'Give the result file that was written with -l (jmeter -n -t plan.jmx -l results.jtl).';

function anyMember(node: JsonNode | undefined, ...names: string[]): boolean {
  return node !== undefined && [...node.members.values()].some((member) => hasAll(member, ...names));
}

/** What JMeter writes besides results. Results belong to the parsers `jmeter-csv` and `jmeter-xml`, never to this table. */
export const jmeterSignatures: readonly ForeignSignature[] = [
  {
    id: 'jmeter-dashboard',
    title: 'JMeter HTML dashboard',
    test: ({ html, text }) => html && /Apache JMeter Dashboard|content\/js\/dashboard\.js/.test(text),
    why: TOTALS,
    hint: GIVE_JTL,
  },
  {
    id: 'jmeter-statistics',
    title: 'JMeter dashboard file statistics.json',
    test: ({ json }) => json?.kind === 'object' && anyMember(json, 'sampleCount', 'meanResTime'),
    why: TOTALS,
    hint: GIVE_JTL,
  },
  {
    id: 'jmeter-plan',
    title: 'JMeter test plan',
    test: ({ xmlRoot }) => xmlRoot === 'jmeterTestPlan',
    why: 'It describes a test; it holds no results.',
    hint: GIVE_JTL,
  },
  {
    id: 'jmeter-log',
    title: 'JMeter log',
    test: ({ lines }) =>
      lines
        .slice(0, 50)
        .some(
          (line) =>
            /^[\d\- :,./]{19,24} (?:INFO|WARN|ERROR|DEBUG) +-? ?(?:o\.a\.j\.|jmeter\.|org\.apache\.jmeter\.)/.test(line) ||
            /^(?:Generate )?[Ss]ummary [+=] +\d+ in +[\d:.]+s? = /.test(line),
        ),
    why: "It is the program's own log; it holds no single requests.",
    hint: GIVE_JTL,
  },
];
