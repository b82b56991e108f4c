import { more } from '../../model/quantities.js';
import type { DrawnChart } from '../charts/chart.js';
import { placeCharts } from '../charts/chart-places.js';
import { bearsMark } from '../document/small-samples.js';
import {
  type Block,
  type Chart,
  type Document,
  type Inline,
  inlines,
  quoted,
  type Section,
  type Table,
  type Text,
} from '../document/tree.js';
import { cut } from '../document/visible.js';
import { columnWidths } from './column-widths.js';
import { embeddedFonts } from './embedded-fonts.js';
import { Glyphs } from './glyphs.js';
import { type Piece, pageText } from './page-text.js';

/** Rows of a table that a page shows: thousands would make a file that nobody prints, and take seconds. */
export const TABLE_ROWS = 200;

/** Reasons of the verdict on page one, which has to stay one page. */
const REASONS = 4;

/** Columns of the title. */
const TITLE = 120;

/** Columns of the title at the head of a page, which is one line. */
const RUNNING = 70;

/** Columns of a name beside a figure. */
const NAME = 60;

/** Data of the template (assets/pdf/report.typ). Plain values only: text is set as it stands, never read as markup. */
export interface PageData {
  title: string;
  heading: Piece[];
  running: Piece[];
  description: string;
  status: string;
  sentence: Piece[];
  reasons: Piece[][];
  facts: { name: Piece[]; value: Piece[] }[];
  figures: { name: Piece[]; value: Piece[]; note: Piece[] }[];
  chart: PageChart | null;
  cause: Piece[];
  next: Piece[][];
  sections: { title: string; blocks: PageBlock[] }[];
  colophon: Piece[];
  missing: Piece[] | null;
}

/** A drawing on a page. */
export interface PageChart {
  kind: 'chart';
  alt: string;
  svg: string;
  width: number;
  height: number;
}

/** A part of a section on a page. */
export type PageBlock =
  | PageChart
  | { kind: 'paragraph' | 'note'; text: Piece[] }
  | { kind: 'finding'; severity: string; title: Piece[]; text: Piece[] }
  | { kind: 'list'; items: Piece[][] }
  | { kind: 'figures'; items: { name: Piece[]; value: Piece[] }[]; after: Piece[][] }
  | { kind: 'table'; size: number; columns: PageColumn[]; rows: Piece[][][]; after: Piece[][] }
  | { kind: 'series'; from: string; to: string; alt: string; series: { name: string; peak: string; bars: (number | null)[] }[] };

interface PageColumn {
  title: string;
  unit: string;
  align: 'left' | 'right';
  width: number;
}

/**
 * Turns the report into data of the template.
 * @param familyOf the family of fonts that draws a code point; null where none does
 */
export function pageData(document: Document, charts: readonly DrawnChart[], familyOf: (codePoint: number) => string | null): PageData {
  const page = new Page(new Glyphs(familyOf));
  const { front, verdict } = document;
  const { first, bySection } = placeCharts(
    charts,
    document.sections.map(({ title }) => title),
  );
  const data = {
    title: page.plain(document.title, TITLE),
    heading: page.text(document.title, TITLE),
    running: page.text(document.title, RUNNING),
    description: page.plain(verdict.sentence, 300),
    status: verdict.status,
    sentence: page.text(verdict.sentence, 250),
    reasons: verdict.reasons.slice(0, REASONS).map((text) => page.text(text, 200)),
    facts: front.facts.map(({ name, value }) => ({ name: page.text(name, 40), value: page.text(value, 110) })),
    figures: front.figures.map(({ name, value, note }) => ({
      name: page.text(name, 60),
      value: page.text(value, 20),
      note: page.text(note, 80),
    })),
    chart: first === null ? null : page.chart(first),
    cause: page.text(front.cause, 200),
    next: front.next.map((text) => page.text(text, 200)),
    sections: document.sections.map((section) => page.section(section, bySection.get(section.title) ?? [])),
    colophon: page.text(document.colophon),
  };
  const missing = page.glyphs.notice();
  return { ...data, missing: missing === null ? null : page.text(missing) };
}

class Page {
  constructor(readonly glyphs: Glyphs) {}

  text = (text: Text, limit?: number): Piece[] => pageText(text, this.glyphs, limit);

  plain = (text: string, limit: number): string => this.glyphs.drawable(cut(text, limit));

  chart = ({ title, alt, svg, width, height }: DrawnChart): PageChart => ({
    kind: 'chart',
    alt: this.plain(alt.trim() === '' ? title : alt, 600),
    svg: embeddedFonts(svg, this.glyphs),
    width,
    height,
  });

  section({ title, blocks }: Section, charts: readonly DrawnChart[]): PageData['sections'][number] {
    const own = blocks.map((block) => this.finding(title, block) ?? this.block(block));
    // A drawing stands after the sentence that introduces the section, or after the table of causes.
    const at = own[0]?.kind === 'paragraph' || title === 'Likely causes' || title === 'Possible causes' ? 1 : 0;
    return { title: this.plain(title, 120), blocks: [...own.slice(0, at), ...charts.map(this.chart), ...own.slice(at)] };
  }

  /** A finding begins with its severity and its name: both become a heading, so that readers find it by the bookmarks. */
  finding(section: string, block: Block): PageBlock | null {
    if (section !== 'Findings' || block.kind !== 'paragraph') return null;
    const [head, title, ...rest] = inlines(block.text);
    if (typeof head !== 'object' || !('strong' in head) || typeof title !== 'string') return null;
    return { kind: 'finding', severity: head.strong.replace(/:\s*$/, ''), title: this.text(title, TITLE), text: this.text(trimmed(rest)) };
  }

  block(block: Block): PageBlock {
    switch (block.kind) {
      case 'paragraph':
      case 'note':
        return { kind: block.kind, text: this.text(block.text) };
      case 'list':
        return { kind: 'list', items: block.items.map((text) => this.text(text)) };
      case 'figures': {
        const items = block.items.map(({ name, value }) => ({ name: this.text(name, NAME), value: this.text(value) }));
        return { kind: 'figures', items, after: this.legend(block.legend, [block.items.map(({ value }) => value)]) };
      }
      case 'table':
        return this.table(block);
      case 'chart':
        return this.series(block);
    }
  }

  table({ columns, rows, noun, legend, leftOut: { count, where } }: Table): PageBlock {
    const shown = rows.slice(0, TABLE_ROWS);
    const { size, columns: widths } = columnWidths({ columns, rows: shown });
    const left = rows.length - shown.length + count;
    const rest: Text[] =
      left === 0
        ? []
        : [[`Not shown here: ${more(left, noun)}. The JSON output (analysis.json) has all of them under `, quoted(where), '.']];
    return {
      kind: 'table',
      size,
      columns: columns.map(({ title, unit = '', align }, at) => ({ title: this.plain(title, 60), unit, align, width: widths[at] })),
      rows: shown.map((cells) => cells.map((text) => this.text(text))),
      after: [...this.legend(legend, shown), ...rest.map((text) => this.text(text))],
    };
  }

  legend(legend: string | undefined, rows: Table['rows']): Piece[][] {
    return legend !== undefined && rows.some((cells) => cells.some(bearsMark)) ? [this.text(legend)] : [];
  }

  series({ series, from, to }: Chart): PageBlock {
    const alt = `From ${from} to ${to}: ${series.map(({ name, peak }) => `${name} peaks at ${peak}`).join('; ')}.`;
    const lines = series.map(({ name, peak, values }) => ({ name, peak, bars: heights(values) }));
    return { kind: 'series', from, to, alt, series: lines };
  }
}

const trimmed = ([first, ...rest]: readonly Inline[]): Inline[] => [typeof first === 'string' ? first.trimStart() : first, ...rest];

/** @returns the values as shares of the largest; null where there is none */
function heights(values: readonly (number | null)[]): (number | null)[] {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null ? null : top === 0 ? 0 : Math.round((value / top) * 1000) / 1000));
}
