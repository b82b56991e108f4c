import { cutMiddleToWidth, cutToWidth, displayWidth, padToWidth, wrap } from './display-width.js';
import { distinctlyCut } from './distinct-cut.js';
import { bearsMark } from './small-samples.js';
import { cellText } from './terminal-text.js';
import type { Column, Table } from './tree.js';

/** Spaces between two columns. */
const GAP = 2;

/** A heading up to this width is not wrapped. */
const SHORT = 8;

/** Columns of text are narrowed to this share of the line before a column is dropped. */
const TEXT_SHARE = 0.25;

/** A table that fits: heading lines (titles, units, rule) and rows. */
export interface Grid {
  head: string[];
  rows: string[];
  /** Whether a value that is shown bears the mark of small samples. */
  marked: boolean;
}

interface Fitted {
  /** Position in the table. */
  at: number;
  column: Column;
  cells: string[];
  width: number;
}

/**
 * Lays out the first `brief` rows of a table in `width` columns of the terminal: columns that matter less are dropped, then
 * columns of text are narrowed.
 */
export function terminalTable({ columns, rows, brief }: Table, width: number): Grid {
  const shown = rows.slice(0, brief);
  let fitted = columns.map((column, at) =>
    natural(
      at,
      column,
      shown.map((cells) => cellText(cells[at])),
    ),
  );
  const least = Math.max(8, Math.floor(width * TEXT_SHARE));
  while (total(fitted, least) > width && fitted.some(({ column }) => column.keep > 0)) fitted = withoutLeast(fitted);
  narrow(fitted, width);
  const cut = fitted.map(({ column, cells, width: w }) =>
    column.cut === 'middle' ? distinctlyCut(cells, w, displayWidth, cutMiddleToWidth) : cells.map((cell) => cutToWidth(cell, w)),
  );
  const line = (parts: string[]): string => cutToWidth(parts.join(' '.repeat(GAP)).trimEnd(), width);
  return {
    head: heading(fitted).map(line),
    marked: shown.some((cells) => fitted.some(({ at }) => bearsMark(cells[at]))),
    rows: shown.map((_, row) => line(fitted.map(({ column, width: w }, i) => padToWidth(cut[i][row], w, column.align)))),
  };
}

/** A column as wide as its cells and the longest word of its heading. */
function natural(at: number, column: Column, cells: string[]): Fitted {
  const { title, unit = '' } = column;
  const words = `${title} ${unit}`.split(' ');
  const short = Math.min(SHORT, Math.max(title.length, unit.length));
  return { at, column, cells, width: Math.max(short, ...words.map(displayWidth), ...cells.map(displayWidth)) };
}

/** Width of the line if columns of text were narrowed to `least`. */
function total(fitted: readonly Fitted[], least: number): number {
  const widths = fitted.map(({ column, width }) => (column.align === 'left' ? Math.min(width, least) : width));
  return widths.reduce((sum, width) => sum + width, 0) + GAP * (fitted.length - 1);
}

/** Drops the column that matters least. */
function withoutLeast(fitted: Fitted[]): Fitted[] {
  const worst = Math.max(...fitted.map(({ column }) => column.keep));
  const at = fitted.findLastIndex(({ column }) => column.keep === worst);
  return fitted.filter((_, index) => index !== at);
}

/** Narrows columns of text, the widest first, until the line fits. */
function narrow(fitted: Fitted[], width: number): void {
  const texts = fitted.filter(({ column }) => column.align === 'left');
  let over = total(fitted, Infinity) - width;
  while (over > 0 && texts.some((text) => text.width > 1)) {
    const widest = texts.reduce((most, next) => (next.width > most.width ? next : most));
    widest.width--;
    over--;
  }
}

/** Titles and units, wrapped to the column's width and set to the bottom, then a rule. */
function heading(fitted: readonly Fitted[]): string[][] {
  const stacks = fitted.map(({ column: { title, unit }, width }) => [
    ...wrap(title, width),
    ...(unit === undefined ? [] : wrap(unit, width)),
  ]);
  const height = Math.max(...stacks.map((stack) => stack.length));
  const lines = Array.from({ length: height }, (_, at) =>
    fitted.map(({ column, width }, index) => padToWidth(stacks[index][at - height + stacks[index].length] ?? '', width, column.align)),
  );
  return [...lines, fitted.map(({ width }) => '-'.repeat(width))];
}
