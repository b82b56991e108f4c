import type { Analysis, Gate, GateCondition } from '../../model/analysis.js';
import { count, counted, DASH, marked, measure, SMALL_LEGEND } from '../../model/quantities.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, type Inline, list, paragraph, quoted, type Section, strong, type Table, type Text } from './tree.js';

/** Conditions that a report shows, and that a summary shows. */
const CONDITIONS = 200;
const SUMMARY = 20;

const RESULTS: Readonly<Record<GateCondition['outcome'], string>> = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'not known',
  outside: 'no valid test',
};

/** Whether the run is what the user asked for. Empty where nothing was asked. */
export function gate({ gate }: Analysis): Section[] {
  if (gate === null) return [];
  // Whoever reads a summary wants to see what failed, however many conditions stand before it.
  const sorted = [...gate.conditions].sort((a, b) => rank(a) - rank(b));
  const blocks: Block[] = [paragraph(result(gate)), conditions(sorted)];
  const told = sorted.filter(({ outcome, withinError, smallSample }) => outcome !== 'passed' || withinError || smallSample);
  if (told.length > 0) blocks.push(list(told.slice(0, CONDITIONS).map(explained), SUMMARY));
  const about = gate.window === 'steady' ? 'Conditions are about each phase of steady load' : 'Conditions are about all counted requests';
  blocks.push(paragraph(`${about}, unless they say otherwise. Margin is the room that is left to the limit.`, true));
  return [{ title: 'Gate', brief: true, blocks }];
}

function rank({ level, passed }: GateCondition): number {
  if (passed) return 2;
  return level === 'fail' ? 0 : 1;
}

function result({ passed, conditions }: Gate): Text {
  const missed = (level: GateCondition['level']): number => conditions.filter((one) => one.level === level && !one.passed).length;
  const warned = missed('warn');
  const more = warned === 0 ? '' : ` ${counted(warned, 'warning')}.`;
  const all = counted(conditions.length, 'condition');
  if (passed) return [strong('Passed.'), ` ${all} looked at.${more}`];
  return [strong('FAILED.'), ` ${count(missed('fail'))} of ${all} failed.${more}`];
}

function conditions(sorted: readonly GateCondition[]): Table {
  const columns = [
    textColumn('condition'),
    textColumn('result'),
    numberColumn('figure', '', 1),
    numberColumn('limit', '', 4),
    numberColumn('margin', '', 2),
    numberColumn('requests', '', 3),
    textColumn('of', 5),
  ];
  return table(
    columns,
    sorted,
    (one) => [
      [quoted(one.expression, 120)],
      one.passed ? RESULTS.passed : one.level === 'warn' ? `warning (${RESULTS[one.outcome]})` : strongly(RESULTS[one.outcome]),
      marked(amount(one.value, one.unit), one.smallSample),
      amount(one.limit, one.unit),
      amount(one.margin, one.unit),
      count(one.n),
      scope(one),
    ],
    { noun: 'conditions', limit: CONDITIONS, brief: SUMMARY, where: 'gate.conditions', dropUnknown: true, legend: SMALL_LEGEND },
  );
}

const strongly = (text: string): Text => [strong(text)];

function scope({ population, window, metric }: GateCondition): string {
  if (window === null) return 'the load tool';
  if (population === null) return metric === 'verdict' ? 'the run' : 'the whole run';
  return `${population === 'ok' ? 'successful' : 'all'}, ${window === 'steady' ? 'steady' : 'whole run'}`;
}

function explained({ expression, level, outcome, reason }: GateCondition): Text {
  const head: Inline[] = level === 'warn' && outcome !== 'passed' ? [strong('Warning'), ': '] : [];
  return [...head, quoted(expression, 120), `: ${reason}`];
}

function amount(value: number | null, unit: string): string {
  const number = measure(value);
  if (number === DASH || unit === '') return number;
  return unit === '%' || unit.startsWith('/') ? `${number}${unit}` : `${number} ${unit}`;
}
