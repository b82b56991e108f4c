import { webAddress } from './web-address.js';

/*
 * The report as a tree: written once from the Analysis (write-document.ts), rendered by every output for people, so that two
 * outputs cannot tell different stories. An output may leave out what is marked as detail and columns that do not fit; it
 * never computes a figure.
 */

/**
 * A piece of a line. A string is Heimr's own words (which may still hold a name from a file, as notices do, so outputs escape
 * it); `quoted` is text from a file, shown as a literal; `strong` is Heimr's own words, stressed; `link` is Heimr's own words that lead to an
 * address of the web, left out where nothing can be followed.
 */
export type Inline = string | { quoted: string; limit?: number } | { strong: string } | { link: string; to: string };

/** A line of text. */
export type Text = string | readonly Inline[];

/** A column of a table. */
export interface Column {
  /** Heading. */
  title: string;
  /** Unit of the column's values; absent for text and plain counts. */
  unit?: string;
  /** Numbers go right, text left. */
  align: 'left' | 'right';
  /** Where text is cut if it must be; the end by default. Labels differ at both ends. */
  cut?: 'middle';
  /** 0 = always shown; where width lacks, the column with the highest number goes first. */
  keep: number;
}

/** Rows that a table does not hold. */
export interface LeftOut {
  /** How many. */
  count: number;
  /** Property of the analysis that holds them. */
  where: string;
}

/** A table. */
export interface Table {
  kind: 'table';
  columns: readonly Column[];
  rows: readonly (readonly Text[])[];
  /** Plural, with an s, of what a row is; for the line about rows left out. */
  noun: string;
  /** Rows that a summary shows. */
  brief: number;
  leftOut: LeftOut;
  /** What the mark on small samples means; told where a value that is shown bears it. */
  legend?: string;
  detail?: boolean;
}

/** Names and values. */
export interface Figures {
  kind: 'figures';
  items: readonly Figure[];
  /** See {@link Table}. */
  legend?: string;
  detail?: boolean;
}

/** A name and its value; a summary leaves details out. */
export interface Figure {
  name: string;
  value: Text;
  detail?: boolean;
}

/** A paragraph. */
export interface Paragraph {
  kind: 'paragraph';
  text: Text;
  detail?: boolean;
}

/** A list. */
export interface List {
  kind: 'list';
  items: readonly Text[];
  /** Items that a summary shows. */
  brief: number;
  detail?: boolean;
}

/** Something to mind before reading on. */
export interface Note {
  kind: 'note';
  text: Text;
  detail?: boolean;
}

/** Series over one axis of time. Each is drawn from 0 to its own peak. */
export interface Chart {
  kind: 'chart';
  /** Left and right end of the axis. */
  from: string;
  to: string;
  series: readonly { name: string; values: readonly (number | null)[]; peak: string }[];
  detail?: boolean;
}

/** Part of a section. */
export type Block = Table | Figures | Paragraph | List | Note | Chart;

/** A part of the report under a heading of its own. */
export interface Section {
  title: string;
  /** Whether a summary has it. */
  brief: boolean;
  blocks: readonly Block[];
}

/** A figure that carries the verdict. */
export interface FrontFigure {
  name: Text;
  value: string;
  /** What to hold it against, or what it is made of. */
  note: Text;
}

/** What whoever decides must know, on one page; outputs with pages begin with it, after the verdict. */
export interface FrontPage {
  /** What was tested, and whether it passed what was asked of it. */
  facts: readonly Figure[];
  /** Three. */
  figures: readonly FrontFigure[];
  /** Why; says so where it is not known. */
  cause: Text;
  /** What to do next, most urgent first. */
  next: readonly Text[];
}

/** The whole report. */
export interface Document {
  title: string;
  verdict: { status: string; sentence: string; reasons: readonly Text[] };
  front: FrontPage;
  sections: readonly Section[];
  /** How and when the report came about; the only part that may differ between two runs over the same input. */
  colophon: string;
}

/** @returns a piece that shows text from a file as it is */
export const quoted = (text: string, limit?: number): Inline => (limit === undefined ? { quoted: text } : { quoted: text, limit });

/** @returns a stressed piece */
export const strong = (text: string): Inline => ({ strong: text });

/** @returns pieces that lead to an address, after a space, with the host for all to see; none where it is no address of the web */
export function leadTo(text: string, address: string | null): Inline[] {
  const to = address === null ? null : webAddress(address);
  return to === null ? [] : [' ', { link: `${text} (${new URL(to).host})`, to }];
}

/** @returns a paragraph */
export const paragraph = (text: Text, detail = false): Paragraph => ({ kind: 'paragraph', text, detail });

/** @returns a list; `brief` limits a summary */
export const list = (items: readonly Text[], brief = Infinity, detail = false): List => ({ kind: 'list', items, brief, detail });

/** @returns names and values */
export const figures = (items: readonly Figure[], detail = false): Figures => ({ kind: 'figures', items, detail });

/** @returns the pieces of a line */
export function inlines(text: Text): readonly Inline[] {
  return typeof text === 'string' ? [text] : text;
}
