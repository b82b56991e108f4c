import type { Analysis, Check, Finding, GateCondition } from '../model/analysis.js';
import { moment, offset } from '../model/moments.js';
import { cut, PROSE_LIMIT } from './document/visible.js';
import { xmlText } from './document/xml-text.js';
import type { Reporter } from './reporter.js';

/** Characters of a name that a list of tests can show. */
const NAME = 200;

/**
 * Results as continuous integration reads them. What fails is what the user asked for: conditions of the gate. A finding makes nothing red by
 * itself; it stands as skipped with its words, which is how these programs show what somebody should look at. What was not checked is skipped, too.
 * Structure: testsuites, testsuite, testcase with failure, error, skipped, system-out, as the JUnit plugin of Jenkins and GitLab read them.
 */
export const junit: Reporter = {
  id: 'junit',
  title: 'JUnit XML',
  docs: 'docs/reporters/junit.md',
  mediaType: 'application/xml',
  extensions: ['.xml'],
  render: (analysis) => {
    const suites = [
      suite('gate', gateCases(analysis)),
      suite(
        'findings',
        analysis.findings.map((finding) => findingCase(finding, analysis.window.start)),
      ),
      suite('checks', analysis.checks.map(checkCase)),
    ].filter(({ cases }) => cases.length > 0);
    const all = suites.flatMap(({ cases }) => cases);
    const head = `<testsuites name="${xmlText(cut(analysis.title, NAME))}" ${totals(all)} time="0">`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.map((one) => suiteXml(one, analysis)).join('')}</testsuites>\n`;
  },
};

/** One test, as these programs call it. */
interface Case {
  suite: string;
  name: string;
  outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** Kind of failure. */
  type: string;
  message: string;
  /** What else there is to say. */
  output: string;
}

interface Suite {
  name: string;
  cases: Case[];
}

/** Names must not depend on times or figures, or every run would have new tests; the second one of a name gets a number. */
function suite(name: string, cases: readonly Omit<Case, 'suite'>[]): Suite {
  const met = new Map<string, number>();
  return {
    name,
    cases: cases.map((one) => {
      const times = (met.get(one.name) ?? 0) + 1;
      met.set(one.name, times);
      return { ...one, suite: name, name: times === 1 ? one.name : `${one.name} (${times})` };
    }),
  };
}

function gateCases({ gate }: Analysis): Omit<Case, 'suite'>[] {
  return (gate?.conditions ?? []).map(({ expression, level, passed, outcome, reason }: GateCondition) => {
    const failed = level === 'fail' && !passed;
    return {
      name: expression,
      outcome: failed ? ('failure' as const) : passed ? ('passed' as const) : ('skipped' as const),
      type: outcome,
      message: passed ? '' : `${failed ? '' : 'Warning: '}${reason}`,
      output: passed ? reason : '',
    };
  });
}

function findingCase(
  { kind, severity, title, summary, labels, window, recommendation }: Finding,
  start: number | null,
): Omit<Case, 'suite'> {
  const where = labels === 'all' ? '' : labels.length === 1 ? ` (${labels[0]})` : ` (${labels.length} endpoints)`;
  const when =
    window === null ? 'Over the whole run' : `${offset(window.start, start)} to ${offset(window.end, start)}, from ${moment(window.start)}`;
  return {
    name: `${title}${where}`,
    outcome: 'skipped',
    type: kind,
    message: `${severity}: ${summary}`,
    output: `${when}. ${recommendation}`,
  };
}

function checkCase({ title, outcome, reason }: Check): Omit<Case, 'suite'> {
  const result = outcome === 'checked' ? 'passed' : outcome === 'failed' ? 'error' : 'skipped';
  return { name: title, outcome: result, type: outcome, message: reason, output: '' };
}

/** What both levels count. The schema of Jenkins' xUnit plugin has `skipped` for a suite only, and refuses a file that has it elsewhere. */
function totals(cases: readonly Case[]): string {
  return `tests="${cases.length}" failures="${number(cases, 'failure')}" errors="${number(cases, 'error')}"`;
}

const number = (cases: readonly Case[], outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length;

function suiteXml({ name, cases }: Suite, { window }: Analysis): string {
  const when = window.start === null ? '' : ` timestamp="${moment(window.start).replace('Z', '')}"`;
  return `  <testsuite name="${name}" ${totals(cases)} skipped="${number(cases, 'skipped')}" time="0"${when}>\n${cases.map(caseXml).join('')}  </testsuite>\n`;
}

function caseXml({ suite: className, name, outcome, type, message, output }: Case): string {
  const open = `    <testcase classname="heimr.${className}" name="${xmlText(cut(name, NAME))}" time="0"`;
  const words = xmlText(cut(message, PROSE_LIMIT));
  const result =
    outcome === 'passed'
      ? ''
      : `<${outcome} message="${words}"${outcome === 'skipped' ? '' : ` type="${xmlText(type)}">${words}</${outcome}>`}${outcome === 'skipped' ? '/>' : ''}`;
  const said = output === '' ? '' : `<system-out>${xmlText(cut(output, PROSE_LIMIT))}</system-out>`;
  return result + said === '' ? `${open}/>\n` : `${open}>${result}${said}</testcase>\n`;
}
