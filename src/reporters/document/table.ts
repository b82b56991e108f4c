import { DASH } from '../../model/quantities.js';
import type { Column, Table, Text } from './tree.js';

/** What a table says of itself besides columns and rows. */
export interface TableOptions {
  /** Plural of what a row is. */
  noun: string;
  /** Rows that the table holds at most; the rest is counted. */
  limit: number;
  /** Rows that a summary shows; all by default. */
  brief?: number;
  /** Property of the analysis that holds the rows over the limit. */
  where: string;
  /** Whether a summary leaves the table out. */
  detail?: boolean;
  /** Leaves out columns of numbers in which every cell is unknown. */
  dropUnknown?: boolean;
  /** What the mark on small samples means, where values can bear it. */
  legend?: string;
}

/**
 * Makes a table of at most `limit` rows, and says how many were left out.
 * @param items one a row, in the order to show
 * @param row cells of an item
 */
export function table<T>(columns: readonly Column[], items: readonly T[], row: (item: T) => Text[], options: TableOptions): Table {
  const { noun, limit, brief = Infinity, where, detail = false, legend, dropUnknown = false } = options;
  const all = items.slice(0, limit).map(row);
  const kept = columns.map((column, at) => !dropUnknown || column.align === 'left' || all.some((cells) => cells[at] !== DASH));
  const isKept = (_: unknown, at: number): boolean => kept[at] as boolean;
  const rows = all.map((cells) => cells.filter(isKept));
  const shown: Table = {
    kind: 'table',
    columns: columns.filter(isKept),
    rows,
    noun,
    brief,
    leftOut: { count: items.length - rows.length, where },
    detail,
  };
  return legend === undefined ? shown : { ...shown, legend };
}

/** @returns a column of text */
export const textColumn = (title: string, keep = 0): Column => ({ title, align: 'left', keep });

/** @returns a column of labels, which a narrow output cuts in the middle */
export const labelColumn = (title: string): Column => ({ title, align: 'left', keep: 0, cut: 'middle' });

/** @returns a column of numbers */
export function numberColumn(title: string, unit: string, keep = 0): Column {
  return unit === '' ? { title, align: 'right', keep } : { title, unit, align: 'right', keep };
}
