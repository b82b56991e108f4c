import { chartsOf } from './charts/catalog.js';
import type { DrawnChart } from './charts/chart.js';
import { placeCharts } from './charts/chart-places.js';
import { blockMarkdown, itemsMarkdown } from './document/markdown-blocks.js';
import { joinParts, type MarkdownPart } from './document/markdown-limit.js';
import { lineStart, markdownText } from './document/markdown-text.js';
import type { Document, Section } from './document/tree.js';
import { writeDocument } from './document/write-document.js';
import type { RenderOptions, Reporter } from './reporter.js';

/** The whole report for people, as CommonMark with GFM tables. */
export const markdown: Reporter = {
  id: 'markdown',
  title: 'Markdown report',
  docs: 'docs/reporters/markdown.md',
  mediaType: 'text/markdown; charset=utf-8',
  extensions: ['.md'],
  render: (analysis, { charts = 'none', limit } = {}) => {
    const drawn = charts === 'none' ? [] : chartsOf(analysis, { scheme: 'auto' });
    return documentMarkdown(writeDocument(analysis), drawn, (chart) => image(chart, charts), limit);
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
  limit: number | undefined,
): string {
  const { first, bySection } = placeCharts(
    charts,
    sections.map((one) => one.title),
  );
  const status = verdict.status.replace('-', ' ');
  const head = [
    `# ${lineStart(markdownText(title))}`,
    `**${status[0].toUpperCase()}${status.slice(1)}.** ${markdownText(verdict.sentence)}`,
    ...(verdict.reasons.length > 0 ? [itemsMarkdown(verdict.reasons.map((text) => markdownText(text)))] : []),
    ...(first === null ? [] : [shown(first)]),
  ];
  return joinParts(
    [
      ...head.map((text) => ({ section: '', text })),
      ...sections.flatMap((one) => section(one, (bySection.get(one.title) ?? []).map(shown))),
    ],
    ['---', lineStart(markdownText(colophon))],
    limit,
  );
}

function section({ title, blocks }: Section, charts: readonly string[]): MarkdownPart[] {
  const [first, ...rest] = [...blocks.map(blockMarkdown), ...charts];
  const head = `## ${markdownText(title)}`;
  return [first === undefined ? head : `${head}\n\n${first}`, ...rest].map((text) => ({ section: title, text }));
}
