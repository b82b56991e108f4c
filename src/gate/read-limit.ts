import type { Limit, Operator } from './condition.js';
import type { Metric } from './metrics.js';
import type { Scanner } from './scanner.js';
import { BOUNDS, type Quantity, toBase, UNITS } from './units.js';

/** Digits that a number of ours can hold exactly. */
const MAX_DIGITS = 15;

/** A number and its unit, at the scanner. @throws ConditionError */
export function readLimit(scanner: Scanner, metric: Metric): Limit {
  const quantity = metric.quantity as Quantity;
  const units = Object.keys(UNITS[quantity]);
  const at = scanner.skipBlanks();
  const digits = scanner.match(/\d+(?:\.\d+)?|\.\d+/y);
  if (digits === '') {
    const example = units[0] === '' ? '10' : `10${units[0]}`;
    throw scanner.error(scanner.done ? 'the limit is missing' : 'a number should stand here', `Write for example ${example}.`, at);
  }
  const amount = plain(digits);
  if (amount.replace('.', '').length > MAX_DIGITS)
    throw scanner.error(`the number has more than ${MAX_DIGITS} digits`, 'Write a shorter one, or a larger unit.', at);
  const unitAt = scanner.skipBlanks();
  const unit = scanner.match(/[^ \t\r\n]+/y);
  if (units.includes(unit)) return { amount, unit };
  const allowed = units[0] === '' ? `Write ${amount} alone.` : `Write ${either(units.map((one) => written(amount, one)))}.`;
  if (unit === '') throw scanner.error(`${digits} has no unit`, allowed, at);
  const what = units[0] === '' ? `${metric.name} takes no unit` : `${unit.slice(0, 20)} is no unit of ${metric.name}`;
  throw scanner.error(what, allowed, unitAt);
}

/** A gate that cannot fail is a mistake that nobody would see. @throws ConditionError */
export function refuseNever(scanner: Scanner, metric: Metric, operator: Operator, limit: Limit): void {
  const quantity = metric.quantity as Quantity;
  const [least, most] = BOUNDS[quantity];
  const value = toBase(limit.amount, quantity, limit.unit);
  const never = {
    '>': value >= most,
    '>=': value > most,
    '<': value <= least,
    '<=': value < least,
    '==': value < least || value > most,
    '!=': false,
  }[operator];
  if (!never) return;
  const range =
    most === 1 ? `${metric.name} lies between 0 and ${quantity === 'share' ? '100%' : '1'}.` : `${metric.name} is never below 0.`;
  throw scanner.error('this can never be true, so the gate could never fail', range, 0);
}

/** The number with no zeros too many: `.850` is 0.85. */
function plain(digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const front = whole.replace(/^0+(?=\d)/, '') || '0';
  const back = fraction.replace(/0+$/, '');
  return back === '' ? front : `${front}.${back}`;
}

function written(amount: string, unit: string): string {
  return unit === 'share' ? `${amount} share` : `${amount}${unit}`;
}

function either(words: readonly string[]): string {
  return words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
