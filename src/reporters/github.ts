import type { Analysis, Finding, GateCondition } from '../model/analysis.js';
import { offset } from '../model/moments.js';
import { counted } from '../model/quantities.js';
import { withoutCommands } from './document/runner-commands.js';
import { cut, PROSE_LIMIT } from './document/visible.js';
import type { Reporter } from './reporter.js';

/**
 * What failed and what was found, as annotations of a workflow run: orders of the form `::error title=…::…` that the runner takes from standard
 * output. Nothing where nothing has to be told.
 */
export const github: Reporter = {
  id: 'github',
  title: 'GitHub annotations',
  docs: 'docs/reporters/github.md',
  mediaType: 'text/plain; charset=utf-8',
  extensions: [],
  render: (analysis) => {
    const all = [...(analysis.gate?.conditions ?? []).filter(({ passed }) => !passed).map(ofCondition), ...findings(analysis)];
    return LEVELS.flatMap((level) => bounded(all.filter((one) => one.level === level).map(order), level)).join('');
  },
};

const LEVELS = ['error', 'warning'] as const;

interface Annotation {
  level: (typeof LEVELS)[number];
  title: string;
  message: string;
}

/** GitHub shows so many of each level for a step, and drops the others in silence. */
const SHOWN = 10;
/** Characters of a title; GitHub takes 255. */
const TITLE = 200;

function ofCondition({ expression, level, reason }: GateCondition): Annotation {
  return { level: level === 'fail' ? 'error' : 'warning', title: `Gate: ${expression}`, message: reason };
}

function findings({ findings, window }: Analysis): Annotation[] {
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => ({
      level: finding.severity === 'critical' ? ('error' as const) : ('warning' as const),
      title: `${finding.title}${where(finding)}`,
      message: [`${when(finding, window.start)}: ${finding.summary}`, finding.recommendation].filter((part) => part !== '').join(' '),
    }));
}

function where({ labels }: Finding): string {
  if (labels === 'all' || labels.length === 0) return '';
  return labels.length === 1 ? ` (${labels[0]})` : ` (${counted(labels.length, 'endpoint')})`;
}

function when({ window }: Finding, start: number | null): string {
  return window === null ? 'Whole run' : `${offset(window.start, start)} to ${offset(window.end, start)}`;
}

/** At most as many as are shown; the last one tells how many more there are. */
function bounded(orders: readonly string[], level: Annotation['level']): readonly string[] {
  if (orders.length <= SHOWN) return orders;
  const rest = orders.length - SHOWN + 1;
  return [
    ...orders.slice(0, SHOWN - 1),
    order({ level, title: 'More', message: `${rest} more are in the summary of the job and in the report.` }),
  ];
}

function order({ level, title, message }: Annotation): string {
  return `::${level} title=${property(`Heimr: ${cut(title, TITLE)}`)}::${data(cut(message, PROSE_LIMIT))}\n`;
}

/** Text after the second pair of colons: what would end the line is escaped, and the sign of escapes. */
function data(text: string): string {
  return withoutCommands(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** Value of a property: what would end the value, too. */
function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
