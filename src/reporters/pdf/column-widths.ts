import { type Column, inlines, type Table, type Text } from '../document/tree.js';
import { CELL_LIMIT } from '../document/visible.js';

/*
 * How wide the columns of a table are. Numbers are never broken, so their columns get what they need; columns of text share
 * the rest and break their lines. Widths of letters are estimated: the fonts' own are known to the compiler only, and asking it
 * would set every table twice.
 */

/** Width of the text on a page (A4 less margins), pt. */
export const PAGE_WIDTH = 493;

/** Sizes of letters to try, pt: the largest at which a table fits; at the small ones its texts must break more often. */
const SIZES = [8.5, 8, 7.5] as const;
const SMALL_SIZES = [7.5, 7, 6.5, 6, 5.5] as const;

/** Space between two columns, in em. */
const GAP = 1.1;

/** Least and best width of a column of text, in em. */
const LEAST = 7;
const BEST = 14;

/** A table less than this part of the page wide is not stretched to the whole of it. */
const NARROW = 0.6;

/** Columns of a table. */
export interface Widths {
  /** Size of letters, pt. */
  size: number;
  /** Of each column, its share of the gap included, pt. */
  columns: number[];
}

/** @returns the widths of a table's columns, which together are no wider than the page */
export function columnWidths({ columns, rows }: Pick<Table, 'columns' | 'rows'>): Widths {
  const needs = columns.map((column, at) => need(column, rows, at));
  const size =
    SIZES.find((size) => sum(needs.map(({ best }) => best + GAP)) * size <= PAGE_WIDTH) ??
    SMALL_SIZES.find((size) => sum(needs.map(({ least }) => least + GAP)) * size <= PAGE_WIDTH) ??
    SMALL_SIZES[SMALL_SIZES.length - 1];
  return { size, columns: shared(needs, PAGE_WIDTH / size).map((width) => Math.floor(width * size * 100) / 100) };
}

interface Need {
  /** Width at which nothing is broken, em. */
  whole: number;
  /** Width that it should have, em. */
  best: number;
  /** Width under which even a word of the report's own would be broken, em. */
  least: number;
}

function need(column: Column, rows: Table['rows'], at: number): Need {
  const cells = rows.map((cells) => textWidth(cells[at]));
  const head = Math.max(...column.title.split(' ').map(emWidth), emWidth(column.unit ?? '') * 0.88);
  if (column.align === 'right') {
    const whole = Math.max(head, ...cells);
    return { whole, best: whole, least: whole };
  }
  const whole = Math.max(emWidth(column.title), ...cells);
  const word = Math.max(head, ...rows.map((cells) => longestWord(cells[at])));
  const best = Math.max(word, Math.min(whole, column.cut === 'middle' ? BEST * 1.6 : BEST));
  return { whole, best, least: Math.max(word, Math.min(best, LEAST)) };
}

/** Of the report's own words, such as a moment; text from files has places to break. */
function longestWord(text: Text): number {
  const words = inlines(text).flatMap((part) => (typeof part === 'string' ? part.split(/\s/) : []));
  return Math.min(BEST, Math.max(0, ...words.map(emWidth)));
}

/** What is left over goes to texts that would break; then, in wide tables, to the first column. */
function shared(needs: readonly Need[], room: number): number[] {
  const widths = needs.map(({ best }) => best + GAP);
  const total = sum(widths);
  if (total > room) return squeezed(needs, widths, room);
  const wanting = needs.map(({ whole, best }) => whole - best);
  const wanted = sum(wanting);
  const given = Math.min(wanted, room - total);
  const wide = widths.map((width, at) => width + (wanted === 0 ? 0 : (given * wanting[at]) / wanted));
  const left = room - sum(wide);
  if (sum(wide) < room * NARROW) return wide.map((width) => width + Math.min(left / wide.length, 2));
  return wide.map((width) => width + left / wide.length);
}

/** Even the smallest letters do not fit: texts give way first, then everything. */
function squeezed(needs: readonly Need[], widths: readonly number[], room: number): number[] {
  const narrow = needs.map(({ least }) => least + GAP);
  const give = sum(widths) - sum(narrow);
  const over = sum(widths) - room;
  if (over <= give) return widths.map((width, at) => width - ((width - narrow[at]) * over) / give);
  return narrow.map((width) => (width * room) / sum(narrow));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Text from files is set in letters of one width. */
function textWidth(text: Text): number {
  return sum(
    inlines(text).map((part) => {
      if (typeof part === 'string') return emWidth(part);
      if ('link' in part) return emWidth(part.link);
      return 'quoted' in part ? Math.min(part.quoted.length, part.limit ?? CELL_LIMIT) * 0.565 : emWidth(part.strong) * 1.05;
    }),
  );
}

/** Of Inter, semibold, tabular digits, and rounded up: a number must not break. */
function emWidth(text: string): number {
  let width = 0;
  for (const char of text) width += NARROW_SIGN.test(char) ? 0.31 : WIDE_SIGN.test(char) ? 0.95 : LOWER.test(char) ? 0.6 : 0.66;
  return width;
}

const NARROW_SIGN = /[.,:;'’!|()[\]ijltfrI ]/;
const LOWER = /[a-z]/;
const WIDE_SIGN = /[mwMW%–—…@\u{1100}-\u{10ffff}]/u;
