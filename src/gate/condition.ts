import type { GateWindow, Verdict } from '../model/analysis.js';

/** Comparisons, the longer ones first, as a scanner needs them. */
export const OPERATORS = ['>=', '<=', '==', '!=', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Verdicts that have an order, best first. */
export const ORDERED = ['healthy', 'degraded', 'failing'] as const;
/** Verdicts on a test that proves nothing: neither better nor worse than others. */
export const OUTSIDE = ['invalid-test', 'inconclusive'] as const;
export type Status = Verdict['status'];

/** What a condition selects. */
export const SELECTORS = ['label', 'transaction', 'population', 'window'] as const;
export interface Selectors {
  label?: string;
  transaction?: string;
  population?: 'all' | 'ok';
  window?: GateWindow;
}

/** What must not be: the gate fails where it is true. */
export interface Condition extends Selectors {
  /** Name of a metric. */
  metric: string;
  operator: Operator;
  limit: Limit | { status: Status };
}

/** A number as it was written, and its unit. */
export interface Limit {
  /** Digits, with a point and digits behind it where there is a fraction; no zeros too many. */
  amount: string;
  /** Unit; empty for plain numbers. */
  unit: string;
}

/** The condition in the one form that is printed; parsed again, it is the same. */
export function printCondition(condition: Condition): string {
  const selectors = SELECTORS.flatMap((name) => {
    const value = condition[name];
    return value === undefined ? [] : [`${name}=${quote(value)}`];
  });
  const { limit } = condition;
  const shown = 'status' in limit ? limit.status : `${limit.amount}${limit.unit === 'share' ? ' ' : ''}${limit.unit}`;
  return `${condition.metric}${selectors.length === 0 ? '' : `{${selectors.join(', ')}}`} ${condition.operator} ${shown}`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** A condition that means nothing, with the place where that shows. */
export class ConditionError extends Error {
  /**
   * @param message what is wrong
   * @param hint what would be right
   * @param position character of the text where it is wrong, from 1
   */
  constructor(
    message: string,
    readonly hint: string,
    readonly position: number,
  ) {
    super(message);
  }
}
