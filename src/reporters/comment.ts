import { count, more } from '../model/quantities.js';
import { blockMarkdown, itemsMarkdown } from './document/markdown-blocks.js';
import { joinParts, type MarkdownPart } from './document/markdown-limit.js';
import { lineStart, markdownText } from './document/markdown-text.js';
import { type Block, type Document, list, type Section, type Text } from './document/tree.js';
import { writeDocument } from './document/write-document.js';
import type { Reporter } from './reporter.js';

/** First line of the text, which viewers hide: whoever posts it finds the comment of the run before by it, and replaces that. */
export const COMMENT_MARKER = '<!-- heimr:comment -->';

/** The report in short, for a comment in a pull request: verdict, gate, findings, what to do, figures. */
export const comment: Reporter = {
  id: 'comment',
  title: 'Comment for a pull request',
  docs: 'docs/reporters/comment.md',
  mediaType: 'text/markdown; charset=utf-8',
  extensions: ['.comment.md'],
  render: (analysis) => commentText(writeDocument(analysis)),
};

/** Bytes of the text; GitHub takes 65,536 characters, and counts some of them as more than one. */
const LIMIT = 60_000;
/** Sections of the report that it has, in this order: what was judged, and the figures after what to do. */
const JUDGED = ['Gate', 'Comparison with the baseline', 'Findings', 'Likely causes', 'Possible causes', 'Causes considered'];
const MEASURED = ['At a glance', 'Response times'];
/** Reasons, findings and conditions that it tells. */
const ITEMS = 10;

function commentText({ title, verdict, front, sections, colophon }: Document): string {
  const status = verdict.status.replace('-', ' ');
  const named = (wanted: string): Section[] => sections.filter((one) => one.title === wanted);
  const todo = { title: 'What to do next', brief: true, blocks: [list(front.next, ITEMS)] };
  const parts: MarkdownPart[] = [
    { section: '', text: COMMENT_MARKER },
    { section: '', text: `### ${lineStart(markdownText(title))}` },
    { section: '', text: `**${status[0].toUpperCase()}${status.slice(1)}.** ${markdownText(verdict.sentence)}` },
    ...(verdict.reasons.length > 0 ? [{ section: 'Reasons', text: briefMarkdown(list(verdict.reasons, ITEMS)) }] : []),
    ...[...JUDGED.flatMap(named), todo, ...MEASURED.flatMap(named)].flatMap(section),
  ];
  return joinParts(parts, [lineStart(markdownText(colophon))], LIMIT);
}

function section({ title, blocks }: Section): MarkdownPart[] {
  const told = blocks.filter(({ detail, kind }) => !detail && kind !== 'chart');
  const shown = title === 'Findings' ? [list(told.flatMap(textOf), ITEMS)] : told;
  return shown.map((block, at) => {
    const text = briefMarkdown(block);
    return { section: title, text: at === 0 ? `#### ${markdownText(title)}\n\n${text}` : text };
  });
}

const textOf = (block: Block): Text[] => (block.kind === 'paragraph' ? [block.text] : []);

/** A block without its details, of as many rows as a summary has. */
function briefMarkdown(block: Block): string {
  switch (block.kind) {
    case 'list': {
      const shown = Math.min(block.items.length, block.brief, ITEMS);
      const left = block.items.length - shown;
      const lines = block.items.slice(0, shown).map((text) => markdownText(text));
      return itemsMarkdown(left === 0 ? lines : [...lines, `… and ${count(left)} more.`]);
    }
    case 'figures':
      return blockMarkdown({ ...block, items: block.items.filter(({ detail }) => !detail) });
    case 'table': {
      const left = block.leftOut.count + Math.max(0, block.rows.length - block.brief);
      const rows = block.rows.slice(0, block.brief);
      const table = blockMarkdown({ ...block, rows, leftOut: { ...block.leftOut, count: 0 } });
      return left === 0 ? table : `${table}\n\n… and ${more(left, block.noun)}.`;
    }
    default:
      return blockMarkdown(block);
  }
}
