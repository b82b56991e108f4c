import { nearest } from '../model/spelling.js';
import {
  type Condition,
  ConditionError,
  type Limit,
  OPERATORS,
  type Operator,
  ORDERED,
  OUTSIDE,
  SELECTORS,
  type Selectors,
  type Status,
} from './condition.js';
import { METRICS, type Metric, metricOf } from './metrics.js';
import { readLimit, refuseNever } from './read-limit.js';
import { Scanner } from './scanner.js';

const STATUSES: readonly Status[] = [...ORDERED, ...OUTSIDE];
/** More is no condition, and would not fit into an error. */
const MAX_LENGTH = 1000;
const EXAMPLE = 'Write for example p95 > 800ms, error_rate > 1%, or verdict >= degraded.';

/**
 * Text of a condition → what it means: a figure, `{selectors}`, a comparison, a limit with its unit.
 * @throws ConditionError, with the place
 */
export function parseCondition(text: string): Condition {
  if (text.length > MAX_LENGTH) throw new ConditionError(`longer than ${MAX_LENGTH} characters`, EXAMPLE, MAX_LENGTH + 1);
  const scanner = new Scanner(text);
  const metric = readMetric(scanner);
  const selectors = readSelectors(scanner, metric);
  const at = scanner.skipBlanks();
  const operator = scanner.oneOf(OPERATORS);
  if (operator === undefined) {
    const hint = `Write one of > >= < <= == != behind ${metric.name}.`;
    throw scanner.error(scanner.done ? 'the comparison is missing' : 'a comparison should stand here', hint, at);
  }
  const limit = metric.quantity === null ? readStatus(scanner, operator) : readLimit(scanner, metric);
  scanner.end();
  if (!('status' in limit)) refuseNever(scanner, metric, operator, limit);
  return { metric: metric.name, ...selectors, operator, limit };
}

/**
 * A cell of the table of objectives → the limit it means.
 * @throws ConditionError, with the place in the cell
 */
export function parseLimit(text: string, metric: Metric, operator: Operator): Limit {
  if (text.length > MAX_LENGTH) throw new ConditionError(`longer than ${MAX_LENGTH} characters`, EXAMPLE, MAX_LENGTH + 1);
  const scanner = new Scanner(text);
  const limit = readLimit(scanner, metric);
  scanner.end();
  refuseNever(scanner, metric, operator, limit);
  return limit;
}

function readMetric(scanner: Scanner): Metric {
  const at = scanner.skipBlanks();
  const name = scanner.match(/[A-Za-z_][\w-]*/y);
  const metric = metricOf(name);
  if (metric) return metric;
  const names = METRICS.map((one) => one.name);
  if (name === '') throw scanner.error(scanner.done && at === 0 ? 'the condition is empty' : 'a figure should stand here', EXAMPLE, at);
  const meant = nearest(name, names);
  throw scanner.error(`${name} is no figure`, meant ? `Did you mean ${meant}?` : `Figures are ${names.join(', ')}.`, at);
}

function readSelectors(scanner: Scanner, metric: Metric): Selectors {
  const selectors: Selectors = {};
  scanner.skipBlanks();
  if (!scanner.take('{')) return selectors;
  do {
    const at = scanner.skipBlanks();
    const name = scanner.match(/[A-Za-z_][\w-]*/y);
    const known = SELECTORS.find((one) => one === name);
    if (!known) {
      const meant = nearest(name, SELECTORS);
      const what = name === '' ? 'a selector should stand here' : `${name} is no selector`;
      throw scanner.error(what, meant ? `Did you mean ${meant}?` : `Selectors are ${SELECTORS.join(', ')}.`, at);
    }
    if (known in selectors) throw scanner.error(`${known} is given twice`, 'Write one condition for each.', at);
    scanner.skipBlanks();
    if (!scanner.take('=')) throw scanner.error('= should stand here', `Write ${known}='…'.`);
    const valueAt = scanner.skipBlanks();
    Object.assign(selectors, { [known]: choiceOf(scanner, known, scanner.quoted(known), valueAt) });
    refuseSelector(scanner, metric, known, selectors, at);
    scanner.skipBlanks();
  } while (scanner.take(','));
  if (!scanner.take('}')) throw scanner.error('} or , should stand here', 'Close the selectors with }.');
  return selectors;
}

/** Values that are words of a list. */
const VALUES: Partial<Record<keyof Selectors, readonly string[]>> = { population: ['all', 'ok'], window: ['whole', 'steady'] };

function choiceOf(scanner: Scanner, selector: keyof Selectors, value: string, at: number): string {
  const allowed = VALUES[selector];
  if (!allowed || allowed.includes(value)) return value;
  throw scanner.error(`${selector} cannot be '${value}'`, `Write ${allowed.map((one) => `${selector}='${one}'`).join(' or ')}.`, at);
}

/** A selector that a figure cannot follow would be ignored, or would fail every build. */
function refuseSelector(scanner: Scanner, metric: Metric, selector: keyof Selectors, all: Selectors, at: number): void {
  const refuse = (what: string, hint: string): never => {
    throw scanner.error(what, hint, at);
  };
  if (metric.of === 'run') refuse(`${metric.name} is a figure of the run as a whole and takes no selectors`, 'Leave the braces away.');
  if (selector === 'population' && !metric.latency)
    refuse(`${metric.name} is over all requests and takes no population`, 'Leave the population away.');
  if (all.label !== undefined && all.transaction !== undefined)
    refuse('label and transaction exclude each other', 'Write one condition for each.');
  if (all.window === 'steady' && (all.label !== undefined || all.transaction !== undefined))
    refuse(STEADY_LABEL, "Leave window='steady' away, or cut the run with --from and --to.");
}

/** Why a condition on an endpoint cannot be about the steady phases. */
export const STEADY_LABEL = 'figures of single endpoints are kept for the whole run only';

function readStatus(scanner: Scanner, operator: Operator): { status: Status } {
  const at = scanner.skipBlanks();
  const word = scanner.match(/[A-Za-z_-]+/y);
  const status = STATUSES.find((one) => one === word);
  if (!status) {
    const meant = nearest(word, STATUSES);
    const what = word === '' ? 'a verdict should stand here' : `${word} is no verdict`;
    throw scanner.error(what, meant ? `Did you mean ${meant}?` : `Verdicts are ${STATUSES.join(', ')}.`, at);
  }
  if (operator !== '==' && operator !== '!=' && OUTSIDE.some((one) => one === status))
    throw scanner.error(`${status} is neither better nor worse than other verdicts`, 'Compare it with == or !=.', at);
  if ((operator === '>' && status === 'failing') || (operator === '<' && status === 'healthy'))
    throw scanner.error('this can never be true, so the gate could never fail', `Write verdict ${operator}= ${status}.`, at);
  return { status };
}
