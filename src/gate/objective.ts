import type { GateWindow } from '../model/analysis.js';
import { nearest } from '../model/spelling.js';
import { type Condition, ConditionError, type Selectors } from './condition.js';
import { METRICS } from './metrics.js';
import { parseLimit } from './parse-condition.js';

/** Limits of one endpoint, as a row of a table: `{ label: 'Checkout', p95: '2s', error_rate: '1%', apdex: '0.85' }`. */
export interface Objective {
  /** The endpoint, exactly. */
  label?: string;
  /** Or the transaction. */
  transaction?: string;
  /** Whether missing it fails the gate (by default) or only warns. */
  level?: 'fail' | 'warn';
  /** Part of the run; the gate's by default. */
  window?: GateWindow;
  /** Which requests latencies are of; all by default. */
  population?: 'all' | 'ok';
  /** Metric and its limit, with a unit. */
  [metric: string]: string | undefined;
}

/** Columns of an objective that are no metric. */
const WORDS = ['label', 'transaction', 'level', 'window', 'population'] as const;
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  level: ['fail', 'warn'],
  window: ['whole', 'steady'],
  population: ['all', 'ok'],
};
/** Metrics that requests of one endpoint have. */
const COLUMNS = METRICS.filter((metric) => metric.of === 'requests');

/**
 * A row of the table → the conditions it stands for. Latencies, errors and bytes are to be at most their limit, the others at least.
 * @throws ConditionError
 */
export function readObjective(objective: unknown): { conditions: Condition[]; level: 'fail' | 'warn' } {
  if (typeof objective !== 'object' || objective === null || Array.isArray(objective))
    throw wrong('it is no map', 'Write for example { label: Checkout, p95: 2s, error_rate: 1% }.');
  const cells = Object.entries(objective as Record<string, unknown>).filter(([, value]) => value !== undefined);
  for (const [name, value] of cells) checkCell(name, value);
  const given = new Map(cells as [string, string][]);
  const selectors: Selectors = {};
  for (const name of ['label', 'transaction', 'population', 'window'] as const) {
    if (given.has(name)) Object.assign(selectors, { [name]: given.get(name) });
  }
  const { population, ...place } = selectors;
  if ((place.label === undefined) === (place.transaction === undefined))
    throw wrong('it needs a label, or a transaction', 'Limits of all requests stand under fail or warn.');
  const conditions = COLUMNS.filter(({ name }) => given.has(name)).map((metric): Condition => {
    const operator = metric.better === 'less' ? '>' : '<';
    const limit = named(metric.name, () => parseLimit(String(given.get(metric.name)), metric, operator));
    const own = metric.latency && population !== undefined ? { ...place, population } : place;
    return { metric: metric.name, ...own, operator, limit };
  });
  if (conditions.length === 0) throw wrong('it has no limit', `Add one: ${COLUMNS.map(({ name }) => name).join(', ')}.`);
  return { conditions, level: given.get('level') === 'warn' ? 'warn' : 'fail' };
}

function checkCell(name: string, value: unknown): void {
  const names = [...WORDS, ...COLUMNS.map((metric) => metric.name)];
  if (!names.includes(name)) {
    const meant = nearest(name, names);
    throw wrong(`${name} is no column of an objective`, meant ? `Did you mean ${meant}?` : `Columns are ${names.join(', ')}.`);
  }
  if (typeof value !== 'string') throw wrong(`${name} is no text`, `Write the value of ${name} as a text, with its unit.`);
  const allowed = CHOICES[name];
  if (allowed && !allowed.includes(value)) throw wrong(`${name} cannot be ${value}`, `Write ${allowed.join(' or ')}.`);
}

function named<T>(metric: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConditionError) throw new ConditionError(`${metric}: ${error.message}`, error.hint, error.position);
    throw error;
  }
}

const wrong = (what: string, hint: string): ConditionError => new ConditionError(what, hint, 1);
