/** Parts of the document tree as CommonMark with GFM tables. */

import { more } from '../../model/quantities.js';
import { lineStart, markdownText } from './markdown-text.js';
import { bearsMark } from './small-samples.js';
import { sparkline } from './sparkline.js';
import { type Block, type Chart, type Column, quoted, type Table } from './tree.js';

/** @returns a part of a section */
export function blockMarkdown(part: Block): string {
  switch (part.kind) {
    case 'paragraph':
      return lineStart(markdownText(part.text));
    case 'note':
      return `> ${lineStart(markdownText(part.text))}`;
    case 'list':
      return itemsMarkdown(part.items.map((text) => markdownText(text)));
    case 'figures':
      return withLegend(
        grid(
          FIGURES,
          part.items.map(({ name, value }) => [name, value]),
        ),
        part.legend,
        part.items.map(({ value }) => [value]),
      );
    case 'table':
      return [withLegend(grid(part.columns, part.rows), part.legend, part.rows), ...leftOut(part)].join('\n\n');
    case 'chart':
      return chart(part);
  }
}

/** @returns a list of lines that are Markdown already */
export const itemsMarkdown = (lines: readonly string[]): string => lines.map((line) => `- ${lineStart(line)}`).join('\n');

const FIGURES: readonly Column[] = [
  { title: 'figure', align: 'left', keep: 0 },
  { title: 'value', align: 'left', keep: 0 },
];

function withLegend(shown: string, legend: string | undefined, values: Table['rows']): string {
  const told = legend !== undefined && values.some((cells) => cells.some(bearsMark)) ? [markdownText(legend)] : [];
  return [shown, ...told].join('\n\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function grid(columns: readonly Column[], rows: Table['rows']): string {
  const header = columns.map(({ title, unit }) => markdownText(unit === undefined ? title : `${title} (${unit})`, true));
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [row(header), row(rule), ...rows.map((cells) => row(cells.map((cell) => markdownText(cell, true))))].join('\n');
}

function leftOut({ leftOut: { count: rows, where }, noun }: Table): string[] {
  return rows === 0
    ? []
    : [markdownText([`Not shown here: ${more(rows, noun)}. The JSON output (analysis.json) has all of them under `, quoted(where), '.'])];
}

/** A fenced block keeps the columns under one another; it holds no text from files. */
function chart({ series, from, to }: Chart): string {
  const name = Math.max(...series.map((line) => line.name.length));
  const width = Math.max(...series.map(({ values }) => values.length));
  const lines = series.map((line) => `${line.name.padEnd(name)}  ${sparkline(line.values)}  peak ${line.peak}`);
  const axis = `${' '.repeat(name)}  ${from}${to.padStart(Math.max(to.length + 1, width - from.length))}`;
  return ['```text', ...lines, axis, '```'].join('\n');
}
