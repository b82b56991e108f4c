import { count, more as moreOf } from '../model/quantities.js';
import { cutToWidth, displayWidth, padToWidth, wrap } from './document/display-width.js';
import { withoutCommands } from './document/runner-commands.js';
import { bearsMark } from './document/small-samples.js';
import { terminalTable } from './document/terminal-table.js';
import { cellText, sentenceText } from './document/terminal-text.js';
import { type Block, type Document, type Figures, inlines, type List, type Section, type Table, type Text } from './document/tree.js';
import { writeDocument } from './document/write-document.js';
import type { RenderOptions, Reporter } from './reporter.js';

/** What to know at once, in a terminal: the report without its details. */
export const terminal: Reporter = {
  id: 'terminal',
  title: 'Terminal summary',
  docs: 'docs/reporters/terminal.md',
  mediaType: 'text/plain; charset=utf-8',
  extensions: [],
  render: (analysis, options = {}) => withoutCommands(`${summary(writeDocument(analysis), page(options)).join('\n')}\n`),
};

/** Room and colour of the terminal. */
interface Page {
  width: number;
  paint(style: Style, text: string): string;
  /** Legends told so far: one is told once. */
  told: Set<string>;
}

const DEFAULT_WIDTH = 80;
const LEAST_WIDTH = 40;

/** Reasons of the verdict that a summary shows; all are in the report. */
const REASONS = 5;

/** Select graphic rendition codes (ECMA-48). */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 };
type Style = keyof typeof STYLES;

/** Colour of a verdict; its word stands beside it, so nobody needs to see the colour. */
const VERDICT: Record<string, Style> = {
  healthy: 'green',
  degraded: 'yellow',
  failing: 'red',
  'invalid-test': 'magenta',
  inconclusive: 'cyan',
};

function page({ width = DEFAULT_WIDTH, color = false }: RenderOptions): Page {
  return {
    width: Number.isFinite(width) ? Math.max(LEAST_WIDTH, Math.floor(width)) : DEFAULT_WIDTH,
    told: new Set(),
    paint: (style, text) => (color && text !== '' ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text),
  };
}

function summary({ title, verdict, sections }: Document, page: Page): string[] {
  const status = verdict.status.toUpperCase().replace('-', ' ');
  const [first, ...rest] = wrap(`${status}: ${cellText(verdict.sentence)}`, page.width);
  const head = first.startsWith(status) ? page.paint(VERDICT[verdict.status] ?? 'bold', status) + first.slice(status.length) : first;
  return [
    head,
    ...rest,
    ...items(verdict.reasons, REASONS, page),
    '',
    page.paint('bold', cutToWidth(cellText(title), page.width)),
    ...sections.filter(({ brief }) => brief).flatMap((part, at) => section(part, at === 0, page)),
  ];
}

/** The first section follows the title without a heading of its own. */
function section({ title, blocks }: Section, first: boolean, page: Page): string[] {
  const lines = blocks.filter(({ detail }) => !detail).flatMap((part) => block(part, page));
  return first ? lines : ['', page.paint('bold', cutToWidth(title.toUpperCase(), page.width)), ...lines];
}

function block(part: Block, page: Page): string[] {
  switch (part.kind) {
    case 'paragraph':
    case 'note':
      return wrap(sentenceText(part.text), page.width);
    case 'list':
      return list(part, page);
    case 'figures':
      return figures(part, page);
    case 'table':
      return table(part, page);
    case 'chart':
      return []; // charts are for reports: a summary has no room for an axis
  }
}

const list = ({ items: lines, brief }: List, page: Page): string[] => items(lines, brief, page);

function items(lines: readonly Text[], brief: number, page: Page): string[] {
  const shown = lines.slice(0, brief).flatMap((text) => item(text, page));
  const left = lines.length - Math.min(lines.length, brief);
  return left === 0 ? shown : [...shown, `… and ${count(left)} more.`];
}

/** A list item; only a stressed beginning is painted, since breaking lines would cut a code elsewhere. */
function item(text: Text, page: Page): string[] {
  const [first, ...rest] = wrap(sentenceText(text), page.width - 2);
  const [head] = inlines(text);
  const stressed = typeof head === 'object' && 'strong' in head && first.startsWith(head.strong) ? head.strong : '';
  const painted = page.paint(stressed === 'Warning' ? 'yellow' : 'bold', stressed) + first.slice(stressed.length);
  return [`- ${painted}`, ...rest.map((line) => `  ${line}`)];
}

/** Names beside values, or above them where there is no room. */
function figures({ items, legend }: Figures, page: Page): string[] {
  const shown = items.filter(({ detail }) => !detail);
  const pairs = shown.map(({ name, value }) => ({ name: cutToWidth(cellText(name), 30), value: cellText(value) }));
  const name = Math.max(0, ...pairs.map((pair) => displayWidth(pair.name)));
  const room = page.width - name - 2;
  const lines = pairs.flatMap(({ name: text, value }) =>
    room < 24
      ? [text, ...wrap(value, page.width - 2).map((line) => `  ${line}`)]
      : wrap(value, room).map((line, at) => `${padToWidth(at === 0 ? text : '', name, 'left')}  ${line}`),
  );
  return [
    ...lines,
    ...tell(
      legend,
      shown.some(({ value }) => bearsMark(value)),
      page,
    ),
  ];
}

function table(part: Table, page: Page): string[] {
  const { head, rows, marked } = terminalTable(part, page.width);
  const left = part.rows.length - rows.length + part.leftOut.count;
  const more = left === 0 ? [] : [cutToWidth(`… and ${moreOf(left, part.noun)}.`, page.width)];
  return [...head.map((line) => page.paint('dim', line)), ...rows, ...more, ...tell(part.legend, marked, page)];
}

/** The legend, where a value bears the mark and it was not told before. */
function tell(legend: string | undefined, marked: boolean, page: Page): string[] {
  if (!marked || legend === undefined || page.told.has(legend)) return [];
  page.told.add(legend);
  return wrap(legend, page.width);
}
