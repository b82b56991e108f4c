import { more } from '../model/quantities.js';
import { chartsOf } from './charts/catalog.js';
import type { DrawnChart } from './charts/chart.js';
import { placeCharts } from './charts/chart-places.js';
import { lineStart, markdownText } from './document/markdown-text.js';
import { bearsMark } from './document/small-samples.js';
import { sparkline } from './document/sparkline.js';
import { type Block, type Chart, type Column, type Document, quoted, type Section, type Table } from './document/tree.js';
import { writeDocument } from './document/write-document.js';
import type { RenderOptions, Reporter } from './reporter.js';

/** The whole report for people, as CommonMark with GFM tables. */
export const markdown: Reporter = {
  id: 'markdown',
  title: 'Markdown report',
  docs: 'docs/reporters/markdown.md',
  mediaType: 'text/markdown; charset=utf-8',
  extensions: ['.md'],
  render: (analysis, { charts = 'none' } = {}) => {
    const drawn = charts === 'none' ? [] : chartsOf(analysis, { scheme: 'auto' });
    return documentMarkdown(writeDocument(analysis), drawn, (chart) => image(chart, charts));
  },
  charts: (analysis) => chartsOf(analysis, { scheme: 'auto' }).map(({ id, svg }) => ({ name: `${id}.svg`, content: `${svg}\n` })),
};

/** A drawing by its file, or whole. Its name is one of ours; the folder's is the user's. */
function image({ id, alt, svg }: DrawnChart, charts: RenderOptions['charts']): string {
  const source =
    typeof charts === 'object'
      ? `${encodeURIComponent(charts.folder).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}/${id}.svg`
      : `data:image/svg+xml;base64,${base64(svg)}`;
  return `![${markdownText(alt)}](${source})`;
}

/** UTF-8 as Base64, without what only some platforms have. */
function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const pieces: string[] = [];
  // Three bytes become four characters, so that pieces of a multiple of three can be put together.
  for (let at = 0; at < bytes.length; at += 3 * 4096) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 3 * 4096))));
  return pieces.join('');
}

function documentMarkdown(
  { title, verdict, sections, colophon }: Document,
  charts: readonly DrawnChart[],
  shown: (chart: DrawnChart) => string,
): string {
  const { first, bySection } = placeCharts(
    charts,
    sections.map((one) => one.title),
  );
  const status = verdict.status.replace('-', ' ');
  const parts = [
    `# ${lineStart(markdownText(title))}`,
    `**${status[0].toUpperCase()}${status.slice(1)}.** ${markdownText(verdict.sentence)}`,
    ...(verdict.reasons.length > 0 ? [items(verdict.reasons.map((text) => markdownText(text)))] : []),
    ...(first === null ? [] : [shown(first)]),
    ...sections.map((one) => section(one, (bySection.get(one.title) ?? []).map(shown))),
    '---',
    lineStart(markdownText(colophon)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section({ title, blocks }: Section, charts: readonly string[]): string {
  return [`## ${markdownText(title)}`, ...blocks.map(block), ...charts].join('\n\n');
}

function block(part: Block): string {
  switch (part.kind) {
    case 'paragraph':
      return lineStart(markdownText(part.text));
    case 'note':
      return `> ${lineStart(markdownText(part.text))}`;
    case 'list':
      return items(part.items.map((text) => markdownText(text)));
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

const FIGURES: readonly Column[] = [
  { title: 'figure', align: 'left', keep: 0 },
  { title: 'value', align: 'left', keep: 0 },
];

function withLegend(shown: string, legend: string | undefined, values: Table['rows']): string {
  const told = legend !== undefined && values.some((cells) => cells.some(bearsMark)) ? [markdownText(legend)] : [];
  return [shown, ...told].join('\n\n');
}

const items = (lines: readonly string[]): string => lines.map((line) => `- ${lineStart(line)}`).join('\n');

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
